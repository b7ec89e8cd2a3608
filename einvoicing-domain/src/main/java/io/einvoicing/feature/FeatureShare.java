package io.einvoicing.feature;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

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
    private static final int DOMAIN_LENGTH = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")+");

    public FeatureShare {
        domain = domain(domain);
    }

    /**
     * Returns the domain as it is compared.
     *
     * @throws IllegalArgumentException if the text is no internet domain
     */
    static String domain(String text) {
        String domain = text.toLowerCase(Locale.ROOT);
        if (domain.length() > DOMAIN_LENGTH || !DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    "domain must be an internet domain such as contoso.com (international names in their xn-- form)");
        }
        return domain;
    }
}
