package io.einvoicing.usage;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.usage.port.PurchaseRegister;
import io.einvoicing.usage.port.Reservations;
import io.einvoicing.usage.port.UsageCommands;
import io.einvoicing.usage.port.UsageFigures;
import io.einvoicing.usage.port.UsageLedger;
import io.einvoicing.usage.port.UsageNames;
import io.einvoicing.usage.port.UsagePolicies;
import io.einvoicing.usage.port.UsageRollUp;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Answers how much a tenant used and acquired, and records usage. Thread-safe. It starts no thread: commands run on the executor that
 * it is given, and the application calls {@link ThresholdWatch#foldAndEvaluate} every few seconds.
 */
public final class UsageManagement {
    private final UsageIndicators indicators;
    private final PurchaseAdministration purchases;
    private final PolicyAdministration policies;
    private final UsageFeed feed;
    private final VolumeReservations reservations;
    private final RollUpAdministration rollUp;
    private final ThresholdWatch thresholds;

    /**
     * What usage needs from outside; one adapter usually supplies most of it.
     *
     * @param tenants organizations with their billing zones
     * @param ledger counted documents
     * @param figures sums of the ledger
     * @param rollUp keeps the sums
     * @param purchases purchased packages
     * @param policies volumes that the licence grants
     * @param reservations documents that are held
     * @param commands commands and how far they are
     * @param names names of environments and features
     * @param outbox takes the notifications of thresholds
     */
    public record Ports(
            TenantRepository tenants,
            UsageLedger ledger,
            UsageFigures figures,
            UsageRollUp rollUp,
            PurchaseRegister purchases,
            UsagePolicies policies,
            Reservations reservations,
            UsageCommands commands,
            UsageNames names,
            NotificationOutbox outbox) {}

    /**
     * Creates the use cases.
     *
     * @param policy holds in each tenant until the first change of its policy; give the same for ever, for closed months follow it too
     * @param executor runs commands in the background
     */
    public UsageManagement(
            Ports ports, UsagePolicy policy, Executor executor, Identifiers identifiers, InstantSource clock) {
        Books books = new Books(ports, policy, clock);
        this.indicators = new UsageIndicators(ports, books);
        this.purchases = new PurchaseAdministration(ports, books, identifiers);
        this.policies = new PolicyAdministration(ports, books, clock);
        this.feed = new UsageFeed(ports, books);
        this.reservations = new VolumeReservations(ports, books, identifiers);
        this.thresholds = new ThresholdWatch(ports, books, indicators, clock);
        this.rollUp = new RollUpAdministration(ports, books, thresholds, executor, identifiers, clock);
    }

    /** Returns the four indicators and what lies behind them. */
    public UsageIndicators indicators() {
        return indicators;
    }

    public PurchaseAdministration purchases() {
        return purchases;
    }

    public PolicyAdministration policies() {
        return policies;
    }

    /** Returns what takes over documents that other systems counted. */
    public UsageFeed feed() {
        return feed;
    }

    public VolumeReservations reservations() {
        return reservations;
    }

    /** Returns what looks after the roll-up. */
    public RollUpAdministration rollUp() {
        return rollUp;
    }

    /** Returns what announces that a month comes near the acquired volume, or beyond. */
    public ThresholdWatch thresholds() {
        return thresholds;
    }
}
