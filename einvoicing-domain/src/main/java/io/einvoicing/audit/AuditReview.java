package io.einvoicing.audit;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads who changed what. Thread-safe.
 *
 * <p>The role {@link Role#CONFIGURE} reads everything of its own tenant; the role {@link Role#OPERATE} reads what operators change, of
 * any tenant: the tenant itself with its activations, and its usage policies.
 */
public final class AuditReview {
    /** Most records of one call. */
    public static final int MAX_PAGE = 1_000;

    private static final Set<String> OF_OPERATORS = Set.of("tenant", "usage-policy");

    private final AuditTrail trail;

    public AuditReview(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * Returns a page of records, the newest first; fewer than asked for if their states are large, see {@link Slice#MAX_CHARACTERS}.
     *
     * @param tenant whose records; empty means the caller's own
     * @param after the id of the last record of the page before
     * @param limit at most so many, 1 to {@value #MAX_PAGE}
     */
    public Result<Slice<AuditEntry>> changes(
            Caller caller, Optional<TenantId> tenant, AuditFilter filter, Optional<Long> after, int limit) {
        TenantId asked = tenant.orElse(caller.tenant());
        if (asked.equals(caller.tenant()) && caller.has(Role.CONFIGURE)) {
            return Result.accepted(trail.find(asked, filter, after, limit));
        }
        Optional<Refusal> lack = caller.lacks(tenant.isPresent() ? Role.OPERATE : Role.CONFIGURE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        Set<String> visible = filter.subjects().isEmpty()
                ? OF_OPERATORS
                : filter.subjects().stream().filter(AuditReview::isOfOperators).collect(Collectors.toSet());
        return Result.accepted(
                visible.isEmpty()
                        ? new Slice<>(List.of(), false)
                        : trail.find(asked, filter.about(visible), after, limit));
    }

    private static boolean isOfOperators(String subject) {
        return OF_OPERATORS.stream().anyMatch(kind -> subject.equals(kind) || subject.startsWith(kind + "/"));
    }
}
