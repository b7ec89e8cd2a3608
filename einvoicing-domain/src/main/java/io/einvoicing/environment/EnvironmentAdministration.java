package io.einvoicing.environment;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.environment.port.DeployedFeatures;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Creates, edits, publishes and deletes service environments. Thread-safe. Every operation needs the role {@link Role#CONFIGURE} and
 * sees the caller's tenant only; what belongs to another is NOT_FOUND.
 */
public final class EnvironmentAdministration {
    private final EnvironmentRepository environments;
    private final ServiceParametersRepository parameters;
    private final PublishCheck publishCheck;
    private final Identifiers identifiers;
    private final InstantSource clock;

    /**
     * What the administration works on.
     *
     * @param environments keeps the environments
     * @param parameters tells whether the tenant's service parameters are set
     * @param containers looks into storage containers
     * @param features knows what deployed features need
     */
    public record Ports(
            EnvironmentRepository environments,
            ServiceParametersRepository parameters,
            ContainerInspector containers,
            DeployedFeatures features) {}

    public EnvironmentAdministration(Ports ports, Vaults vaults, Identifiers identifiers, InstantSource clock) {
        this.environments = ports.environments();
        this.parameters = ports.parameters();
        this.publishCheck = new PublishCheck(environments, vaults, ports.containers(), ports.features(), clock);
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** Creates an environment without a description; see {@link #create(Caller, String, String)}. */
    public Result<ServiceEnvironment> create(Caller caller, String name) {
        return create(caller, name, "");
    }

    /**
     * Creates an environment, NOT_PUBLISHED and empty. A name that the tenant has already is refused as DUPLICATE, and so is that of
     * a deleted environment.
     */
    public Result<ServiceEnvironment> create(Caller caller, String name, String description) {
        return permitted(
                caller,
                () -> save(
                        ServiceEnvironment.create(
                                caller.tenant(),
                                new EnvironmentId(identifiers.next()),
                                name,
                                description,
                                caller.principal()),
                        stamp(caller, "environment.create")));
    }

    /**
     * Gives another name to an environment that was never published; later it is refused as CONFLICT.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<ServiceEnvironment> rename(Caller caller, EnvironmentId id, long revision, String name) {
        return change(
                caller,
                id,
                revision,
                found -> found.published().isPresent()
                        ? Result.refused(Refusal.conflict("environment \"" + found.name()
                                + "\" was published, so its name is fixed: create another environment"))
                        : save(found.rename(name), stamp(caller, "environment.rename")));
    }

    /**
     * Replaces the draft. What is published keeps serving.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<ServiceEnvironment> edit(
            Caller caller, EnvironmentId id, long revision, EnvironmentSettings settings) {
        return change(caller, id, revision, found -> save(found.edit(settings), stamp(caller, "environment.edit")));
    }

    /**
     * Publishes the draft as a new snapshot, which the run side uses from now on.
     *
     * <p>Refused as INVALID with every blocking finding if the publish checks fail, as SERVICE_PARAMETERS_MISSING until the tenant
     * has set them; then the former snapshot keeps serving.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<Publication> publish(Caller caller, EnvironmentId id, long revision) {
        AuditStamp stamp = stamp(caller, "environment.publish");
        return change(
                caller,
                id,
                revision,
                found -> publish(caller, found, found.draft(), stamp, container -> found.publish(stamp, container)));
    }

    /**
     * Publishes the settings of a former snapshot again, as a new snapshot and as the draft; checked as every publication is.
     *
     * @param number the former snapshot
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<Publication> rollBack(Caller caller, EnvironmentId id, int number, long revision) {
        AuditStamp stamp = stamp(caller, "environment.rollback");
        return snapshot(caller, id, number)
                .fold(
                        former -> change(
                                caller,
                                id,
                                revision,
                                found -> publish(
                                        caller,
                                        found,
                                        former.settings(),
                                        stamp,
                                        container -> found.rollBack(former, stamp, container))),
                        Result::refused);
    }

    private Result<Publication> publish(
            Caller caller,
            ServiceEnvironment found,
            EnvironmentSettings settings,
            AuditStamp stamp,
            Function<Optional<String>, ServiceEnvironment> publication) {
        Optional<Refusal> unset = parameters.find(found.tenant()).missing();
        if (unset.isPresent()) {
            return Result.refused(unset.get());
        }
        PublishCheck.Checked checked = publishCheck.check(use(caller, found), found, settings);
        if (checked.blocks()) {
            return unpublishable(found, checked.findings());
        }
        ServiceEnvironment published = publication.apply(checked.container());
        SaveResult saved = environments.save(published, stamp);
        return saved == SaveResult.KEY_TAKEN
                ? unpublishable(found, List.of(PublishCheck.containerTaken("another environment of the tenant")))
                : saved.toResult(new Publication(published, checked.findings()), what(published), published.revision());
    }

    private static Result<Publication> unpublishable(ServiceEnvironment found, List<Finding> findings) {
        return Result.refused(Refusal.invalid(what(found) + " cannot be published", findings));
    }

    /** Returns everything that a publication of the draft would find now, warnings included; nothing is changed. */
    public Result<List<Finding>> check(Caller caller, EnvironmentId id) {
        return find(caller, id)
                .fold(
                        found -> Result.accepted(publishCheck
                                .check(use(caller, found), found, found.draft())
                                .findings()),
                        Result::refused);
    }

    /**
     * Deletes an environment for ever; its name is never free again, and reports keep it.
     *
     * <p>Refused as CONFLICT with findings while deployments stand, those that start later included, or submissions are in process.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     * @return the environment as it was
     */
    public Result<ServiceEnvironment> delete(Caller caller, EnvironmentId id, long revision) {
        return change(caller, id, revision, found -> {
            EnvironmentRepository.Deletion deletion = environments.delete(found, stamp(caller, "environment.delete"));
            return deletion.isInUse()
                    ? Result.refused(Refusal.conflict(
                            "environment \"" + found.name() + "\" is in use and cannot be deleted", uses(deletion)))
                    : deletion.result().toResult(found, what(found), revision + 1);
        });
    }

    private static List<Finding> uses(EnvironmentRepository.Deletion deletion) {
        List<Finding> findings = new ArrayList<>();
        if (deletion.deployments() > 0) {
            findings.add(Finding.error(
                    "deployments",
                    "deployments of features that stand, those that start later included: " + deletion.deployments(),
                    "cancel every deployment to the environment first"));
        }
        if (deletion.submissions() > 0) {
            findings.add(Finding.error(
                    "submissions",
                    "submissions in process: " + deletion.submissions(),
                    "wait until they have ended, or cancel them"));
        }
        return findings;
    }

    /** Returns one environment. */
    public Result<ServiceEnvironment> find(Caller caller, EnvironmentId id) {
        return permitted(
                caller,
                () -> environments
                        .find(caller.tenant(), id)
                        .map(Result::accepted)
                        .orElseGet(() -> Result.refused(notFound(id))));
    }

    /**
     * Returns environments of the tenant, by name; fewer than asked for if they are large, see {@link Slice#MAX_CHARACTERS}.
     *
     * @param after the name of the last environment of the slice before
     * @param limit at most so many, 1 to 1,000
     */
    public Result<Slice<ServiceEnvironment>> list(Caller caller, Optional<String> after, int limit) {
        return permitted(caller, () -> Result.accepted(environments.list(caller.tenant(), after, limit)));
    }

    /**
     * Returns what was published, the newest first.
     *
     * @param before only snapshots with a lower number; empty for the newest
     * @param limit at most so many, 1 to 1,000
     */
    public Result<List<PublishedEnvironment>> snapshots(
            Caller caller, EnvironmentId id, Optional<Integer> before, int limit) {
        return find(caller, id)
                .fold(
                        found -> Result.accepted(environments.snapshots(caller.tenant(), id, before, limit)),
                        Result::refused);
    }

    /** Returns what was published under the number. */
    public Result<PublishedEnvironment> snapshot(Caller caller, EnvironmentId id, int number) {
        return find(caller, id)
                .fold(
                        found -> environments
                                .snapshot(caller.tenant(), id, number)
                                .map(Result::accepted)
                                .orElseGet(() -> Result.refused(Refusal.notFound(
                                        "snapshot " + number + " of environment \"" + found.name() + "\""))),
                        Result::refused);
    }

    /**
     * Returns how one snapshot differs from another or from the draft.
     *
     * @param from number of the snapshot before
     * @param to number of the snapshot after; empty for the draft
     */
    public Result<List<SettingsChange>> differences(Caller caller, EnvironmentId id, int from, Optional<Integer> to) {
        Result<EnvironmentSettings> after = to.map(number -> snapshot(caller, id, number)
                        .<Result<EnvironmentSettings>>fold(
                                snapshot -> Result.accepted(snapshot.settings()), Result::refused))
                .orElseGet(() -> find(caller, id).fold(found -> Result.accepted(found.draft()), Result::refused));
        return snapshot(caller, id, from)
                .fold(
                        before -> after.fold(
                                settings -> Result.accepted(SettingsChange.between(before.settings(), settings)),
                                Result::refused),
                        Result::refused);
    }

    private <T> Result<T> change(
            Caller caller, EnvironmentId id, long revision, Function<ServiceEnvironment, Result<T>> change) {
        return find(caller, id)
                .fold(
                        found -> found.revision() == revision
                                ? change.apply(found)
                                : Result.refused(Refusal.stale(what(found), revision, found.revision())),
                        Result::refused);
    }

    private Result<ServiceEnvironment> save(ServiceEnvironment environment, AuditStamp stamp) {
        return environments.save(environment, stamp).toResult(environment, what(environment), environment.revision());
    }

    private AuditStamp stamp(Caller caller, String operation) {
        return AuditStamp.of(caller, clock.instant(), operation);
    }

    private static String what(ServiceEnvironment environment) {
        return "environment \"" + environment.name() + "\"";
    }

    private static Refusal notFound(EnvironmentId id) {
        return Refusal.notFound("environment " + id);
    }

    private static <T> Result<T> permitted(Caller caller, Supplier<Result<T>> operation) {
        return caller.lacks(Role.CONFIGURE).<Result<T>>map(Result::refused).orElseGet(operation);
    }

    private static VaultUse use(Caller caller, ServiceEnvironment environment) {
        return VaultUse.by(caller).in(environment.id().value(), environment.name());
    }
}
