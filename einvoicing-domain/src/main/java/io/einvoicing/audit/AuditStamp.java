package io.einvoicing.audit;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import java.time.Instant;

/**
 * Who changes something, when, and how it is called; the repository that stores the change adds before and after.
 *
 * @param actor object id of the caller
 * @param actorName for people
 * @param at instant of the change
 * @param operation such as {@code environment.publish}
 */
public record AuditStamp(PrincipalId actor, String actorName, Instant at, String operation) {
    public static AuditStamp of(Caller caller, Instant at, String operation) {
        return new AuditStamp(caller.principal(), caller.displayName(), at, operation);
    }
}
