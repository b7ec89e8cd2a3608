package io.einvoicing.xml.validation.internal;

import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import net.sf.saxon.functions.FunctionLibrary;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmNode;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Reads published artefacts from the class path, compiles each once and keeps it. */
public final class Artefacts {
    private final XmlEngine engine;
    private final XmlParser parser;
    private final Map<List<String>, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, SchematronRules> rules = new ConcurrentHashMap<>();

    /** Creates an empty cache; rules are compiled for trees of the engine. */
    public Artefacts(XmlEngine engine, XmlParser parser) {
        this.engine = engine;
        this.parser = parser;
    }

    /** Returns the schema that the resources make up together. */
    public Schema schema(List<String> resources) {
        return schemas.computeIfAbsent(resources, Artefacts::compileSchema);
    }

    /** Returns the rules of a published stylesheet. */
    public SchematronRules rules(String stylesheet) {
        return rules.computeIfAbsent(stylesheet, this::compileRules);
    }

    /** Returns the bytes of a resource. */
    public byte[] resource(String name) {
        try (InputStream in = url(name).openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static URL url(String name) {
        URL url = Artefacts.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new IllegalArgumentException(
                    "the class path has no " + name + ": add the jar with the published artefacts");
        }
        return url;
    }

    private static Schema compileSchema(List<String> resources) {
        Source[] sources = resources.stream()
                .map(name -> new StreamSource(url(name).toString()))
                .toArray(Source[]::new);
        try {
            return SchemaFactory.newDefaultInstance().newSchema(sources);
        } catch (SAXException e) {
            throw new IllegalArgumentException("cannot use the schemas " + resources, e);
        }
    }

    private SchematronRules compileRules(String stylesheet) {
        PublishedSchematron published = SchematronReader.read(parser.parse(resource(stylesheet)));
        return new SchematronRules(
                published,
                engine.processor().getUnderlyingConfiguration(),
                published.functions().isEmpty() ? null : compileFunctions(stylesheet, published.functions()));
    }

    private @Nullable FunctionLibrary compileFunctions(String stylesheet, List<XdmNode> functions) {
        StringBuilder library = new StringBuilder(
                "<xsl:package xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='3.0' name='urn:functions'>");
        for (XdmNode function : functions) {
            library.append(function.toString().replaceFirst("<xsl:function ", "<xsl:function visibility='public' "));
        }
        library.append("</xsl:package>");
        try {
            return engine.processor()
                    .newXsltCompiler()
                    .compilePackage(new StreamSource(new StringReader(library.toString())))
                    .getUnderlyingPreparedPackage()
                    .getPublicFunctions();
        } catch (SaxonApiException e) {
            throw new IllegalArgumentException("cannot compile the functions of " + stylesheet, e);
        }
    }
}
