package io.einvoicing.activation;

import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An organization that uses the service, with its register of activated ERP instances. Immutable; every edit returns the next
 * revision.
 *
 * @param id the organization
 * @param name for people
 * @param geography where its service runs
 * @param billing its billing days and months
 * @param activations activated ERP instances, names of projects unique
 * @param revision 1 at creation, one more at every change
 */
public record Tenant(
        TenantId id,
        String name,
        Geography geography,
        BillingCalendar billing,
        List<Activation> activations,
        long revision) {
    public Tenant {
        Require.name("tenant name", name);
        activations = List.copyOf(activations);
        Require.distinct(
                "deployment project name",
                activations,
                activation -> activation.project().name());
    }

    /** Creates a tenant without any activated ERP instance. */
    public static Tenant create(TenantId id, String name, Geography geography, ZoneId billingZone) {
        return new Tenant(id, name, geography, BillingCalendar.of(billingZone), List.of(), 1);
    }

    /** Tells whether calls through the application are allowed. */
    public boolean allows(UUID applicationId) {
        return activations.stream()
                .anyMatch(activation -> activation.enabled()
                        && activation.project().applicationId().equals(applicationId));
    }

    /** Returns this tenant with the project activated, replacing an activation of the same project. */
    Tenant withActivation(Activation activation) {
        List<Activation> next = new ArrayList<>(activations);
        next.removeIf(each -> each.project().name().equals(activation.project().name()));
        next.add(activation);
        return new Tenant(id, name, geography, billing, next, revision + 1);
    }

    /** Returns this tenant with another calendar. */
    Tenant withBilling(BillingCalendar next) {
        return new Tenant(id, name, geography, next, activations, revision + 1);
    }
}
