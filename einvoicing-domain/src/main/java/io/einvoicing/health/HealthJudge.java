package io.einvoicing.health;

import io.einvoicing.document.ContainerState;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.health.Observation.Outcome;
import io.einvoicing.health.Observation.Reading;
import io.einvoicing.health.VaultHealth.DeclaredObject;
import io.einvoicing.health.VaultHealth.State;
import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.Expiry;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectState;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges what was seen of a vault and a container at an instant; a pure function. */
final class HealthJudge {
    private static final int PROBLEM_LENGTH = 500;
    private static final String GRANT = "grant the service's principal Get and List on secrets and on certificates";

    private final Duration oldAfter;
    private final Instant now;

    private HealthJudge(Duration oldAfter, Instant now) {
        this.oldAfter = oldAfter;
        this.now = now;
    }

    /**
     * Judges what was seen.
     *
     * @param environment published
     * @param vault the vault that was looked at
     */
    static VaultHealth judge(
            ServiceEnvironment environment, URI vault, Observation seen, HealthPolicy policy, Instant now) {
        HealthJudge judge = new HealthJudge(policy.oldAfter(), now);
        return new VaultHealth(
                environment.tenant(),
                environment.id(),
                environment.name(),
                now,
                vault(vault, seen),
                seen.storage().map(storage -> judge.container(storage, environment.container())),
                seen.objects().stream().map(judge::object).toList(),
                List.of());
    }

    private static VaultHealth.Vault vault(URI uri, Observation seen) {
        Optional<String> failure = seen.vaultFailure().map(reason -> line(reason, "see that the vault is reachable"));
        return new VaultHealth.Vault(
                uri,
                failure.isEmpty(),
                seen.vaultLatency(),
                failure.or(() -> seen.listRefused()
                        ? Optional.of(line(
                                "the vault refuses to list its objects, so versions and the expiry of secrets are unknown",
                                GRANT))
                        : Optional.empty()));
    }

    private VaultHealth.Container container(Observation.Storage storage, Optional<String> published) {
        Optional<ContainerState> state = storage.state();
        List<Finding> faults = state.map(ContainerState::findings).orElse(List.of()).stream()
                .filter(Finding::blocks)
                .toList();
        Optional<Instant> expiresAt = state.flatMap(ContainerState::expiresAt);
        Optional<Expiry> expiry = expiresAt.map(until -> Expiry.of(until, now));
        boolean expired = expiry.filter(Expiry.EXPIRED::equals).isPresent();
        Optional<String> problem = storage.failure()
                .map(reason -> line(reason, "see that the storage account is reachable"))
                .or(() -> faults.isEmpty()
                        ? Optional.empty()
                        : Optional.of(faults.stream()
                                .map(fault -> line(fault.message(), fault.remedy()))
                                .collect(Collectors.joining("; "))))
                .or(() -> expired
                        ? Optional.of(line("the SAS URL has expired", "put a new one into the storage secret"))
                        : Optional.empty());
        return new VaultHealth.Container(
                state.map(ContainerState::address)
                        .filter(address -> !address.isEmpty())
                        .or(() -> published),
                problem.isEmpty(),
                storage.latency(),
                expiresAt,
                expiry.filter(Expiry.EXPIRING::equals).isPresent(),
                problem);
    }

    private DeclaredObject object(Reading reading) {
        Optional<VaultObjectState> held = reading.held();
        Optional<Instant> expiresAt = Stream.concat(
                        held.flatMap(VaultObjectState::expiresAt).stream(),
                        reading.certificate().map(HealthJudge::end).stream())
                .min(Instant::compareTo);
        State state = state(reading, expiresAt);
        return new DeclaredObject(
                reading.object().name(),
                reading.object().type(),
                state,
                held.flatMap(VaultObjectState::version),
                held.flatMap(VaultObjectState::createdAt),
                held.flatMap(VaultObjectState::updatedAt),
                expiresAt,
                problem(reading, state));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private State state(Reading reading, Optional<Instant> expiresAt) {
        if (reading.outcome() != Outcome.READ) {
            return switch (reading.outcome()) {
                case MISSING -> State.MISSING;
                case DENIED -> State.DENIED;
                case UNREADABLE, READ -> State.UNREADABLE;
            };
        }
        Expiry expiry = expiresAt.map(until -> Expiry.of(until, now)).orElse(Expiry.VALID);
        if (expiry == Expiry.EXPIRED) {
            return State.EXPIRED;
        }
        if (reading.certificate()
                .filter(certificate -> now.isBefore(certificate.getNotBefore().toInstant()))
                .isPresent()) {
            return State.NOT_YET_VALID;
        }
        if (expiry == Expiry.EXPIRING) {
            return State.EXPIRING;
        }
        return isOld(reading) ? State.OLD : State.OK;
    }

    private boolean isOld(Reading reading) {
        return reading.object().type() == VaultObject.Type.SECRET
                && reading.held()
                        .flatMap(VaultObjectState::createdAt)
                        .filter(made -> made.plus(oldAfter).isBefore(now))
                        .isPresent();
    }

    private Optional<String> problem(Reading reading, State state) {
        String type = reading.object().type().name().toLowerCase(Locale.ROOT);
        return switch (state) {
            case OK, EXPIRING, EXPIRED -> Optional.empty();
            case OLD -> Optional.of(line("it is older than " + oldAfter.toDays() + " days", "rotate it"));
            case MISSING ->
                Optional.of(line("the vault holds no enabled " + type + " of this name", "create or enable it"));
            case DENIED -> Optional.of(line("the vault refuses access", GRANT));
            case UNREADABLE ->
                Optional.of(line(
                        "what the vault holds is no " + type,
                        reading.object().type() == VaultObject.Type.CERTIFICATE
                                ? "put the base64 text of the .cer file into it without BEGIN and END lines, or declare it as SECRET"
                                : "declare it as CERTIFICATE"));
            case NOT_YET_VALID ->
                Optional.of(line(
                        "it is valid only from "
                                + reading.certificate()
                                        .map(certificate ->
                                                certificate.getNotBefore().toInstant())
                                        .orElseThrow(),
                        "wait until then, or use another certificate"));
        };
    }

    /** Makes one line, fit for every store, of what may come from outside, with the remedy. */
    private static String line(String message, String remedy) {
        String line = message.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
        return (line.length() <= PROBLEM_LENGTH
                        ? line
                        : line.substring(0, PROBLEM_LENGTH).replaceAll("\\p{Cs}$", "") + "…")
                + ": " + remedy;
    }
}
