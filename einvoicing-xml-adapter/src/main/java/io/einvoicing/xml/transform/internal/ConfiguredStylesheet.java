package io.einvoicing.xml.transform.internal;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.kernel.Finding;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.TransformException;
import java.util.List;
import java.util.Optional;

/** The stylesheet that a parameter of a configured action names. */
public final class ConfiguredStylesheet {
    private final TransformEngine engine;
    private final String parameter;

    /** Looks at the parameter of that name. */
    public ConfiguredStylesheet(TransformEngine engine, String parameter) {
        this.engine = engine;
        this.parameter = parameter;
    }

    /** Says what is wrong with the stylesheet; nothing if the parameter names none, which others report. */
    public List<Finding> check(Action action, FeatureContent content) {
        try {
            prepare(action, content);
            return List.of();
        } catch (TransformException e) {
            return List.of(Finding.error(
                    "actions[" + action.name() + "]." + parameter,
                    String.valueOf(e.getMessage()),
                    "correct the format configuration"));
        }
    }

    /** Compiles the stylesheet, so that the first document need not wait for that. */
    public void prepare(Action action, FeatureContent content) {
        named(action, content).ifPresent(configuration -> engine.prepare(configuration.content()));
    }

    private Optional<FormatConfiguration> named(Action action, FeatureContent content) {
        return action.parameters().get(parameter) instanceof ParameterValue.Literal literal
                ? content.formatConfiguration(literal.text())
                : Optional.empty();
    }
}
