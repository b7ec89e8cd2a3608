package io.einvoicing.xml;

import java.util.Collections;
import net.sf.saxon.Configuration;
import net.sf.saxon.lib.EnvironmentVariableResolver;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.trans.XPathException;
import org.jspecify.annotations.Nullable;

/**
 * Holds the one Saxon configuration that documents, stylesheets and rule sets share.
 *
 * <p>Documents and compiled stylesheets work together only when they come from the same configuration: create one engine
 * for a service and hand it to everything that reads XML. It fetches nothing by itself: files, addresses, collections, extension
 * functions, environment variables, {@code xsl:evaluate} and document type declarations are refused. Thread-safe.
 *
 * @since 0.1.0
 */
public final class XmlEngine {
    private static final int REGEX_STEPS = 1_000_000;
    private static final String NO_DOCTYPE =
            "http://saxon.sf.net/feature/parserFeature?uri=http%3A//apache.org/xml/features/disallow-doctype-decl";

    private final Processor processor;

    private XmlEngine(Processor processor) {
        this.processor = processor;
    }

    /** Creates an engine with a hardened configuration of its own. */
    public static XmlEngine create() {
        Processor processor = new Processor(false);
        processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
        processor.setConfigurationProperty(Feature.DISABLE_XSL_EVALUATE, true);
        processor.setConfigurationProperty(Feature.REGEX_BACKTRACKING_LIMIT, REGEX_STEPS);
        processor.setConfigurationProperty(Feature.ENVIRONMENT_VARIABLE_RESOLVER, new NoEnvironmentVariables());
        // An empty Feature.ALLOWED_PROTOCOLS restricts nothing in Saxon 12: every resolver refuses by itself.
        Configuration configuration = processor.getUnderlyingConfiguration();
        configuration.setResourceResolver(request -> refuse(request.uri));
        configuration.setCollectionFinder((context, uri) -> refuse(uri));
        configuration.setUnparsedTextURIResolver((uri, encoding, config) -> refuse(uri));
        // For parse-xml(), which has a parser of its own.
        configuration.setConfigurationProperty(NO_DOCTYPE, true);
        return new XmlEngine(processor);
    }

    private static <T> T refuse(@Nullable Object uri) throws XPathException {
        throw new XPathException("a stylesheet may not read anything outside, tried " + uri);
    }

    /** Returns the Saxon processor to compile with; its configuration properties are not to be changed. */
    public Processor processor() {
        return processor;
    }

    private static final class NoEnvironmentVariables implements EnvironmentVariableResolver {
        @Override
        public java.util.Set<String> getAvailableEnvironmentVariables() {
            return Collections.emptySet();
        }

        @Override
        @SuppressWarnings(
                "NullAway") // Saxon's contract: null is "no such variable", and its package is not null-marked
        public String getEnvironmentVariable(String name) {
            return null;
        }
    }
}
