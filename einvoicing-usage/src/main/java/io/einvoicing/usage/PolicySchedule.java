package io.einvoicing.usage;

import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which policy holds in which month. */
public final class PolicySchedule {
    private final UsagePolicy first;
    private final NavigableMap<YearMonth, UsagePolicy> changes = new TreeMap<>();

    /**
     * Creates the schedule.
     *
     * @param first holds until the first change
     * @param changes in any order; of several for one month the one set last holds
     */
    public PolicySchedule(UsagePolicy first, List<PolicyChange> changes) {
        this.first = first;
        changes.stream()
                .sorted(Comparator.comparing(PolicyChange::setAt))
                .forEach(change -> this.changes.put(change.from(), change.policy()));
    }

    /** Returns the policy of the month. */
    public UsagePolicy at(YearMonth month) {
        var entry = changes.floorEntry(month);
        return entry == null ? first : entry.getValue();
    }

    /** Returns each policy by the first month in which it holds, without the one that holds before all changes. */
    public NavigableMap<YearMonth, UsagePolicy> changes() {
        return new TreeMap<>(changes);
    }
}
