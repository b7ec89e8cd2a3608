package io.einvoicing.feature.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.feature.ConfigurationProvider;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Stores configuration providers; every write with its audit records, all or nothing. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface ProviderRepository {
    /** Returns all providers of the tenant, by name. */
    List<ConfigurationProvider> list(TenantId tenant);

    Optional<ConfigurationProvider> find(TenantId tenant, ProviderId provider);

    /**
     * Stores a provider: revision 1 is inserted, a later one replaces the revision before it. Whether it is active is stored only
     * at its insertion.
     *
     * @return NAME_TAKEN if another provider of the tenant bears the name, or, at revision 1, the id is taken or the provider would
     *     be a second active one; STALE if the stored revision is another
     */
    SaveResult save(ConfigurationProvider provider, AuditStamp stamp);

    /**
     * Makes a provider the tenant's only active one; each provider that changes gets its next revision and an audit record. Safe to
     * repeat.
     *
     * @return the provider as it now is; empty if the tenant has none of the id, and nothing was changed
     */
    Optional<ConfigurationProvider> activate(TenantId tenant, ProviderId provider, AuditStamp stamp);
}
