package io.einvoicing.health;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.VaultObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the vault and the container of a published environment were when they were last looked at.
 *
 * @param environmentName its name, for people
 * @param checkedAt when it was judged
 * @param vault the vault that holds the storage secret, the only one that the environment uses
 * @param container the container; empty if the storage secret could not be read
 * @param objects what the environment declares in the vault, in its order; empty if the vault gave no answer
 * @param alerts what has been announced and is not over
 */
public record VaultHealth(
        TenantId tenant,
        EnvironmentId environment,
        String environmentName,
        Instant checkedAt,
        Vault vault,
        Optional<Container> container,
        List<DeclaredObject> objects,
        List<Alert> alerts) {
    public VaultHealth {
        objects = List.copyOf(objects);
        alerts = List.copyOf(alerts);
    }

    /** How good it is; the worst part counts. */
    public enum Status {
        HEALTHY,
        /** Everything works, and something should be done. */
        WARNING,
        /** Something cannot be used. */
        FAILED
    }

    /** The state of a declared object; of several, the worst. */
    public enum State {
        OK(Status.HEALTHY),
        /** It expires within 30 days. */
        EXPIRING(Status.WARNING),
        EXPIRED(Status.FAILED),
        /** The secret was made longer ago than secrets should last. */
        OLD(Status.WARNING),
        /** The vault holds no such enabled object. */
        MISSING(Status.FAILED),
        /** The vault refuses access. */
        DENIED(Status.FAILED),
        /** The vault holds something that is not of the declared type. */
        UNREADABLE(Status.FAILED),
        /** The certificate is valid from a later instant on. */
        NOT_YET_VALID(Status.FAILED);

        private final Status status;

        State(Status status) {
            this.status = status;
        }

        Status status() {
            return status;
        }
    }

    /**
     * The vault.
     *
     * @param reachable whether it gave usable answers
     * @param latency until it had told its objects, or until it failed
     * @param problem what is wrong and what to do; also present if it is reachable and refuses to list its objects
     */
    public record Vault(URI uri, boolean reachable, Duration latency, Optional<String> problem) {
        Status status() {
            if (!reachable) {
                return Status.FAILED;
            }
            return problem.isPresent() ? Status.WARNING : Status.HEALTHY;
        }
    }

    /**
     * The container.
     *
     * @param address without its token; empty if it was never known
     * @param reachable whether the service can use it as it must
     * @param latency until the inspection ended
     * @param expiresAt when access ends; empty if the storage secret does not say
     * @param expiring whether that is within 30 days
     * @param problem what is wrong and what to do
     */
    public record Container(
            Optional<String> address,
            boolean reachable,
            Duration latency,
            Optional<Instant> expiresAt,
            boolean expiring,
            Optional<String> problem) {
        Status status() {
            if (!reachable) {
                return Status.FAILED;
            }
            return expiring ? Status.WARNING : Status.HEALTHY;
        }
    }

    /**
     * A declared object.
     *
     * @param type as it is declared
     * @param version the current version, as far as the vault tells
     * @param createdAt when the current version was made
     * @param updatedAt when its attributes were last changed
     * @param expiresAt when it ends: of a certificate in a secret, what ends first
     * @param problem what is wrong and what to do
     */
    public record DeclaredObject(
            String name,
            VaultObject.Type type,
            State state,
            Optional<String> version,
            Optional<Instant> createdAt,
            Optional<Instant> updatedAt,
            Optional<Instant> expiresAt,
            Optional<String> problem) {}

    /**
     * Something that was announced and is not over.
     *
     * @param subject what it is about: {@code vault}, {@code container}, or an object such as {@code secret/storage-sas}
     * @param type type of the notification
     * @param since when it was first seen
     */
    public record Alert(String subject, String type, Instant since) {}

    public Status status() {
        return Stream.of(
                        Stream.of(vault.status()),
                        container.map(Container::status).stream(),
                        objects.stream().map(object -> object.state().status()))
                .flatMap(each -> each)
                .reduce(Status.HEALTHY, (one, other) -> one.compareTo(other) < 0 ? other : one);
    }

    VaultHealth with(List<Alert> others) {
        return new VaultHealth(tenant, environment, environmentName, checkedAt, vault, container, objects, others);
    }
}
