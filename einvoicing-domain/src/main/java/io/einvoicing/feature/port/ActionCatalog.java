package io.einvoicing.feature.port;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.kernel.Finding;
import java.util.List;
import java.util.Optional;

/** Knows the action types that can be configured. Thread-safe. */
public interface ActionCatalog {
    /** Returns all descriptions, by type name. */
    List<ActionDescription> descriptions();

    Optional<ActionDescription> describe(String type);

    /**
     * Returns what the action's type itself finds wrong with the action beyond its described parameters, such as a stylesheet
     * that does not compile.
     *
     * @param action an action of a known type
     * @param content the feature version's content, with the format configurations that the action may name
     */
    List<Finding> check(Action action, FeatureContent content);

    /** Warms what the content's actions need, such as compiled stylesheets; safe to repeat. */
    void prepare(FeatureContent content);
}
