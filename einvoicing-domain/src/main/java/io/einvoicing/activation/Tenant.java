package io.einvoicing.activation;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An organization that uses the service, with its register of deployment projects. Immutable; every edit returns the next revision.
 *
 * @param id the organization
 * @param name for people
 * @param domain the organization's internet domain in lower case, which no other tenant bears
 * @param geography where its service runs
 * @param billing its billing days and months
 * @param configurator the first person who may configure it
 * @param activations deployment projects, names unique; the enabled ones' applications may submit
 * @param revision 1 at creation, one more at every change
 */
public record Tenant(
        TenantId id,
        String name,
        Optional<String> domain,
        Geography geography,
        BillingCalendar billing,
        Optional<Configurator> configurator,
        List<Activation> activations,
        long revision) {
    public Tenant {
        Require.name("tenant name", name);
        activations = List.copyOf(activations);
        Require.distinct(
                "activations",
                "project.name",
                activations,
                activation -> activation.project().name());
    }

    /** Creates a tenant without any deployment project. */
    public static Tenant create(TenantId id, TenantDetails details, Geography geography, ZoneId billingZone) {
        return new Tenant(
                id,
                details.name(),
                details.domain(),
                geography,
                BillingCalendar.of(billingZone),
                details.configurator(),
                List.of(),
                1);
    }

    /** Tells whether calls through the application are allowed. */
    public boolean allows(UUID applicationId) {
        return activations.stream()
                .anyMatch(activation -> activation.enabled()
                        && activation.project().applicationId().equals(applicationId));
    }

    /** Returns the deployment project of that name with its activation. */
    public Optional<Activation> activation(String project) {
        return activations.stream()
                .filter(activation -> activation.project().name().equals(project))
                .findFirst();
    }

    /** Tells whether this is the first person who may configure the tenant. */
    public boolean isConfiguredBy(PrincipalId principal) {
        return configurator.filter(person -> person.id().equals(principal)).isPresent();
    }

    /** Returns this tenant with other details. */
    Tenant withDetails(TenantDetails details) {
        return new Tenant(
                id,
                details.name(),
                details.domain(),
                geography,
                billing,
                details.configurator(),
                activations,
                revision + 1);
    }

    /** Returns this tenant with the activation, which replaces one of the same project in its place. */
    Tenant withActivation(Activation activation) {
        String project = activation.project().name();
        List<Activation> next = new ArrayList<>(activations);
        next.replaceAll(each -> each.project().name().equals(project) ? activation : each);
        if (activation(project).isEmpty()) {
            next.add(activation);
        }
        return new Tenant(id, name, domain, geography, billing, configurator, next, revision + 1);
    }

    /** Returns this tenant with another calendar. */
    Tenant withBilling(BillingCalendar next) {
        return new Tenant(id, name, domain, geography, next, configurator, activations, revision + 1);
    }
}
