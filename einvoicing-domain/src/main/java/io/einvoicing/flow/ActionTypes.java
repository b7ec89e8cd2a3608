package io.einvoicing.flow;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.kernel.Finding;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The action types that can be configured and run, by name. Immutable, thread-safe. */
public final class ActionTypes implements ActionCatalog {
    private final Map<String, ActionType> byName = new TreeMap<>();

    /**
     * Registers action types.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public ActionTypes(Collection<? extends ActionType> types) {
        for (ActionType type : types) {
            String name = type.description().type();
            ActionType taken = byName.put(name, type);
            if (taken != null) {
                throw new IllegalArgumentException("action type \"" + name + "\" is registered twice, as "
                        + taken.getClass().getName() + " and " + type.getClass().getName()
                        + ": remove one, or rename yours");
            }
        }
    }

    /**
     * Returns the type of that name.
     *
     * @throws NodeNotReadyException if this node has none
     */
    ActionType require(String name) {
        ActionType type = byName.get(name);
        if (type == null) {
            throw new NodeNotReadyException("there is no action type \"" + name + "\" on this node: register it");
        }
        return type;
    }

    @Override
    public List<ActionDescription> descriptions() {
        return byName.values().stream().map(ActionType::description).toList();
    }

    @Override
    public Optional<ActionDescription> describe(String type) {
        return Optional.ofNullable(byName.get(type)).map(ActionType::description);
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        return require(action.type()).check(action, content);
    }

    @Override
    public void prepare(FeatureContent content) {
        for (FeatureSetup setup : content.setups()) {
            for (Action action : setup.allActions()) {
                require(action.type()).prepare(action, content);
            }
        }
    }
}
