package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.feature.ConfigurationProvider;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.feature.port.ProviderRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps configuration providers in memory. */
public final class InMemoryProviderRepository implements ProviderRepository {
    private final Map<Key, ConfigurationProvider> providers = new ConcurrentHashMap<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    private record Key(TenantId tenant, ProviderId id) {}

    InMemoryProviderRepository(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public List<ConfigurationProvider> list(TenantId tenant) {
        outage.check();
        return providers.values().stream()
                .filter(provider -> provider.tenant().equals(tenant))
                .sorted(Comparator.comparing(ConfigurationProvider::name))
                .toList();
    }

    @Override
    public Optional<ConfigurationProvider> find(TenantId tenant, ProviderId provider) {
        outage.check();
        return Optional.ofNullable(providers.get(new Key(tenant, provider)));
    }

    @Override
    public synchronized SaveResult save(ConfigurationProvider provider, AuditStamp stamp) {
        Optional<ConfigurationProvider> before = find(provider.tenant(), provider.id());
        List<ConfigurationProvider> others = list(provider.tenant()).stream()
                .filter(other -> !other.id().equals(provider.id()))
                .toList();
        if (before.map(ConfigurationProvider::revision).orElse(0L) != provider.revision() - 1) {
            return provider.revision() == 1 ? SaveResult.NAME_TAKEN : SaveResult.STALE;
        }
        boolean taken = others.stream().anyMatch(other -> other.name().equals(provider.name()));
        boolean secondActive =
                before.isEmpty() && provider.active() && others.stream().anyMatch(ConfigurationProvider::active);
        if (taken || secondActive) {
            return SaveResult.NAME_TAKEN;
        }
        put(provider.active(before.orElse(provider).active()), before, stamp);
        return SaveResult.SAVED;
    }

    @Override
    public synchronized Optional<ConfigurationProvider> activate(TenantId tenant, ProviderId wanted, AuditStamp stamp) {
        if (find(tenant, wanted).isEmpty()) {
            return Optional.empty();
        }
        for (ConfigurationProvider before : list(tenant)) {
            ConfigurationProvider after = before.active(before.id().equals(wanted));
            if (!after.equals(before)) {
                put(after, Optional.of(before), stamp);
            }
        }
        return find(tenant, wanted);
    }

    private void put(ConfigurationProvider provider, Optional<ConfigurationProvider> before, AuditStamp stamp) {
        providers.put(new Key(provider.tenant(), provider.id()), provider);
        auditTrail.add(new AuditRecord(
                provider.tenant(),
                stamp,
                "provider/" + provider.id(),
                before.map(ConfigurationProvider::toString),
                Optional.of(provider.toString())));
    }
}
