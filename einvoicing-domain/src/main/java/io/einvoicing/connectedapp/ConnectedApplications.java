package io.einvoicing.connectedapp;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.connectedapp.port.ConnectedApplicationRepository;
import io.einvoicing.connectedapp.port.ErpGateway;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.vault.SecretReference;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks after connected applications and deploys the application setups of features to them. Thread-safe. Every operation needs the
 * role {@link Role#CONFIGURE} and sees the caller's tenant only; what belongs to another is NOT_FOUND.
 *
 * <p>The client's secret is asked of the vault by name at each use, in the name of the caller.
 */
public final class ConnectedApplications {
    private final Ports ports;
    private final Identifiers identifiers;
    private final InstantSource clock;

    /** What it needs from outside. */
    public record Ports(
            ConnectedApplicationRepository applications,
            EnvironmentRepository environments,
            FeatureRepository features,
            ServiceParametersRepository parameters,
            Vaults vaults,
            ErpGateway gateway) {}

    public ConnectedApplications(Ports ports, Identifiers identifiers, InstantSource clock) {
        this.ports = ports;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Creates an application. A name that the tenant has already is refused as DUPLICATE; as INVALID an address that this service
     * does not call, and environments that the tenant does not have.
     */
    public Result<ConnectedApplication> create(
            Caller caller, ApplicationDetails details, List<EnvironmentId> environments) {
        return permitted(
                caller,
                () -> save(
                        caller,
                        new ConnectedApplication(
                                caller.tenant(),
                                new ConnectedApplicationId(identifiers.next()),
                                details,
                                environments,
                                1),
                        List.of(),
                        "connectedApplication.create"));
    }

    /**
     * Replaces details and links of an application; refused as its creation is.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<ConnectedApplication> edit(
            Caller caller,
            ConnectedApplicationId id,
            long revision,
            ApplicationDetails details,
            List<EnvironmentId> environments) {
        return change(
                caller,
                id,
                revision,
                found -> save(
                        caller, found.edit(details, environments), found.environments(), "connectedApplication.edit"));
    }

    /**
     * Deletes an application; nothing is removed there, and what was deployed to it stays on record.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<ConnectedApplication> delete(Caller caller, ConnectedApplicationId id, long revision) {
        return change(
                caller,
                id,
                revision,
                found -> ports.applications()
                        .remove(found, stamp(caller, "connectedApplication.delete"))
                        .toResult(found, describe(found), revision + 1));
    }

    /** Returns one application. */
    public Result<ConnectedApplication> find(Caller caller, ConnectedApplicationId id) {
        return permitted(
                caller,
                () -> ports.applications()
                        .find(caller.tenant(), id)
                        .map(Result::accepted)
                        .orElseGet(() -> Result.refused(Refusal.notFound("connected application " + id))));
    }

    /** Returns all applications of the tenant, by name. */
    public Result<List<ConnectedApplication>> list(Caller caller) {
        return permitted(caller, () -> Result.accepted(ports.applications().list(caller.tenant())));
    }

    /** Calls the application as a deployment would, without writing anything. */
    public Result<ConnectionCheck> check(Caller caller, ConnectedApplicationId id) {
        return find(caller, id).fold(found -> Result.accepted(check(caller, found)), Result::refused);
    }

    private ConnectionCheck check(Caller caller, ConnectedApplication application) {
        try {
            ErpGateway.Connection connection = connection(caller, application);
            Instant start = clock.instant();
            ports.gateway().check(connection);
            return new ConnectionCheck(List.of(), Optional.of(Duration.between(start, clock.instant())));
        } catch (ErpException e) {
            return new ConnectionCheck(List.of(e.finding()), Optional.empty());
        } catch (VaultUnavailableException | VaultAccessDeniedException | VaultObjectNotFoundException e) {
            return new ConnectionCheck(List.of(finding(e)), Optional.empty());
        }
    }

    /**
     * Writes the application setups of a completed version to the application: reads each setting, and writes only what differs.
     * Repeatable; nothing is ever removed there. What became of each setting is returned and kept, also of those that failed.
     *
     * <p>Refused as CONFLICT if the version is a draft or has no application setup, and until the tenant's service parameters are set.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer; settings may be written all the same: repeat
     */
    public Result<SetupDeployment> deploy(Caller caller, ConnectedApplicationId id, FeatureId feature, int number) {
        return find(caller, id)
                .fold(
                        found -> ports.features()
                                .findVersion(caller.tenant(), feature, number)
                                .map(version -> deploy(caller, found, version))
                                .orElseGet(() -> Result.refused(
                                        Refusal.notFound("version " + number + " of feature " + feature))),
                        Result::refused);
    }

    private Result<SetupDeployment> deploy(Caller caller, ConnectedApplication application, FeatureVersion version) {
        if (version.status() == FeatureVersion.Status.DRAFT) {
            return Result.refused(Refusal.conflict(version + " is a draft: complete it before it is deployed"));
        }
        Optional<Refusal> unset = ports.parameters().find(caller.tenant()).missing();
        if (unset.isPresent()) {
            return Result.refused(unset.get());
        }
        List<ApplicationSetup> setups = version.content().applicationSetups();
        if (setups.isEmpty()) {
            return Result.refused(Refusal.conflict(
                    version + " has no application setup: add one in a new version before it is deployed"));
        }
        Instant at = clock.instant();
        SetupDeployment deployment = new SetupDeployment(
                caller.tenant(),
                identifiers.next(),
                application.id(),
                version.feature(),
                version.number(),
                at,
                caller.principal(),
                caller.displayName(),
                write(caller, application, setups));
        ports.applications().record(deployment, AuditStamp.of(caller, at, "connectedApplication.deploy"));
        return Result.accepted(deployment);
    }

    private List<SetupDeployment.Setting> write(
            Caller caller, ConnectedApplication application, List<ApplicationSetup> setups) {
        ErpGateway.Connection connection;
        try {
            connection = connection(caller, application);
        } catch (VaultUnavailableException | VaultAccessDeniedException | VaultObjectNotFoundException e) {
            Finding finding = finding(e);
            return setups.stream()
                    .flatMap(
                            setup -> SetupWriter.allFailed(setup, finding.message() + ": " + finding.remedy()).stream())
                    .toList();
        }
        return new SetupWriter(ports.gateway(), connection).write(setups);
    }

    /**
     * Returns what was deployed to the application, the newest first.
     *
     * @param after only deployments behind this one; empty = from the newest
     * @param limit at most so many, positive
     */
    public Result<List<SetupDeployment>> deployments(
            Caller caller, ConnectedApplicationId id, Optional<UUID> after, int limit) {
        return find(caller, id)
                .fold(
                        found -> Result.accepted(ports.applications().deployments(caller.tenant(), id, after, limit)),
                        Result::refused);
    }

    private ErpGateway.Connection connection(Caller caller, ConnectedApplication application) {
        ApplicationDetails details = application.details();
        SecretReference secret = details.credentials().secret();
        return new ErpGateway.Connection(
                details.applicationUrl(),
                details.directoryTenant(),
                details.credentials().clientId(),
                ports.vaults().secret(VaultUse.by(caller), secret.vault(), secret.name()));
    }

    private static Finding finding(EinvoicingException failure) {
        return failure instanceof VaultObjectNotFoundException
                ? Finding.error(
                        "credentials.secret",
                        String.valueOf(failure.getMessage()),
                        "put the client's secret into the key vault under this name")
                : Finding.error(
                        "credentials.vault",
                        String.valueOf(failure.getMessage()),
                        "check the key vault's address and its access policy for this service");
    }

    private Result<ConnectedApplication> save(
            Caller caller, ConnectedApplication application, List<EnvironmentId> linkedBefore, String operation) {
        List<Finding> findings = new ArrayList<>();
        ports.gateway().refusal(application.details().applicationUrl()).ifPresent(findings::add);
        for (int i = 0; i < application.environments().size(); i++) {
            EnvironmentId environment = application.environments().get(i);
            if (!linkedBefore.contains(environment)
                    && ports.environments().find(caller.tenant(), environment).isEmpty()) {
                findings.add(Finding.error(
                        "environments[" + i + "]",
                        "environment " + environment + " does not exist",
                        "name an environment of the tenant"));
            }
        }
        if (!findings.isEmpty()) {
            return Result.refused(Refusal.invalid(describe(application) + " cannot be saved", findings));
        }
        return ports.applications()
                .save(application, stamp(caller, operation))
                .toResult(application, describe(application), application.revision());
    }

    private Result<ConnectedApplication> change(
            Caller caller,
            ConnectedApplicationId id,
            long revision,
            Function<ConnectedApplication, Result<ConnectedApplication>> change) {
        return find(caller, id)
                .fold(
                        found -> found.revision() == revision
                                ? change.apply(found)
                                : Result.refused(Refusal.stale(describe(found), revision, found.revision())),
                        Result::refused);
    }

    private AuditStamp stamp(Caller caller, String operation) {
        return AuditStamp.of(caller, clock.instant(), operation);
    }

    private static String describe(ConnectedApplication application) {
        return "connected application \"" + application.name() + "\"";
    }

    private static <T> Result<T> permitted(Caller caller, Supplier<Result<T>> operation) {
        return caller.lacks(Role.CONFIGURE).<Result<T>>map(Result::refused).orElseGet(operation);
    }
}
