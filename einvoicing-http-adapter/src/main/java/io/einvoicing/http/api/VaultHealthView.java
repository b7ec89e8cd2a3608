package io.einvoicing.http.api;

import io.einvoicing.health.EnvironmentHealth;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.vault.Expiry;
import io.einvoicing.vault.VaultObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the vault and the container of a published environment were when they were last looked at.
 *
 * @param environment the environment
 * @param checkedAt when; absent if nobody has looked yet
 * @param status the worst part counts; UNKNOWN if nobody has looked yet
 * @param vault the vault that holds the storage secret; absent if nobody has looked yet
 * @param container the container; absent if the storage secret could not be read
 * @param objects what the environment declares in the vault; empty if the vault gave no answer
 */
public record VaultHealthView(
        Named environment,
        Optional<Instant> checkedAt,
        Status status,
        Optional<UsedVault> vault,
        Optional<UsedContainer> container,
        List<DeclaredObject> objects) {
    /** Whether everything can be used. */
    public enum Status {
        HEALTHY,
        WARNING,
        FAILED,
        UNKNOWN
    }

    /**
     * The vault that an environment uses.
     *
     * @param uri its address
     * @param reachable whether it gave usable answers
     * @param latencyMillis until it had told its objects, or until it failed
     * @param problem what is wrong and what to do
     */
    public record UsedVault(URI uri, boolean reachable, long latencyMillis, Optional<String> problem) {}

    /**
     * The container that an environment uses.
     *
     * @param address without its token; absent if it was never known
     * @param reachable whether the service can use it as it must
     * @param latencyMillis until the inspection ended
     * @param expiresAt when access ends; absent if the storage secret does not say
     * @param daysLeft whole days from the look to the end of access; negative after it
     * @param problem what is wrong and what to do
     */
    public record UsedContainer(
            Optional<String> address,
            boolean reachable,
            long latencyMillis,
            Optional<Instant> expiresAt,
            Optional<Long> daysLeft,
            Optional<String> problem) {}

    /**
     * An object that an environment declares in its vault.
     *
     * @param name its name in the vault
     * @param type as it is declared
     * @param state the worst that is known of it
     * @param version the current version, as far as the vault tells
     * @param createdAt when the current version was made
     * @param updatedAt when its attributes were last changed
     * @param expiresAt when it ends
     * @param daysLeft whole days from the look to the end; negative after it
     * @param problem what is wrong and what to do
     */
    public record DeclaredObject(
            String name,
            VaultObject.Type type,
            VaultHealth.State state,
            Optional<String> version,
            Optional<Instant> createdAt,
            Optional<Instant> updatedAt,
            Optional<Instant> expiresAt,
            Optional<Long> daysLeft,
            Optional<String> problem) {}

    /** Shows an environment, looked at or not. */
    public static VaultHealthView of(EnvironmentHealth health) {
        return health.latest()
                .map(VaultHealthView::of)
                .orElseGet(() -> new VaultHealthView(
                        new Named(health.environment().value(), health.name()),
                        Optional.empty(),
                        Status.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
    }

    /** Shows what was seen. */
    public static VaultHealthView of(VaultHealth health) {
        Instant at = health.checkedAt();
        return new VaultHealthView(
                new Named(health.environment().value(), health.environmentName()),
                Optional.of(at),
                Status.valueOf(health.status().name()),
                Optional.of(new UsedVault(
                        health.vault().uri(),
                        health.vault().reachable(),
                        health.vault().latency().toMillis(),
                        health.vault().problem())),
                health.container().map(container -> view(container, at)),
                health.objects().stream().map(object -> view(object, at)).toList());
    }

    private static UsedContainer view(VaultHealth.Container container, Instant at) {
        return new UsedContainer(
                container.address(),
                container.reachable(),
                container.latency().toMillis(),
                container.expiresAt(),
                daysLeft(container.expiresAt(), at),
                container.problem());
    }

    private static DeclaredObject view(VaultHealth.DeclaredObject object, Instant at) {
        return new DeclaredObject(
                object.name(),
                object.type(),
                object.state(),
                object.version(),
                object.createdAt(),
                object.updatedAt(),
                object.expiresAt(),
                daysLeft(object.expiresAt(), at),
                object.problem());
    }

    private static Optional<Long> daysLeft(Optional<Instant> expiresAt, Instant at) {
        return expiresAt.map(until -> Expiry.daysLeft(until, at));
    }
}
