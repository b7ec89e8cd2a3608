package io.einvoicing.audit;

import io.einvoicing.kernel.TenantId;
import java.util.Optional;

/**
 * One administrative change. References to secrets show, values never do: aggregates hold none.
 *
 * @param tenant organization
 * @param stamp who, when, which operation
 * @param subject kind and id of what was changed, such as {@code environment/0190…}
 * @param before the state before as the store writes it; empty on creation
 * @param after the state after as the store writes it
 */
public record AuditRecord(
        TenantId tenant, AuditStamp stamp, String subject, Optional<String> before, Optional<String> after) {
    /** Returns the length of both states in characters. */
    public long stateLength() {
        return (long) before.map(String::length).orElse(0)
                + after.map(String::length).orElse(0);
    }
}
