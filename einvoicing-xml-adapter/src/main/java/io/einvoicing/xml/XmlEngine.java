package io.einvoicing.xml;

import java.util.Collections;
import net.sf.saxon.lib.EnvironmentVariableResolver;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.s9api.Processor;

/**
 * Holds the one Saxon configuration that documents, stylesheets and rule sets share.
 *
 * <p>Documents and compiled stylesheets work together only when they come from the same configuration: create one engine
 * for a service and hand it to everything that reads XML. It fetches nothing by itself: no protocol is allowed, extension
 * functions and environment variables are off. Thread-safe.
 *
 * @since 0.1.0
 */
public final class XmlEngine {
    private final Processor processor;

    private XmlEngine(Processor processor) {
        this.processor = processor;
    }

    /** Creates an engine with a hardened configuration of its own. */
    public static XmlEngine create() {
        Processor processor = new Processor(false);
        processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
        processor.setConfigurationProperty(Feature.ALLOWED_PROTOCOLS, "");
        processor.setConfigurationProperty(Feature.ENVIRONMENT_VARIABLE_RESOLVER, new NoEnvironmentVariables());
        return new XmlEngine(processor);
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
