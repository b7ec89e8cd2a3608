package io.einvoicing.http.api;

import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultUse;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One access of the service to a vault.
 *
 * @param id the access
 * @param at when it began
 * @param environment for which environment, with its name then; absent if for none
 * @param vault address of the vault
 * @param object name of the secret or certificate; absent for the list of all
 * @param operation what was asked
 * @param by who or what needed it
 * @param outcome what the vault answered
 * @param latencyMillis until the answer
 */
public record VaultAccessView(
        UUID id,
        Instant at,
        Optional<Named> environment,
        URI vault,
        Optional<String> object,
        VaultAccess.Operation operation,
        VaultUser by,
        VaultAccess.Outcome outcome,
        long latencyMillis) {
    /**
     * Who or what used a vault.
     *
     * @param kind what sort of user it is
     * @param id object id of the user or application, or id of the submission; absent for the service itself
     * @param name for people
     */
    public record VaultUser(VaultUse.Kind kind, Optional<UUID> id, String name) {}

    /** Shows an access. */
    public static VaultAccessView of(VaultAccess access) {
        VaultUse use = access.use();
        return new VaultAccessView(
                access.id(),
                access.at(),
                use.environment().map(environment -> new Named(environment.id(), environment.name())),
                access.vault(),
                access.object(),
                access.operation(),
                new VaultUser(use.by().kind(), use.by().id(), use.by().name()),
                access.outcome(),
                access.latency().toMillis());
    }
}
