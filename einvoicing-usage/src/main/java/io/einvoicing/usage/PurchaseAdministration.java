package io.einvoicing.usage;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.kernel.port.Identifiers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps the register of purchased packages, which are entered by hand. Thread-safe. Every operation needs the role
 * {@link Role#USAGE} and sees the caller's tenant only. A purchase of a month that has closed is allowed, and shown as such.
 */
public final class PurchaseAdministration {
    private static final int YEARS_BACK = 10;
    private static final int YEARS_AHEAD = 1;

    private final UsageManagement.Ports ports;
    private final Books books;
    private final Identifiers identifiers;

    PurchaseAdministration(UsageManagement.Ports ports, Books books, Identifiers identifiers) {
        this.ports = ports;
        this.books = books;
        this.identifiers = identifiers;
    }

    /**
     * A purchase as the register shows it.
     *
     * @param purchase the entry
     * @param quantity documents in its packages, by the policy of its month; negative if it reverses another
     * @param afterClose whether it was entered after its month had closed
     * @param reversedBy the entry that takes it back
     */
    public record Listed(Purchase purchase, long quantity, boolean afterClose, Optional<UUID> reversedBy) {}

    /**
     * Registers packages acquired on a local date, at most ten years ago and one year ahead; they count in that date's month only.
     *
     * @throws IllegalArgumentException if packages or date are out of range
     */
    public Result<Listed> record(Caller caller, LocalDate acquiredOn, long packages) {
        return books.permitted(caller, Role.USAGE, (calendar, now) -> {
            requireNear(acquiredOn, calendar.day(now));
            return add(
                    calendar,
                    new Purchase(
                            caller.tenant(),
                            identifiers.next(),
                            acquiredOn,
                            packages,
                            caller.principal(),
                            caller.displayName(),
                            now,
                            Optional.empty()));
        });
    }

    /** A date further away is a slip of the pen, and the purchase would be in no list that anybody opens. */
    private static void requireNear(LocalDate acquiredOn, LocalDate today) {
        LocalDate first = today.minusYears(YEARS_BACK);
        LocalDate last = today.plusYears(YEARS_AHEAD);
        if (acquiredOn.isBefore(first) || acquiredOn.isAfter(last)) {
            throw new IllegalArgumentException(
                    "acquiredOn must be from " + first + " to " + last + ", was " + acquiredOn);
        }
    }

    /** Takes a purchase back whole by a further entry; refused as CONFLICT if that was done before, or for a reversal. */
    public Result<Listed> reverse(Caller caller, UUID id) {
        return books.permitted(
                caller,
                Role.USAGE,
                (calendar, now) -> ports.purchases()
                        .find(caller.tenant(), id)
                        .map(purchase -> reverse(caller, calendar, purchase, now))
                        .orElseGet(() -> Result.refused(Refusal.notFound("purchase " + id))));
    }

    /** Returns the purchases acquired in the months, by date. */
    public Result<List<Listed>> acquiredIn(Caller caller, MonthPeriod period) {
        return books.permitted(caller, Role.USAGE, (calendar, now) -> {
            List<Purchase> purchases = ports.purchases().acquiredIn(caller.tenant(), period);
            Map<UUID, UUID> reversals = purchases.stream()
                    .filter(purchase -> purchase.reverses().isPresent())
                    .collect(Collectors.toMap(purchase -> purchase.reverses().orElseThrow(), Purchase::id));
            Function<Purchase, Listed> listed = listing(caller.tenant(), calendar);
            return Result.accepted(purchases.stream()
                    .map(listed)
                    .map(each -> new Listed(
                            each.purchase(),
                            each.quantity(),
                            each.afterClose(),
                            Optional.ofNullable(reversals.get(each.purchase().id()))))
                    .toList());
        });
    }

    private Result<Listed> reverse(Caller caller, BillingCalendar calendar, Purchase purchase, Instant now) {
        if (purchase.reverses().isPresent()) {
            return Result.refused(Refusal.conflict("purchase " + purchase.id()
                    + " is itself a reversal: enter the purchase again instead of reversing it"));
        }
        return add(calendar, purchase.reversedAs(identifiers.next(), caller.principal(), caller.displayName(), now));
    }

    private Result<Listed> add(BillingCalendar calendar, Purchase purchase) {
        Listed listed = listing(purchase.tenant(), calendar).apply(purchase);
        return ports.purchases().add(purchase)
                ? Result.accepted(listed)
                : Result.refused(
                        Refusal.conflict("purchase " + purchase.reverses().orElseThrow() + " was reversed before"));
    }

    private Function<Purchase, Listed> listing(TenantId tenant, BillingCalendar calendar) {
        PolicySchedule policies = books.policies(tenant);
        return purchase -> {
            YearMonth month = YearMonth.from(purchase.acquiredOn());
            return new Listed(
                    purchase,
                    policies.at(month).quantity(purchase.packages()),
                    calendar.isClosed(month, purchase.recordedAt()),
                    Optional.empty());
        };
    }
}
