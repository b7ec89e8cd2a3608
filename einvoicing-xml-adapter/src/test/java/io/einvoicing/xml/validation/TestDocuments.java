package io.einvoicing.xml.validation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The documents that others published to test validators, most of them broken by the rules of today. */
final class TestDocuments {
    private static final List<String> JARS = List.of("ph-ubl-testfiles", "peppol-testfiles");

    private static final int MAX_BYTES = 200_000;

    private TestDocuments() {}

    /** Returns them by their name, without the few large ones, which take phive long and break no other rules. */
    static Map<String, byte[]> published() throws IOException {
        Map<String, byte[]> documents = new TreeMap<>();
        for (String path : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            if (JARS.stream().anyMatch(path::contains)) {
                read(path, documents);
            }
        }
        return documents;
    }

    private static void read(String path, Map<String, byte[]> documents) throws IOException {
        try (JarFile jar = new JarFile(path)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith("external/")
                        && entry.getName().endsWith(".xml")
                        && entry.getSize() < MAX_BYTES) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        documents.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }
}
