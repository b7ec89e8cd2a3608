package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One way in which a feature processes documents.
 *
 * @param name unique in the feature version
 * @param type what the setup consists of
 * @param applicability to which documents it applies
 * @param variables names unique
 * @param actions the pipeline, run strictly in this order; names unique
 * @param orderedBy context field that names the chain of a document, such as {@code LegalEntityID}: documents of one environment,
 *     feature and chain run one after the other in the order of their acceptance, as consecutive numbers or hashes of the document
 *     before demand it; empty = in any order, side by side
 * @param channelActions what a run of the export channel does with the documents that {@code actions} generated and stored; names
 *     unique over both lists; empty for every other type of setup
 */
public record FeatureSetup(
        String name,
        Type type,
        ApplicabilityRule applicability,
        List<Variable> variables,
        List<Action> actions,
        Optional<String> orderedBy,
        List<Action> channelActions) {
    private static final int MOST = 200;

    public FeatureSetup {
        Require.name("name", name);
        variables = List.copyOf(variables);
        actions = List.copyOf(actions);
        Require.atMost("variables", MOST, variables);
        Require.atMost("actions", MOST, actions);
        Require.distinct("variables", "name", variables, Variable::name);
        Require.distinct("actions", "name", actions, Action::name);
        channelActions = List.copyOf(channelActions);
        Require.atMost("channelActions", MOST, channelActions);
        Require.distinct("channelActions", "name", channelActions, Action::name);
        orderedBy.ifPresent(field -> Require.name("orderedBy", field));
    }

    /** Creates a setup whose documents run in any order. */
    public FeatureSetup(
            String name, Type type, ApplicabilityRule applicability, List<Variable> variables, List<Action> actions) {
        this(name, type, applicability, variables, actions, Optional.empty(), List.of());
    }

    /** Returns this setup with its documents in the order of acceptance for each value of the context field. */
    public FeatureSetup orderedBy(String field) {
        return new FeatureSetup(name, type, applicability, variables, actions, Optional.of(field), channelActions);
    }

    /** Returns this setup with what a run of its channel does. */
    public FeatureSetup channelActions(List<Action> others) {
        return new FeatureSetup(name, type, applicability, variables, actions, orderedBy, others);
    }

    /** Returns this setup as a run of its channel works with it: its actions are those of the channel. */
    public FeatureSetup channel() {
        return new FeatureSetup(name, type, applicability, variables, channelActions, Optional.empty(), List.of());
    }

    /** Returns whether documents wait for a run of the channel once the setup's actions are done. */
    public boolean exportsThroughChannel() {
        return type == Type.EXPORT_CHANNEL_AND_PIPELINE;
    }

    /** Returns the actions of the documents, and then those of the channel. */
    public List<Action> allActions() {
        return Stream.concat(actions.stream(), channelActions.stream()).toList();
    }

    /** Returns the setup in which the action stands with those before it: this one, or its channel. */
    Optional<FeatureSetup> pipelineOf(Action action) {
        return Stream.of(this, channel())
                .filter(each -> each.actions.contains(action))
                .findFirst();
    }

    /** Returns this setup under another name. */
    FeatureSetup named(String other) {
        return new FeatureSetup(other, type, applicability, variables, actions, orderedBy, channelActions);
    }

    /** What a feature setup consists of. */
    public enum Type {
        PROCESSING_PIPELINE,
        IMPORT_CHANNEL,
        IMPORT_CHANNEL_AND_PIPELINE,
        EXPORT_CHANNEL_AND_PIPELINE
    }

    /** Tells whether submitted documents can select the setup. */
    public boolean takesSubmissions() {
        return type == Type.PROCESSING_PIPELINE || type == Type.EXPORT_CHANNEL_AND_PIPELINE;
    }

    /** Returns the index from 0 of the action in the pipeline. */
    public OptionalInt indexOf(String actionName) {
        return IntStream.range(0, actions.size())
                .filter(i -> actions.get(i).name().equals(actionName))
                .findFirst();
    }

    public Optional<Variable> variable(String variableName) {
        return variables.stream()
                .filter(variable -> variable.name().equals(variableName))
                .findFirst();
    }
}
