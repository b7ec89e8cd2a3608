package io.einvoicing.usage;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds the environments and features that a batch names, and remembers every name that it cannot find. Not thread-safe. */
final class FeedNames {
    /** Stands for what was not found; a batch with one is never recorded. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final Index<EnvironmentId> environments;
    private final Index<FeatureId> features;
    private final List<Finding> faults = new ArrayList<>();

    FeedNames(Map<EnvironmentId, String> environments, Map<FeatureId, String> features) {
        this.environments = new Index<>(environments);
        this.features = new Index<>(features);
    }

    List<UsageRecord> resolve(List<NamedRecord> records) {
        List<UsageRecord> resolved = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            NamedRecord named = records.get(i);
            resolved.add(new UsageRecord(
                    find(environments, i, "environment", named.environment())
                            .orElseGet(() -> new EnvironmentId(NOBODY)),
                    find(features, i, "feature", named.feature()).orElseGet(() -> new FeatureId(NOBODY)),
                    named.direction(),
                    named.document(),
                    named.occurredAt()));
        }
        return resolved;
    }

    List<Finding> faults() {
        return faults;
    }

    private <I> Optional<I> find(Index<I> index, int position, String what, String name) {
        Optional<I> found = Optional.ofNullable(index.ids.get(name));
        if (found.isEmpty()) {
            String field = "entries[" + position + "]." + what;
            String message = name.isEmpty()
                    ? field + " must be given"
                    : index.ambiguous.contains(name)
                            ? field + ": several have the name \"" + name + "\""
                            : field + ": there is no " + what + " \"" + name + "\"";
            faults.add(Finding.error(field, message, "give the name of one of the organization's " + what + "s"));
        }
        return found;
    }

    /** What bears which name. */
    private static final class Index<I> {
        private final Map<String, I> ids = new HashMap<>();
        private final Set<String> ambiguous = new HashSet<>();

        private Index(Map<I, String> names) {
            names.forEach((id, name) -> {
                if (ids.put(name, id) != null) {
                    ambiguous.add(name);
                }
            });
            ids.keySet().removeAll(ambiguous);
        }
    }
}
