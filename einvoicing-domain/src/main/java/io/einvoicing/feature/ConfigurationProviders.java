package io.einvoicing.feature;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.feature.port.ProviderRepository;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks after configuration providers. Thread-safe. Every operation needs the role {@link Role#CONFIGURE} and sees the caller's
 * tenant only. A tenant starts with one active provider of its own name, made when its providers are first needed.
 */
public final class ConfigurationProviders {
    private final ProviderRepository providers;
    private final TenantRepository tenants;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public ConfigurationProviders(
            ProviderRepository providers, TenantRepository tenants, Identifiers identifiers, InstantSource clock) {
        this.providers = providers;
        this.tenants = tenants;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** Returns all providers, by name; never empty. */
    public Result<List<ConfigurationProvider>> list(Caller caller) {
        return permitted(caller, () -> Result.accepted(all(caller)));
    }

    /** Returns one provider. */
    public Result<ConfigurationProvider> find(Caller caller, ProviderId id) {
        return permitted(
                caller,
                () -> all(caller).stream()
                        .filter(provider -> provider.id().equals(id))
                        .findFirst()
                        .map(Result::accepted)
                        .orElseGet(() -> unknown(id)));
    }

    /** Creates a provider, which is not active. A name that the tenant has already is refused as DUPLICATE. */
    public Result<ConfigurationProvider> create(Caller caller, String name, URI internetAddress) {
        return permitted(caller, () -> {
            all(caller);
            return save(
                    caller,
                    new ConfigurationProvider(
                            caller.tenant(),
                            new ProviderId(identifiers.next()),
                            name,
                            Optional.of(internetAddress),
                            false,
                            1),
                    "provider.create");
        });
    }

    /**
     * Changes a provider's name and address.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<ConfigurationProvider> edit(
            Caller caller, ProviderId id, long revision, String name, URI internetAddress) {
        return find(caller, id)
                .fold(
                        provider -> provider.revision() == revision
                                ? save(caller, provider.edit(name, internetAddress), "provider.edit")
                                : Result.refused(Refusal.stale(
                                        "provider \"" + provider.name() + "\"", revision, provider.revision())),
                        Result::refused);
    }

    /** Makes a provider the active one; repeatable. */
    public Result<ConfigurationProvider> activate(Caller caller, ProviderId id) {
        return permitted(caller, () -> {
            all(caller);
            return providers
                    .activate(caller.tenant(), id, AuditStamp.of(caller, clock.instant(), "provider.activate"))
                    .map(Result::accepted)
                    .orElseGet(() -> unknown(id));
        });
    }

    /** Returns the provider in whose name the caller's tenant configures. */
    ConfigurationProvider active(Caller caller) {
        return all(caller).stream()
                .filter(ConfigurationProvider::active)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("tenant " + caller.tenant() + " has no active provider"));
    }

    private List<ConfigurationProvider> all(Caller caller) {
        List<ConfigurationProvider> found = providers.list(caller.tenant());
        if (!found.isEmpty()) {
            return found;
        }
        Optional<Tenant> tenant = tenants.find(caller.tenant());
        ConfigurationProvider first = new ConfigurationProvider(
                caller.tenant(),
                ProviderId.first(caller.tenant()),
                tenant.map(Tenant::name).orElseGet(() -> caller.tenant().toString()),
                Optional.empty(),
                true,
                1);
        // Whoever else makes it at the same time makes the same one.
        providers.save(first, AuditStamp.of(caller, clock.instant(), "provider.create"));
        return providers.list(caller.tenant());
    }

    private Result<ConfigurationProvider> save(Caller caller, ConfigurationProvider provider, String operation) {
        return providers
                .save(provider, AuditStamp.of(caller, clock.instant(), operation))
                .toResult(provider, "provider \"" + provider.name() + "\"", provider.revision());
    }

    private static <T> Result<T> unknown(ProviderId id) {
        return Result.refused(Refusal.notFound("provider " + id));
    }

    private static <T> Result<T> permitted(Caller caller, Supplier<Result<T>> operation) {
        return caller.lacks(Role.CONFIGURE).<Result<T>>map(Result::refused).orElseGet(operation);
    }
}
