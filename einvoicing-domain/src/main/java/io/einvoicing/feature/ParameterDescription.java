package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.List;
import java.util.Optional;

/**
 * Describes one parameter of an action type; validation, the REST API and the editor all read it.
 *
 * @param name unique in the action type
 * @param type what values it takes
 * @param mandatory whether an action must set it
 * @param defaultValue what holds when it is not set
 * @param choices the only values allowed; empty = any of the type
 * @param help one sentence for the person who configures it
 */
public record ParameterDescription(
        String name, Type type, boolean mandatory, Optional<String> defaultValue, List<String> choices, String help) {
    public ParameterDescription {
        Require.name("parameter name", name);
        choices = List.copyOf(choices);
        if (mandatory && defaultValue.isPresent()) {
            throw new IllegalArgumentException("parameter \"" + name + "\" is mandatory, so it has no default");
        }
    }

    /** What a parameter's value stands for. */
    public enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        /** ISO 8601 duration such as {@code PT10S}. */
        DURATION,
        URL,
        /** A file: the business document or an earlier action's output. */
        FILE,
        /** Name of a certificate or of a certificate chain of the environment. */
        CERTIFICATE,
        /** Name of a declared secret of the environment. */
        SECRET,
        /** Name of a format configuration of the feature version. */
        FORMAT_CONFIGURATION,
        /** Name of a number sequence of the environment, or of the feature in it. */
        NUMBER_SEQUENCE
    }

    public static ParameterDescription mandatory(String name, Type type, String help) {
        return new ParameterDescription(name, type, true, Optional.empty(), List.of(), help);
    }

    public static ParameterDescription optional(String name, Type type, String help) {
        return new ParameterDescription(name, type, false, Optional.empty(), List.of(), help);
    }

    public static ParameterDescription withDefault(String name, Type type, String defaultValue, String help) {
        return new ParameterDescription(name, type, false, Optional.of(defaultValue), List.of(), help);
    }

    public static ParameterDescription choice(String name, String defaultValue, List<String> choices, String help) {
        return new ParameterDescription(name, Type.TEXT, false, Optional.of(defaultValue), choices, help);
    }
}
