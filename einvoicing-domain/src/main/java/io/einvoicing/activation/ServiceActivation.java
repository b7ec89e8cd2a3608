package io.einvoicing.activation;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Creates tenants and activates the service for their ERP instances, as Lifecycle Services does. Thread-safe. Every operation
 * needs the role {@link Role#OPERATE} unless it says otherwise.
 */
public final class ServiceActivation {
    private final TenantRepository tenants;
    private final InstantSource clock;

    public ServiceActivation(TenantRepository tenants, InstantSource clock) {
        this.tenants = tenants;
        this.clock = clock;
    }

    /** Creates a tenant; an existing id is refused as DUPLICATE. */
    public Result<Tenant> createTenant(
            Caller operator, TenantId id, String name, Geography geography, ZoneId billingZone) {
        Optional<Refusal> lack = operator.lacks(Role.OPERATE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return save(operator, Tenant.create(id, name, geography, billingZone), "tenant.create");
    }

    /**
     * Enables the service for an ERP instance and enters its application in the register; repeatable.
     *
     * <p>Refused as INVALID below tier 2, as NOT_FOUND for an unknown tenant.
     */
    public Result<Tenant> activate(Caller operator, TenantId tenant, DeploymentProject project) {
        if (project.tier() < DeploymentProject.LOWEST_TIER) {
            return Result.refused(Refusal.invalid(
                    "the service needs a deployment project of tier " + DeploymentProject.LOWEST_TIER
                            + " or higher; project \"" + project.name() + "\" is of tier " + project.tier(),
                    List.of()));
        }
        return change(operator, tenant, new Activation(project, true), "activation.enable");
    }

    /** Disables the service for an ERP instance: no new submissions through it, everything stored stays readable. */
    public Result<Tenant> deactivate(Caller operator, TenantId tenant, String projectName) {
        return find(operator, tenant)
                .fold(
                        found -> found.activations().stream()
                                .filter(activation ->
                                        activation.project().name().equals(projectName))
                                .findFirst()
                                .map(activation -> change(
                                        operator,
                                        tenant,
                                        new Activation(activation.project(), false),
                                        "activation.disable"))
                                .orElseGet(() ->
                                        Result.refused(Refusal.notFound("deployment project \"" + projectName + "\""))),
                        Result::refused);
    }

    /** Returns a tenant. */
    public Result<Tenant> find(Caller operator, TenantId tenant) {
        Optional<Refusal> lack = operator.lacks(Role.OPERATE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return tenants.find(tenant)
                .map(Result::accepted)
                .orElseGet(() -> Result.refused(Refusal.notFound("tenant " + tenant)));
    }

    /** Returns the billing zones of the caller's own tenant; needs the role {@link Role#USAGE} or {@link Role#CONFIGURE}. */
    public Result<BillingCalendar> billing(Caller caller) {
        Optional<Refusal> lack = caller.has(Role.CONFIGURE) ? Optional.empty() : caller.lacks(Role.USAGE);
        return lack.<Result<BillingCalendar>>map(Result::refused)
                .orElseGet(() -> tenants.find(caller.tenant())
                        .map(tenant -> Result.accepted(tenant.billing()))
                        .orElseGet(() -> Result.refused(Refusal.notFound("tenant " + caller.tenant()))));
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
        return tenants.find(caller.tenant())
                .map(tenant -> save(
                        caller,
                        tenant.withBilling(tenant.billing().change(zone, from, clock.instant())),
                        "tenant.billingZone"))
                .orElseGet(() -> Result.refused(Refusal.notFound("tenant " + caller.tenant())));
    }

    private Result<Tenant> change(Caller operator, TenantId tenant, Activation activation, String operation) {
        return find(operator, tenant)
                .fold(found -> save(operator, found.withActivation(activation), operation), Result::refused);
    }

    private Result<Tenant> save(Caller operator, Tenant tenant, String operation) {
        return tenants.save(tenant, AuditStamp.of(operator, clock.instant(), operation))
                .toResult(tenant, "tenant " + tenant.id(), tenant.revision());
    }
}
