package io.einvoicing.usage.port;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.Reconciliation;
import java.time.Instant;
import java.util.Set;

/**
 * Keeps the roll-up from which {@link UsageFigures} answers. Nothing here changes a figure. Thread-safe, safe to repeat. Every
 * method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface UsageRollUp {
    /** Returns tenants of which something is not folded yet. */
    Set<TenantId> unfolded(int limit);

    /**
     * Takes what was counted since the last fold into the roll-up; does nothing while another node folds or rebuilds the tenant's.
     *
     * @return whether the fold took place
     */
    boolean fold(TenantId tenant, Progress progress);

    /**
     * Builds the roll-up anew from one snapshot of the ledger; until the end, readers see the old one. Waits for a fold that runs.
     */
    void rebuild(TenantId tenant, Progress progress);

    /**
     * Compares completed submissions, ledger and roll-up on one snapshot.
     *
     * @param from first instant of the period
     * @param until first instant after the period
     */
    Reconciliation reconcile(TenantId tenant, DayPeriod period, Instant from, Instant until);

    /** Hears how far the work is. */
    @FunctionalInterface
    interface Progress {
        void report(long done, long total);
    }
}
