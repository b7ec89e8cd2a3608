package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.List;
import java.util.Optional;

/**
 * Describes an action type.
 *
 * @param type its name, such as {@code Transform document}
 * @param help one sentence for the person who configures it
 * @param kind how the engine treats it
 * @param parameters names unique
 * @param outputs names of the files and values that later actions can refer to
 */
public record ActionDescription(
        String type, String help, Kind kind, List<ParameterDescription> parameters, List<String> outputs) {
    public ActionDescription {
        Require.name("type", type);
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
        Require.distinct("parameters", "name", parameters, ParameterDescription::name);
        Require.distinct("outputs", outputs);
    }

    /** How the engine treats an action of the type. */
    public enum Kind {
        /** Has no effect outside; simply run again after a crash. */
        REPEATABLE,
        /** Changes something outside; checkpointed before and after, never blindly repeated. */
        OUTSIDE_EFFECT
    }

    public Optional<ParameterDescription> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }
}
