package io.einvoicing.vault;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One access to a vault that the service really made; what a cache answered is none.
 *
 * @param at when it began
 * @param use for whom and for what
 * @param vault the vault's address
 * @param object name of the secret or certificate; empty for the list of all
 * @param latency until the answer, in whole milliseconds
 */
public record VaultAccess(
        UUID id,
        Instant at,
        VaultUse use,
        URI vault,
        Optional<String> object,
        Operation operation,
        Outcome outcome,
        Duration latency) {
    public VaultAccess {
        Require.line("vault", vault.toString(), Require.TEXT_LENGTH);
        object.ifPresent(name -> VaultObject.checkName("object", name));
        latency = Duration.ofMillis(Math.max(0, latency.toMillis()));
    }

    /** What was asked of the vault. */
    public enum Operation {
        GET_SECRET,
        GET_CERTIFICATE,
        LIST,
        SIGN
    }

    /** What the vault answered. */
    public enum Outcome {
        OK,
        NOT_FOUND,
        DENIED,
        /** No usable answer. */
        UNAVAILABLE
    }

    /**
     * Which accesses are wanted; what is empty does not matter.
     *
     * @param environment id of the service environment
     * @param submission accesses by the flow of this submission
     * @param principal accesses by this user or application
     * @param from not before
     * @param to before
     */
    public record Filter(
            Optional<UUID> environment,
            Optional<String> object,
            Optional<UUID> submission,
            Optional<PrincipalId> principal,
            Optional<Outcome> outcome,
            Optional<Instant> from,
            Optional<Instant> to) {
        /** Wants every access. */
        public static final Filter ALL = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
