package io.einvoicing.http.api;

import io.einvoicing.feature.ConfigurationProvider;
import io.einvoicing.feature.ProviderId;
import java.net.URI;
import java.util.Optional;

/**
 * A configuration provider, in whose name features are configured.
 *
 * @param id the provider
 * @param name unique in the tenant
 * @param internetAddress where it is found; absent until somebody states it
 * @param active whether it is the tenant's active provider, whose features alone can be changed
 * @param revision one more at every change; also the entity tag
 */
public record ProviderView(ProviderId id, String name, Optional<URI> internetAddress, boolean active, long revision) {
    /** Shows a provider. */
    public static ProviderView of(ConfigurationProvider provider) {
        return new ProviderView(
                provider.id(), provider.name(), provider.internetAddress(), provider.active(), provider.revision());
    }
}
