package io.einvoicing.feature.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureShare;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.List;

/**
 * Stores which features are shared with which organizations; every write with its audit record, all or nothing. Domains are in lower
 * case. A deleted feature is shared with nobody. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface FeatureShares {
    /**
     * Stores a share.
     *
     * @return NAME_TAKEN if the feature is shared with the domain already, GONE if the tenant has no such feature
     */
    SaveResult share(FeatureShare share, AuditStamp stamp);

    /**
     * Removes a share.
     *
     * @return whether there was one
     */
    boolean unshare(TenantId tenant, FeatureId feature, String domain, AuditStamp stamp);

    /** Returns with whom the feature is shared, by domain. */
    List<FeatureShare> sharesOf(TenantId tenant, FeatureId feature);

    /** Returns what is shared with the domain, of all tenants, by owner and feature. */
    List<FeatureShare> sharedWith(String domain);
}
