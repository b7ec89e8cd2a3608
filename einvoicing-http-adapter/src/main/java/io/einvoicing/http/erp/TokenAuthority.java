package io.einvoicing.http.erp;

import java.net.URI;

/**
 * Where tokens for connected applications come from.
 *
 * @param tokenEndpoint address in which {@code {tenant}} stands for the application's directory
 */
public record TokenAuthority(String tokenEndpoint) {
    /** Microsoft Entra ID of the public cloud. */
    public static final TokenAuthority ENTRA_ID =
            new TokenAuthority("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token");

    private static final String TENANT = "{tenant}";

    public TokenAuthority {
        URI example = URI.create(tokenEndpoint.replace(TENANT, "contoso"));
        if (!tokenEndpoint.contains(TENANT) || example.getHost() == null) {
            throw new IllegalArgumentException(
                    "token endpoint must be an address with {tenant} in it, was \"" + tokenEndpoint + "\"");
        }
    }

    /** Returns the token endpoint of a directory: a UUID or a domain name. */
    URI of(String directoryTenant) {
        return URI.create(tokenEndpoint.replace(TENANT, directoryTenant));
    }
}
