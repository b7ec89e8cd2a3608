package io.einvoicing.testkit.data;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.Configurator;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Builds a tenant; by default a fresh one in Europe without activated ERP instances, billed in UTC. */
public final class TenantBuilder {
    private TenantId id = TestData.freshTenant();
    private String name = "Contoso Europe";
    private Optional<String> domain = Optional.empty();
    private Geography geography = Geography.EUROPE;
    private BillingCalendar billing = BillingCalendar.of(ZoneOffset.UTC);
    private Optional<Configurator> configurator = Optional.empty();
    private final List<Activation> activations = new ArrayList<>();
    private long revision = 1;

    TenantBuilder() {}

    public TenantBuilder id(TenantId value) {
        id = value;
        return this;
    }

    public TenantBuilder named(String value) {
        name = value;
        return this;
    }

    public TenantBuilder domain(String value) {
        domain = Optional.of(value);
        return this;
    }

    /** Names the first person who may configure the tenant. */
    public TenantBuilder configuredBy(PrincipalId value) {
        configurator = Optional.of(new Configurator(value, "first@contoso.example"));
        return this;
    }

    public TenantBuilder in(Geography value) {
        geography = value;
        return this;
    }

    /** Sets the zone in which days and months are counted. */
    public TenantBuilder billedIn(String zone) {
        return billedBy(BillingCalendar.of(ZoneId.of(zone)));
    }

    /** Sets the zones in which days and months are counted. */
    public TenantBuilder billedBy(BillingCalendar value) {
        billing = value;
        return this;
    }

    /** Activates the service for the application through which the caller comes, so that the caller may submit. */
    public TenantBuilder activatedFor(UUID application) {
        return with(new Activation(aProject("Project " + (activations.size() + 1), application), true));
    }

    public TenantBuilder with(Activation activation) {
        activations.add(activation);
        return this;
    }

    public TenantBuilder revision(long value) {
        revision = value;
        return this;
    }

    public Tenant build() {
        return new Tenant(id, name, domain, geography, billing, configurator, activations, revision);
    }

    /** Returns a deployment project of the lowest tier that the service accepts. */
    public static DeploymentProject aProject(String name, UUID application) {
        return new DeploymentProject(
                name, DeploymentProject.LOWEST_TIER, URI.create("https://erp.example.com/"), application);
    }
}
