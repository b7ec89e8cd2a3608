package io.einvoicing.activation;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.Retry;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Creates tenants and activates the service for their ERP instances, as Lifecycle Services does. Thread-safe. Every operation
 * needs the role {@link Role#OPERATE} unless it says otherwise.
 */
public final class ServiceActivation {
    private final TenantRepository tenants;
    private final EndpointDirectory directory;
    private final InstantSource clock;

    public ServiceActivation(TenantRepository tenants, EndpointDirectory directory, InstantSource clock) {
        this.tenants = tenants;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Creates a tenant; an existing id or domain is refused as DUPLICATE, a geography without a service as INVALID.
     *
     * <p>A tenant of a geography that this service does not serve is a signpost: its calls are shown the way.
     */
    public Result<Tenant> createTenant(
            Caller operator, TenantId id, TenantDetails details, Geography geography, ZoneId billingZone) {
        return permitted(
                operator,
                () -> directory.find(geography).isEmpty()
                        ? Result.refused(
                                Refusal.invalid("the tenant cannot be created", List.of(directory.unknown(geography))))
                        : save(operator, Tenant.create(id, details, geography, billingZone), "tenant.create"));
    }

    /**
     * Changes name, domain and first configurator of a tenant.
     *
     * @param revision the revision that the operator read; any other is refused as STALE
     */
    public Result<Tenant> editTenant(Caller operator, TenantId id, long revision, TenantDetails details) {
        return find(operator, id)
                .fold(
                        found -> found.revision() == revision
                                ? save(operator, found.withDetails(details), "tenant.edit")
                                : Result.refused(Refusal.stale("tenant " + id, revision, found.revision())),
                        Result::refused);
    }

    /**
     * Records a deployment project of any tier, or changes it; whether the service is enabled for it stays as it is.
     *
     * <p>Refused as CONFLICT if the service is enabled for it and the tier would be below 2, as DUPLICATE if another project has the
     * application.
     */
    public Result<Tenant> saveProject(Caller operator, TenantId tenant, DeploymentProject project) {
        return change(operator, tenant, found -> {
            boolean enabled =
                    found.activation(project.name()).map(Activation::enabled).orElse(false);
            if (enabled && !project.canBeEnabled()) {
                return Result.refused(Refusal.conflict(
                        "the service is enabled for project \"" + project.name() + "\"",
                        List.of(Finding.error(
                                "tier",
                                "the service needs tier " + DeploymentProject.LOWEST_TIER + " or higher, not "
                                        + project.tier(),
                                "disable the service for the project before its tier is lowered"))));
            }
            return register(operator, found, new Activation(project, enabled), "project.save");
        });
    }

    /**
     * Enables the service for an ERP instance and enters its application in the register; repeatable.
     *
     * <p>Refused as INVALID below tier 2, as DUPLICATE if another project has the application, as NOT_FOUND for an unknown tenant.
     */
    public Result<Tenant> activate(Caller operator, TenantId tenant, DeploymentProject project) {
        return change(operator, tenant, found -> enable(operator, found, project));
    }

    /** Enables the service for a deployment project that was recorded before; see {@link #activate(Caller, TenantId, DeploymentProject)}. */
    public Result<Tenant> activate(Caller operator, TenantId tenant, String projectName) {
        return changeProject(
                operator, tenant, projectName, (found, activation) -> enable(operator, found, activation.project()));
    }

    /**
     * Disables the service for an ERP instance: no new submissions through it, everything stored stays readable. Repeatable; where it
     * is disabled already nothing is changed.
     */
    public Result<Tenant> deactivate(Caller operator, TenantId tenant, String projectName) {
        return changeProject(
                operator,
                tenant,
                projectName,
                (found, activation) -> activation.enabled()
                        ? save(
                                operator,
                                found.withActivation(new Activation(activation.project(), false)),
                                "activation.disable")
                        : Result.accepted(found));
    }

    private Result<Tenant> enable(Caller operator, Tenant tenant, DeploymentProject project) {
        if (!project.canBeEnabled()) {
            String message = "the service needs a deployment project of tier " + DeploymentProject.LOWEST_TIER
                    + " or higher; project \"" + project.name() + "\" is of tier " + project.tier();
            return Result.refused(Refusal.invalid(
                    message,
                    List.of(Finding.error(
                            "tier",
                            message,
                            "raise the ERP environment to tier " + DeploymentProject.LOWEST_TIER
                                    + " in Lifecycle Services, save the project with it, then enable the service"))));
        }
        return register(operator, tenant, new Activation(project, true), "activation.enable");
    }

    private Result<Tenant> register(Caller operator, Tenant tenant, Activation activation, String operation) {
        DeploymentProject project = activation.project();
        return tenant.activations().stream()
                .map(Activation::project)
                .filter(other -> !other.name().equals(project.name())
                        && other.applicationId().equals(project.applicationId()))
                .findFirst()
                .map(other -> Result.<Tenant>refused(Refusal.duplicate(
                        "applicationId",
                        "application " + project.applicationId() + " belongs to project \"" + other.name()
                                + "\" already",
                        "register another one")))
                .orElseGet(() -> save(operator, tenant.withActivation(activation), operation));
    }

    /** Returns all tenants, in the order of their ids. */
    public Result<List<Tenant>> list(Caller operator, Optional<TenantId> after, int limit) {
        return permitted(operator, () -> Result.accepted(tenants.list(after, limit)));
    }

    /** Returns a tenant. */
    public Result<Tenant> find(Caller operator, TenantId tenant) {
        return permitted(
                operator,
                () -> tenants.find(tenant)
                        .map(Result::accepted)
                        .orElseGet(() -> Result.refused(Refusal.notFound("tenant " + tenant))));
    }

    /** Returns the caller's own tenant; needs no role. */
    public Result<Tenant> own(Caller caller) {
        return tenants.find(caller.tenant())
                .map(Result::accepted)
                .orElseGet(() -> Result.refused(Refusal.notFound("tenant " + caller.tenant())));
    }

    /** Returns the billing zones of the caller's own tenant; needs the role {@link Role#USAGE} or {@link Role#CONFIGURE}. */
    public Result<BillingCalendar> billing(Caller caller) {
        Optional<Refusal> lack = caller.has(Role.CONFIGURE) ? Optional.empty() : caller.lacks(Role.USAGE);
        return lack.<Result<BillingCalendar>>map(Result::refused)
                .orElseGet(() -> own(caller).fold(tenant -> Result.accepted(tenant.billing()), Result::refused));
    }

    /**
     * Counts the days and months of the caller's own tenant in another zone from a month on; needs the role {@link Role#CONFIGURE}.
     * What was counted keeps its day.
     *
     * @throws IllegalArgumentException if the month has begun or begins within an hour
     */
    public Result<Tenant> changeBillingZone(Caller caller, ZoneId zone, YearMonth from) {
        Optional<Refusal> lack = caller.lacks(Role.CONFIGURE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return Retry.whileStale(() -> own(caller)
                .fold(
                        tenant -> save(
                                caller,
                                tenant.withBilling(tenant.billing().change(zone, from, clock.instant())),
                                "tenant.billingZone"),
                        Result::refused));
    }

    /** Changes a tenant whatever its revision is. */
    private Result<Tenant> change(Caller operator, TenantId tenant, Function<Tenant, Result<Tenant>> change) {
        return Retry.whileStale(() -> find(operator, tenant).fold(change, Result::refused));
    }

    private Result<Tenant> changeProject(
            Caller operator,
            TenantId tenant,
            String projectName,
            BiFunction<Tenant, Activation, Result<Tenant>> change) {
        return change(
                operator,
                tenant,
                found -> found.activation(projectName)
                        .map(activation -> change.apply(found, activation))
                        .orElseGet(
                                () -> Result.refused(Refusal.notFound("deployment project \"" + projectName + "\""))));
    }

    private Result<Tenant> save(Caller operator, Tenant tenant, String operation) {
        SaveResult saved = tenants.save(tenant, AuditStamp.of(operator, clock.instant(), operation));
        if (saved == SaveResult.KEY_TAKEN) {
            return Result.refused(Refusal.duplicate(
                    "domain",
                    "domain " + tenant.domain().orElseThrow() + " belongs to another tenant",
                    "correct the domain, or leave it out"));
        }
        return saved.toResult(tenant, "tenant " + tenant.id(), tenant.revision(), "id");
    }

    private static <T> Result<T> permitted(Caller operator, Supplier<Result<T>> operation) {
        return operator.lacks(Role.OPERATE).<Result<T>>map(Result::refused).orElseGet(operation);
    }
}
