package io.einvoicing.feature;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;

/**
 * A feature shared with another organization, which may read its versions other than drafts and derive features from them.
 *
 * @param tenant owner
 * @param feature what is shared
 * @param domain internet domain of the other organization, such as {@code contoso.com}; kept in lower case
 * @param sharedAt instant of the command
 * @param sharedBy object id of who commanded it
 */
public record FeatureShare(TenantId tenant, FeatureId feature, String domain, Instant sharedAt, PrincipalId sharedBy) {
    public FeatureShare {
        domain = Require.domain("domain", domain);
    }
}
