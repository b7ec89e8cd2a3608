package io.einvoicing.access;

import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The user or application that calls, as its verified access token says.
 *
 * @param tenant organization of the token; every query is confined to it
 * @param principal object id of the user, or of the application for app-only tokens
 * @param kind user, or application without a user
 * @param displayName for people; never used for a decision
 * @param clientApplication id of the application through which the call comes ({@code azp} or {@code appid}); it must be in the
 *     tenant's register of activated applications
 * @param roles what the token allows
 */
public record Caller(
        TenantId tenant,
        PrincipalId principal,
        Kind kind,
        String displayName,
        UUID clientApplication,
        Set<Role> roles) {
    public Caller {
        Require.name("display name", displayName);
        roles = Set.copyOf(roles);
    }

    /** Whether a person or a program is behind the token. */
    public enum Kind {
        USER,
        APPLICATION
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** Returns this caller with the role in addition. */
    public Caller with(Role role) {
        Set<Role> more = EnumSet.of(role);
        more.addAll(roles);
        return new Caller(tenant, principal, kind, displayName, clientApplication, more);
    }

    /** Returns the refusal if the caller lacks the role. */
    public Optional<Refusal> lacks(Role role) {
        return has(role)
                ? Optional.empty()
                : Optional.of(Refusal.forbidden(
                        "the role " + role + " is needed: ask your administrator to assign it to " + displayName));
    }
}
