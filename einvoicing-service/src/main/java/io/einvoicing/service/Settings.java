package io.einvoicing.service;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;

/**
 * Values for {@code ${NAME}} and {@code ${NAME:-default}} in the configuration file: options of the command line before environment
 * variables. Not thread-safe.
 */
public final class Settings {
    private final Map<String, String> values;

    public Settings(Map<String, String> environmentVariables) {
        this.values = new HashMap<>(environmentVariables);
    }

    /** Sets a value over an environment variable. */
    public void override(String name, String value) {
        values.put(name, value);
    }

    /** Returns what fills the variables in. */
    public StringSubstitutor substitutor() {
        return new StringSubstitutor(values);
    }
}
