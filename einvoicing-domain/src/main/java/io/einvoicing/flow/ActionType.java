package io.einvoicing.flow;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.kernel.Finding;
import java.util.List;

/**
 * Runs the actions of one type. This is the extension point: vendors implement one of the two kinds and register it with
 * {@link ActionTypes}. Implementations are thread-safe and keep nothing between runs.
 */
public sealed interface ActionType permits RepeatableActionType, OutsideEffectActionType {
    /** Describes the type and its parameters; always the same. */
    ActionDescription description();

    /** Returns what is wrong with a configured action beyond its described parameters. */
    default List<Finding> check(Action action, FeatureContent content) {
        return List.of();
    }

    /** Warms what the action needs, such as compiled stylesheets; called when its feature is deployed, safe to repeat. */
    default void prepare(Action action, FeatureContent content) {}
}
