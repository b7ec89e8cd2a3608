package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.List;
import java.util.Optional;

/**
 * Everything of a feature version that only a draft may change.
 *
 * @param description for people
 * @param parameters values that all setups share, names unique
 * @param setups names unique
 * @param formatConfigurations names unique
 * @param applicationSetups what is configured in connected applications; table and document context together unique
 */
public record FeatureContent(
        String description,
        List<FeatureParameter> parameters,
        List<FeatureSetup> setups,
        List<FormatConfiguration> formatConfigurations,
        List<ApplicationSetup> applicationSetups) {
    /** Content of a new feature. */
    public static final FeatureContent EMPTY = new FeatureContent("", List.of(), List.of());

    private static final int MOST = 200;

    public FeatureContent {
        Require.text("description", description, Require.TEXT_LENGTH);
        parameters = List.copyOf(parameters);
        setups = List.copyOf(setups);
        formatConfigurations = List.copyOf(formatConfigurations);
        applicationSetups = List.copyOf(applicationSetups);
        Require.atMost("parameters", MOST, parameters);
        Require.atMost("setups", MOST, setups);
        Require.atMost("formatConfigurations", MOST, formatConfigurations);
        Require.atMost("applicationSetups", MOST, applicationSetups);
        Require.distinct("parameters", "name", parameters, FeatureParameter::name);
        Require.distinct("setups", "name", setups, FeatureSetup::name);
        Require.distinct("formatConfigurations", "name", formatConfigurations, FormatConfiguration::name);
        Require.distinct("applicationSetups", "", applicationSetups, ApplicationSetup::key);
    }

    /** Creates content without parameters and application setups. */
    public FeatureContent(
            String description, List<FeatureSetup> setups, List<FormatConfiguration> formatConfigurations) {
        this(description, List.of(), setups, formatConfigurations, List.of());
    }

    public Optional<FeatureParameter> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    public Optional<FeatureSetup> setup(String name) {
        return setups.stream().filter(setup -> setup.name().equals(name)).findFirst();
    }

    /** Returns the setup in which the action stands with those before it; for an action of a channel its {@link FeatureSetup#channel}. */
    public Optional<FeatureSetup> pipelineOf(Action action) {
        return setups.stream()
                .flatMap(setup -> setup.pipelineOf(action).stream())
                .findFirst();
    }

    public Optional<FormatConfiguration> formatConfiguration(String name) {
        return formatConfigurations.stream()
                .filter(format -> format.name().equals(name))
                .findFirst();
    }

    /** Returns this content with these setups. */
    public FeatureContent withSetups(List<FeatureSetup> other) {
        return new FeatureContent(description, parameters, other, formatConfigurations, applicationSetups);
    }

    /** Returns this content with its format configurations numbered after those of the same names in the version before it. */
    FeatureContent numberedAfter(FeatureContent before) {
        List<FormatConfiguration> numbered = formatConfigurations.stream()
                .map(format -> before.formatConfiguration(format.name())
                        .map(format::numberedAfter)
                        .orElse(format))
                .toList();
        return new FeatureContent(description, parameters, setups, numbered, applicationSetups);
    }

    /**
     * Returns what an action's parameter holds at every run, never blank: a literal, a constant, a feature parameter or the default.
     * What a sender or an earlier action gives is known at a run only.
     */
    Optional<String> fixedText(FeatureSetup setup, Action action, ParameterDescription parameter) {
        ParameterValue value = action.parameters().get(parameter.name());
        Optional<String> text = parameter.defaultValue();
        if (value instanceof ParameterValue.Literal literal) {
            text = Optional.of(literal.text());
        } else if (value instanceof ParameterValue.FromVariable reference) {
            Optional<Variable> variable = setup.variable(reference.variable());
            text = variable.isPresent()
                    ? variable.filter(found -> found.kind() == Variable.Kind.CONSTANT)
                            .flatMap(Variable::value)
                    : parameter(reference.variable()).map(FeatureParameter::value);
        } else if (value instanceof ParameterValue.FromAction) {
            text = Optional.empty();
        }
        return text.filter(name -> !name.isBlank());
    }
}
