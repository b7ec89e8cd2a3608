package io.einvoicing.usage;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.Tenant;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Puts together what the ports know of a tenant's months. */
final class Books {
    private final UsageManagement.Ports ports;
    private final UsagePolicy firstPolicy;
    private final InstantSource clock;

    Books(UsageManagement.Ports ports, UsagePolicy firstPolicy, InstantSource clock) {
        this.ports = ports;
        this.firstPolicy = firstPolicy;
        this.clock = clock;
    }

    /** Runs what a caller with the role may do, with the calendar of its tenant and the instant of the call. */
    <T> Result<T> permitted(Caller caller, Role role, BiFunction<BillingCalendar, Instant, Result<T>> operation) {
        Optional<Refusal> lack = caller.lacks(role);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return calendar(caller.tenant())
                .map(calendar -> operation.apply(calendar, clock.instant()))
                .orElseGet(() -> Result.refused(Refusal.notFound("tenant " + caller.tenant())));
    }

    Optional<BillingCalendar> calendar(TenantId tenant) {
        return ports.tenants().find(tenant).map(Tenant::billing);
    }

    /** Returns what holds in every tenant before its first change. */
    UsagePolicy firstPolicy() {
        return firstPolicy;
    }

    PolicySchedule policies(TenantId tenant) {
        return new PolicySchedule(firstPolicy, ports.policies().of(tenant));
    }

    List<MonthUsage> months(TenantId tenant, BillingCalendar calendar, Instant now, MonthPeriod period) {
        return months(tenant, calendar, now, period, policies(tenant));
    }

    List<MonthUsage> months(
            TenantId tenant, BillingCalendar calendar, Instant now, MonthPeriod period, PolicySchedule policies) {
        Map<YearMonth, List<Purchase>> purchases = ports.purchases().acquiredIn(tenant, period).stream()
                .collect(Collectors.groupingBy(purchase -> YearMonth.from(purchase.acquiredOn())));
        Map<YearMonth, Long> used = ports.figures().byMonth(tenant, Direction.EXPORT, period, UsageFilter.NONE);
        YearMonth running = calendar.month(now);
        return period.months().stream()
                .map(month -> {
                    List<Purchase> ofMonth = purchases.getOrDefault(month, List.of());
                    return new MonthUsage(
                            new MonthlyBalance(
                                    month,
                                    policies.at(month).freeVolume(),
                                    policies.at(month).quantity(packages(ofMonth)),
                                    used.getOrDefault(month, 0L)),
                            state(calendar, now, month),
                            ofMonth.stream()
                                    .anyMatch(purchase -> !purchase.recordedAt().isBefore(calendar.close(month))),
                            month.equals(running) ? ports.reservations().held(tenant, month, now) : 0);
                })
                .toList();
    }

    MonthUsage month(TenantId tenant, BillingCalendar calendar, Instant now, YearMonth month) {
        return months(tenant, calendar, now, MonthPeriod.of(month)).get(0);
    }

    static MonthUsage.State state(BillingCalendar calendar, Instant now, YearMonth month) {
        if (calendar.isClosed(month, now)) {
            return MonthUsage.State.CLOSED;
        }
        return month.equals(calendar.month(now)) ? MonthUsage.State.RUNNING : MonthUsage.State.OPEN;
    }

    private static long packages(List<Purchase> purchases) {
        return purchases.stream().mapToLong(Purchase::packages).reduce(0, Math::addExact);
    }
}
