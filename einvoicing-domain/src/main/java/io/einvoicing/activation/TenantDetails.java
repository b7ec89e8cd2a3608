package io.einvoicing.activation;

import io.einvoicing.kernel.Require;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an operator can change about a tenant.
 *
 * @param name for people
 * @param domain the organization's internet domain such as {@code contoso.com}, which no other tenant bears; kept in lower case
 * @param configurator the first person who may configure the tenant
 */
public record TenantDetails(String name, Optional<String> domain, Optional<Configurator> configurator) {
    private static final int DOMAIN_LENGTH = 253;
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    public TenantDetails {
        Require.name("name", name);
        domain = domain.map(TenantDetails::checkedDomain);
    }

    /** Returns the details of a tenant with a name and nothing else. */
    public static TenantDetails named(String name) {
        return new TenantDetails(name, Optional.empty(), Optional.empty());
    }

    private static String checkedDomain(String text) {
        String domain = text.toLowerCase(Locale.ROOT);
        if (domain.length() > DOMAIN_LENGTH || !DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    "domain must be an internet domain such as contoso.com (international names in their xn-- form)");
        }
        return domain;
    }
}
