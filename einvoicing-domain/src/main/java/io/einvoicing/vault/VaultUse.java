package io.einvoicing.vault;

import io.einvoicing.access.Caller;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.util.Optional;
import java.util.UUID;

/**
 * For whom and for what a vault is used, as it is recorded with every access.
 *
 * @param tenant whose vault it is
 * @param environment the service environment, if it is used for one
 * @param by who or what needs it
 */
public record VaultUse(TenantId tenant, Optional<Environment> environment, By by) {
    /** Returns the use by a user or application that called the service. */
    public static VaultUse by(Caller caller) {
        Kind kind = caller.kind() == Caller.Kind.USER ? Kind.USER : Kind.APPLICATION;
        return new VaultUse(
                caller.tenant(),
                Optional.empty(),
                new By(kind, Optional.of(caller.principal().value()), caller.displayName()));
    }

    /** Returns the use by the flow of a submission. */
    public static VaultUse bySubmission(TenantId tenant, UUID submission) {
        return new VaultUse(
                tenant, Optional.empty(), new By(Kind.SUBMISSION, Optional.of(submission), submission.toString()));
    }

    /**
     * Returns a use for which nobody called.
     *
     * @param part which part of the service, such as {@code health watch}
     */
    public static VaultUse byService(TenantId tenant, String part) {
        return new VaultUse(tenant, Optional.empty(), new By(Kind.SERVICE, Optional.empty(), part));
    }

    /** Returns the same use for a service environment. */
    public VaultUse in(UUID environmentId, String environmentName) {
        return new VaultUse(tenant, Optional.of(new Environment(environmentId, environmentName)), by);
    }

    /**
     * The service environment for which a vault is used.
     *
     * @param name its name at the time of the use
     */
    public record Environment(UUID id, String name) {
        public Environment {
            Require.name("environment name", name);
        }
    }

    /**
     * Who or what uses a vault.
     *
     * @param id object id of the user or application, or id of the submission; empty for the service itself
     * @param name for people
     */
    public record By(Kind kind, Optional<UUID> id, String name) {
        public By {
            Require.name("user of the vault", name);
            if (id.isEmpty() != (kind == Kind.SERVICE)) {
                throw new IllegalArgumentException("an id must be given for all but the service itself");
            }
        }
    }

    /** What sort of user it is. */
    public enum Kind {
        SUBMISSION,
        USER,
        APPLICATION,
        SERVICE
    }
}
