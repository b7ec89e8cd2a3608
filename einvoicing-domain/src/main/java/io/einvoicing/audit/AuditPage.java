package io.einvoicing.audit;

import java.util.List;
import java.util.Optional;

/**
 * Part of a trail, the newest record first.
 *
 * @param entries at most as many as were asked for; fewer if their states are large
 * @param more whether older records follow
 */
public record AuditPage(List<AuditEntry> entries, boolean more) {
    /**
     * The length in characters, of all states together, at which a page ends early: after the record that reaches it, so that a page
     * with anything to show has one record at least.
     */
    public static final long MAX_STATES = 4_000_000;

    /** What a trail without such records answers. */
    public static final AuditPage EMPTY = new AuditPage(List.of(), false);

    public AuditPage {
        entries = List.copyOf(entries);
        if (more && entries.isEmpty()) {
            throw new IllegalArgumentException("a page that more follows must have entries, had none");
        }
    }

    /** Returns the id after which the next page begins; empty on the last page. */
    public Optional<Long> next() {
        return more ? Optional.of(entries.get(entries.size() - 1).id()) : Optional.empty();
    }
}
