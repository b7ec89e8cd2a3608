package io.einvoicing.http.api;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.feature.FeatureShare;
import java.time.Instant;

/**
 * With whom a feature is shared.
 *
 * @param domain internet domain of the organization
 * @param sharedAt instant of the command
 * @param sharedBy object id of who commanded it
 */
public record ShareView(String domain, Instant sharedAt, PrincipalId sharedBy) {
    /** Shows a share. */
    public static ShareView of(FeatureShare share) {
        return new ShareView(share.domain(), share.sharedAt(), share.sharedBy());
    }
}
