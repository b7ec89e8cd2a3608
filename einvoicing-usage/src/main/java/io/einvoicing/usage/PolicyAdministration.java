package io.einvoicing.usage;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Optional;

/** Sets the volumes that the licence grants. Thread-safe. A change never alters a month that has closed. */
public final class PolicyAdministration {
    private final UsageManagement.Ports ports;
    private final Books books;
    private final InstantSource clock;

    PolicyAdministration(UsageManagement.Ports ports, Books books, InstantSource clock) {
        this.ports = ports;
        this.books = books;
        this.clock = clock;
    }

    /** Returns which policy holds when in the caller's tenant; needs the role {@link Role#USAGE}. */
    public Result<PolicySchedule> policies(Caller caller) {
        return books.permitted(caller, Role.USAGE, (calendar, now) -> Result.accepted(books.policies(caller.tenant())));
    }

    /**
     * Sets the policy of a tenant from a month on, until the month of the next change; needs the role {@link Role#OPERATE}.
     *
     * <p>Refused as CONFLICT for a month that has closed, as NOT_FOUND for an unknown tenant.
     *
     * @throws IllegalArgumentException if the month is out of range
     */
    public Result<PolicySchedule> set(Caller operator, TenantId tenant, YearMonth from, UsagePolicy policy) {
        Optional<Refusal> lack = operator.lacks(Role.OPERATE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        Optional<BillingCalendar> calendar = books.calendar(tenant);
        if (calendar.isEmpty()) {
            return Result.refused(Refusal.notFound("tenant " + tenant));
        }
        PolicyChange change = new PolicyChange(tenant, from, policy, clock.instant());
        if (calendar.get().isClosed(from, change.setAt())) {
            return Result.refused(Refusal.conflict("the month " + from + " has closed: choose "
                    + calendar.get().month(change.setAt()) + " or later"));
        }
        ports.policies().add(change, books.firstPolicy(), AuditStamp.of(operator, change.setAt(), "usage.setPolicy"));
        return Result.accepted(books.policies(tenant));
    }
}
