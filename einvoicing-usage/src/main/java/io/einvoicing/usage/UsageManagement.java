package io.einvoicing.usage;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.usage.port.PurchaseRegister;
import io.einvoicing.usage.port.UsageLedger;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.function.Supplier;

/**
 * Answers how much a tenant used and acquired. Thread-safe. Every operation needs the role {@link Role#USAGE} and sees the caller's
 * tenant only.
 */
public final class UsageManagement {
    private final UsageLedger ledger;
    private final PurchaseRegister purchases;
    private final TenantRepository tenants;
    private final UsagePolicy policy;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public UsageManagement(
            UsageLedger ledger,
            PurchaseRegister purchases,
            TenantRepository tenants,
            UsagePolicy policy,
            Identifiers identifiers,
            InstantSource clock) {
        this.ledger = ledger;
        this.purchases = purchases;
        this.tenants = tenants;
        this.policy = policy;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Registers packages acquired on a local date; they count in that date's month only.
     *
     * @throws IllegalArgumentException if packages or date are out of range
     */
    public Result<Purchase> recordPurchase(Caller caller, LocalDate acquiredOn, long packages) {
        return permitted(caller, () -> {
            Purchase purchase = new Purchase(
                    caller.tenant(), identifiers.next(), acquiredOn, packages, caller.principal(), clock.instant());
            purchases.add(purchase);
            return Result.accepted(purchase);
        });
    }

    /** Returns the purchases acquired in a month. */
    public Result<List<Purchase>> purchases(Caller caller, YearMonth month) {
        return permitted(caller, () -> Result.accepted(purchases.acquiredIn(caller.tenant(), month)));
    }

    /**
     * Returns the balance of a month.
     *
     * @throws ArithmeticException if the purchased volume does not fit into a {@code long}
     */
    public Result<MonthlyBalance> balance(Caller caller, YearMonth month) {
        return permitted(caller, () -> {
            long packages = purchases.acquiredIn(caller.tenant(), month).stream()
                    .mapToLong(Purchase::packages)
                    .reduce(0, Math::addExact);
            return Result.accepted(new MonthlyBalance(
                    month,
                    policy.freeVolume(),
                    Math.multiplyExact(packages, policy.packageSize()),
                    ledger.used(caller.tenant(), Direction.EXPORT, month)));
        });
    }

    /** Returns the month that runs now in the tenant's billing zone. */
    public Result<YearMonth> runningMonth(Caller caller) {
        return permitted(
                caller,
                () -> tenants.find(caller.tenant())
                        .map(tenant -> Result.accepted(YearMonth.from(tenant.billingDay(clock.instant()))))
                        .orElseGet(() -> Result.refused(Refusal.notFound("tenant " + caller.tenant()))));
    }

    private static <T> Result<T> permitted(Caller caller, Supplier<Result<T>> operation) {
        return caller.lacks(Role.USAGE).<Result<T>>map(Result::refused).orElseGet(operation);
    }
}
