package io.einvoicing.http.api;

import io.einvoicing.usage.UsageRanking;
import java.time.LocalDate;
import java.util.List;

/**
 * Exported documents by feature or by environment.
 *
 * @param from first day in the tenant's billing zone
 * @param to last day
 * @param used documents in all: the sum of the quantities
 * @param items the largest first
 */
public record RankingView(LocalDate from, LocalDate to, long used, List<UsageRanking.Item> items) {
    public RankingView {
        items = List.copyOf(items);
    }

    /** Shows a ranking. */
    public static RankingView of(UsageRanking ranking) {
        return new RankingView(ranking.period().first(), ranking.period().last(), ranking.used(), ranking.items());
    }
}
