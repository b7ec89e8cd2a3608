package io.einvoicing.http.access;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * What a development token is to say.
 *
 * @param tenant the organization
 * @param user name of the user, from which the object id follows; see {@link #principal()}
 * @param kind user, or application without a user, whose name is its object id
 * @param roles what the bearer may do
 * @param application client application through which the calls come
 * @param lifetime time until it expires, positive
 */
public record DevelopmentToken(
        TenantId tenant, String user, Caller.Kind kind, Set<Role> roles, UUID application, Duration lifetime) {
    public DevelopmentToken {
        Require.name("user", user);
        roles = Set.copyOf(roles);
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("lifetime must be positive, was " + lifetime);
        }
    }

    /** A token of a user. */
    public DevelopmentToken(TenantId tenant, String user, Set<Role> roles, UUID application, Duration lifetime) {
        this(tenant, user, Caller.Kind.USER, roles, application, lifetime);
    }

    /** Returns the object id of the user: the name itself if it is a UUID, else a UUID made from the name, always the same. */
    public PrincipalId principal() {
        return principalOf(user);
    }

    /** Returns the object id that a development token gives to the user of that name. */
    public static PrincipalId principalOf(String user) {
        try {
            return PrincipalId.parse(user);
        } catch (IllegalArgumentException notAnId) {
            return new PrincipalId(UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
