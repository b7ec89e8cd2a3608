package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.access.PrincipalId;
import java.time.Instant;
import java.util.Optional;

/**
 * One administrative change.
 *
 * @param id place in the trail; later changes have greater ones
 * @param at instant of the change
 * @param actor who made it
 * @param operation what was done, such as {@code environment.publish}
 * @param subject kind and id of what was changed, such as {@code environment/0190…}
 * @param before the state before; absent for what was created
 * @param after the state after; absent for what was removed
 */
public record AuditEntryView(
        long id,
        Instant at,
        Actor actor,
        String operation,
        String subject,
        Optional<JsonNode> before,
        Optional<JsonNode> after) {
    public AuditEntryView {
        before = before.filter(state -> !state.isNull());
        after = after.filter(state -> !state.isNull());
    }

    /**
     * Who made a change.
     *
     * @param id object id of the user or application
     * @param name for people, as the token said it then
     */
    public record Actor(PrincipalId id, String name) {}
}
