package io.einvoicing.usage;

import java.util.List;
import java.util.UUID;

/**
 * Documents of the exporting direction by feature or by environment.
 *
 * @param period days in the billing zone
 * @param items the largest first; their quantities sum to {@link #used()}
 */
public record UsageRanking(DayPeriod period, List<Item> items) {
    /**
     * One feature or environment.
     *
     * @param id the feature or environment
     * @param name its name, also after its deletion; its id where no name is known
     * @param quantity documents
     */
    public record Item(UUID id, String name, long quantity) {}

    public UsageRanking {
        items = List.copyOf(items);
    }

    /** Returns the documents used in the period. */
    public long used() {
        return items.stream().mapToLong(Item::quantity).reduce(0, Math::addExact);
    }
}
