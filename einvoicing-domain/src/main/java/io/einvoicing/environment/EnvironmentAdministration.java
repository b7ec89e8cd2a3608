package io.einvoicing.environment;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.vault.port.SecretVault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Creates, edits and publishes service environments. Thread-safe. Every operation needs the role {@link Role#CONFIGURE} and
 * sees the caller's tenant only; what belongs to another is NOT_FOUND.
 */
public final class EnvironmentAdministration {
    private final EnvironmentRepository environments;
    private final PublishCheck publishCheck;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public EnvironmentAdministration(
            EnvironmentRepository environments, SecretVault vault, Identifiers identifiers, InstantSource clock) {
        this.environments = environments;
        this.publishCheck = new PublishCheck(vault, clock);
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** Creates an environment, NOT_PUBLISHED and empty. A name that the tenant has already is refused as DUPLICATE. */
    public Result<ServiceEnvironment> create(Caller caller, String name) {
        return caller.lacks(Role.CONFIGURE)
                .<Result<ServiceEnvironment>>map(Result::refused)
                .orElseGet(() -> save(
                        caller,
                        ServiceEnvironment.create(
                                caller.tenant(), new EnvironmentId(identifiers.next()), name, caller.principal()),
                        "environment.create"));
    }

    /**
     * Replaces the draft. What is published keeps serving.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<ServiceEnvironment> edit(
            Caller caller, EnvironmentId id, long revision, EnvironmentSettings settings) {
        return change(caller, id, revision, found -> save(caller, found.edit(settings), "environment.edit"));
    }

    /**
     * Publishes the draft as a new snapshot, which the run side uses from now on.
     *
     * <p>Refused as INVALID with every blocking finding if the publish checks fail; then the former snapshot keeps serving.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<Publication> publish(Caller caller, EnvironmentId id, long revision) {
        return change(caller, id, revision, found -> {
            List<Finding> findings =
                    publishCheck.findings(found.draft(), found.published().map(PublishedEnvironment::settings));
            if (findings.stream().anyMatch(Finding::blocks)) {
                return Result.refused(
                        Refusal.invalid("environment \"" + found.name() + "\" cannot be published", findings));
            }
            Instant now = clock.instant();
            return save(caller, found.publish(now, caller.principal()), "environment.publish")
                    .fold(saved -> Result.accepted(new Publication(saved, findings)), Result::refused);
        });
    }

    /** Returns one environment. */
    public Result<ServiceEnvironment> find(Caller caller, EnvironmentId id) {
        Optional<Refusal> lack = caller.lacks(Role.CONFIGURE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return environments
                .find(caller.tenant(), id)
                .map(Result::accepted)
                .orElseGet(() -> Result.refused(Refusal.notFound("environment " + id)));
    }

    /** Returns all environments of the tenant, by name. */
    public Result<List<ServiceEnvironment>> list(Caller caller) {
        return caller.lacks(Role.CONFIGURE)
                .<Result<List<ServiceEnvironment>>>map(Result::refused)
                .orElseGet(() -> Result.accepted(environments.list(caller.tenant())));
    }

    private <T> Result<T> change(
            Caller caller, EnvironmentId id, long revision, Function<ServiceEnvironment, Result<T>> change) {
        return find(caller, id)
                .fold(
                        found -> found.revision() == revision
                                ? change.apply(found)
                                : Result.refused(Refusal.stale(
                                        "environment \"" + found.name() + "\"", revision, found.revision())),
                        Result::refused);
    }

    private Result<ServiceEnvironment> save(Caller caller, ServiceEnvironment environment, String operation) {
        return environments
                .save(environment, AuditStamp.of(caller, clock.instant(), operation))
                .toResult(environment, "environment \"" + environment.name() + "\"", environment.revision());
    }
}
