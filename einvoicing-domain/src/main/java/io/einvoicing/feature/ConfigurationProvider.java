package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.util.Optional;

/**
 * In whose name features are configured. Exactly one provider of a tenant is active, and only its features can be edited; others
 * can be derived from. Immutable; every change returns the next revision.
 *
 * @param tenant owner
 * @param id the provider
 * @param name unique in the tenant
 * @param internetAddress where the provider is found, without user, query and fragment; empty until somebody states it
 * @param active whether it is the tenant's active provider
 * @param revision 1 at creation, one more at every change
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-set-up-rcs">
 *     Source: Set up Regulatory Configuration Services (active configuration provider)</a>
 */
public record ConfigurationProvider(
        TenantId tenant, ProviderId id, String name, Optional<URI> internetAddress, boolean active, long revision) {
    private static final int ADDRESS_LENGTH = 2_000;

    public ConfigurationProvider {
        Require.name("name", name);
        internetAddress.ifPresent(address -> Require.webAddress("internetAddress", address, ADDRESS_LENGTH));
    }

    /** Returns this provider under another name and address. */
    ConfigurationProvider edit(String newName, URI newAddress) {
        return new ConfigurationProvider(tenant, id, newName, Optional.of(newAddress), active, revision + 1);
    }

    /** Returns this provider as the active one, or as one that is not. */
    public ConfigurationProvider active(boolean nowActive) {
        return active == nowActive
                ? this
                : new ConfigurationProvider(tenant, id, name, internetAddress, nowActive, revision + 1);
    }
}
