package io.einvoicing.service;

import io.einvoicing.flow.ActionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Vendors' own action types, found in the class path and in the jars of a folder; their classes stay loaded until it is closed. */
final class ActionTypePlugins implements AutoCloseable {
    private static final String SETTING = "EINVOICING_PLUGINS (setting plugins)";

    private final URLClassLoader jars;
    private final List<ActionType> types;

    private ActionTypePlugins(URLClassLoader jars, List<ActionType> types) {
        this.jars = jars;
        this.types = types;
    }

    /**
     * Finds what {@code META-INF/services/io.einvoicing.flow.ActionType} names.
     *
     * @throws WrongConfigurationException if there is no such folder, a jar cannot be read, two jars name the same class, or a class
     *     cannot be loaded
     */
    static ActionTypePlugins load(Optional<Path> folder) {
        List<Path> files = folder.map(ActionTypePlugins::jars).orElse(List.of());
        requireDifferentClasses(files);
        URLClassLoader jars = new URLClassLoader(
                files.stream().map(ActionTypePlugins::url).toArray(URL[]::new),
                ActionTypePlugins.class.getClassLoader());
        List<ActionType> types = new ArrayList<>();
        try {
            ServiceLoader.load(ActionType.class, jars).forEach(types::add);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new WrongConfigurationException(
                    SETTING + ": an action type cannot be loaded, " + e.getMessage()
                            + ": repair its jar, or take it out of the folder",
                    e);
        }
        return new ActionTypePlugins(jars, List.copyOf(types));
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new WrongConfigurationException(
                    SETTING + " must name a folder with jars, but there is no folder " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(SETTING + ": the folder " + folder + " cannot be read", e);
        }
    }

    /** Of a class in two jars one would be loaded in silence, perhaps from the older jar. */
    private static void requireDifferentClasses(List<Path> jars) {
        Map<String, Path> found = new HashMap<>();
        for (Path jar : jars) {
            for (String name : classNames(jar)) {
                Path other = found.put(name, jar);
                if (other != null) {
                    throw new WrongConfigurationException(SETTING + ": the action type " + name + " is in two jars, "
                            + other + " and " + jar + ": take one of them out of the folder");
                }
            }
        }
    }

    /** Returns the classes that the jar names, each once. */
    private static List<String> classNames(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry names = file.getEntry("META-INF/services/" + ActionType.class.getName());
            if (names == null) {
                return List.of();
            }
            try (InputStream content = file.getInputStream(names)) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(SETTING + ": the jar " + jar + " cannot be read", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the path " + jar + " has no URL", e);
        }
    }

    List<ActionType> types() {
        return types;
    }

    @Override
    public void close() throws IOException {
        jars.close();
    }
}
