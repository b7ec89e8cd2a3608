package io.einvoicing.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Announces that the running month comes near the acquired volume, or beyond: at 80 % and 100 % of free + purchased, and when more
 * than 100 % are expected. Each is announced once per tenant, month, threshold and acquired volume, on whatever number of nodes it is
 * evaluated; a purchase changes the volume and so arms it again. It blocks nothing, and nothing that records waits for it.
 * Thread-safe.
 */
public final class ThresholdWatch {
    /** Type of the notifications. */
    public static final String TYPE = "usage.threshold-reached";

    private final UsageManagement.Ports ports;
    private final Books books;
    private final UsageIndicators indicators;
    private final InstantSource clock;

    /** What is announced. */
    public enum Threshold {
        USED_80_PERCENT("80 % of the acquired volume is used"),
        USED_100_PERCENT("the acquired volume is used up"),
        FORECAST_OVER_100_PERCENT("the month will probably use more than was acquired");

        private final String text;

        Threshold(String text) {
            this.text = text;
        }

        private boolean isReached(UsageOutlook outlook) {
            long used = outlook.forecast().used();
            return switch (this) {
                // Divided instead of multiplied: the largest volumes must not overflow.
                case USED_80_PERCENT -> used >= outlook.acquired() - outlook.acquired() / 5;
                case USED_100_PERCENT -> used >= outlook.acquired();
                case FORECAST_OVER_100_PERCENT ->
                    outlook.forecast().sufficientHistory() && outlook.forecast().expected() > outlook.acquired();
            };
        }
    }

    ThresholdWatch(UsageManagement.Ports ports, Books books, UsageIndicators indicators, InstantSource clock) {
        this.ports = ports;
        this.books = books;
        this.indicators = indicators;
        this.clock = clock;
    }

    /**
     * Folds what is not folded yet, tenant by tenant, and evaluates the thresholds of these tenants; an application calls it every
     * few seconds on any number of nodes. Figures are right without it, they only cost more.
     *
     * @param limit most tenants to look at
     * @return tenants that were looked at
     * @throws RuntimeException the first tenant's failure, after all were looked at; repeat the call
     */
    public Set<TenantId> foldAndEvaluate(int limit) {
        Set<TenantId> due = ports.rollUp().unfolded(limit);
        @Nullable RuntimeException failure = null;
        for (TenantId tenant : due) {
            try {
                evaluate(tenant); // before the fold: if this fails, the tenant stays due
                ports.rollUp().fold(tenant, (done, total) -> {});
                evaluate(tenant); // what was recorded in between is folded too, and the tenant no longer due
            } catch (RuntimeException e) { // one tenant must not hold the others up
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return due;
    }

    /**
     * Evaluates the thresholds of the tenant's running month, and of the month before as long as that is open; safe to repeat. A
     * volume beyond the largest number has no threshold.
     */
    public void evaluate(TenantId tenant) {
        books.calendar(tenant).ifPresent(calendar -> {
            Instant now = clock.instant();
            try {
                announce(tenant, indicators.outlook(tenant, calendar, now), now);
                YearMonth open = calendar.month(now.minus(BillingCalendar.GRACE));
                if (!open.equals(calendar.month(now))) {
                    announce(tenant, ended(tenant, calendar, now, open), now);
                }
            } catch (ArithmeticException tooLarge) {
                // Whoever asks for the balance is told; the fold must go on.
            }
        });
    }

    private void announce(TenantId tenant, UsageOutlook outlook, Instant now) {
        if (outlook.forecast().used() == 0) {
            return; // who uses nothing needs no warning, also without any free volume
        }
        for (Threshold threshold : Threshold.values()) {
            if (threshold.isReached(outlook)) {
                ports.outbox().add(notification(tenant, threshold, outlook, now));
            }
        }
    }

    /** Returns the outlook of a month that has ended: nothing more is expected. */
    private UsageOutlook ended(TenantId tenant, BillingCalendar calendar, Instant now, YearMonth month) {
        PolicySchedule policies = books.policies(tenant);
        MonthlyBalance balance = books.months(tenant, calendar, now, MonthPeriod.of(month), policies)
                .get(0)
                .balance();
        long used = balance.used();
        UsagePolicy policy = policies.at(month);
        return new UsageOutlook(
                month.atEndOfMonth(),
                new Forecast(month, used, used, used, used, false),
                balance.acquired(),
                policy.packagesFor(used, balance.acquired()),
                month,
                used,
                policy.packagesFor(used, policy.freeVolume()));
    }

    private static Notification notification(TenantId tenant, Threshold threshold, UsageOutlook outlook, Instant now) {
        Forecast forecast = outlook.forecast();
        String identity = TYPE + "/" + tenant + "/" + forecast.month() + "/" + threshold + "/" + outlook.acquired();
        return new Notification(
                tenant,
                UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)),
                TYPE,
                now,
                forecast.month() + ": " + threshold.text,
                "Used so far: " + forecast.used() + " documents\nAcquired (free + purchased): " + outlook.acquired()
                        + " documents\nExpected for the whole month: " + forecast.expected() + " documents, probably "
                        + forecast.low() + " to " + forecast.high() + "\nPackages to buy: "
                        + outlook.packagesToBuy(),
                Map.of(
                        "month", forecast.month().toString(),
                        "threshold", threshold.name(),
                        "used", Long.toString(forecast.used()),
                        "acquired", Long.toString(outlook.acquired()),
                        "expected", Long.toString(forecast.expected()),
                        "packagesToBuy", Long.toString(outlook.packagesToBuy())));
    }
}
