package io.einvoicing.connectedapp;

import io.einvoicing.kernel.Require;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * What a connected application is and how it is reached.
 *
 * @param name unique in the tenant
 * @param type what ERP it is
 * @param applicationUrl its address without query, such as {@code https://contoso.operations.dynamics.com}; a slash at the end is
 *     dropped
 * @param directoryTenant the directory in which it is registered: a tenant id or a domain name
 * @param credentials how the service identifies itself there
 */
public record ApplicationDetails(
        String name, Type type, URI applicationUrl, String directoryTenant, Credentials credentials) {
    /** Longest address, in characters. */
    public static final int URL_LENGTH = 2_000;

    /** A UUID fits it too; nothing else may stand in the address of the token endpoint. */
    private static final Pattern DIRECTORY = Pattern.compile(
            "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    public ApplicationDetails {
        Require.name("name", name);
        applicationUrl = url(applicationUrl);
        Require.name("tenant", directoryTenant);
        if (!DIRECTORY.matcher(directoryTenant).matches()) {
            throw new IllegalArgumentException("tenant must be a directory's id or domain name such as"
                    + " contoso.onmicrosoft.com, was \"" + directoryTenant + "\"");
        }
    }

    /** What ERP a connected application is. */
    public enum Type {
        DYNAMICS_365_FINANCE,
        DYNAMICS_365_SUPPLY_CHAIN_MANAGEMENT,
        /** A Dataverse endpoint. */
        DATAVERSE,
        /** Any other that speaks the protocol. */
        OTHER
    }

    /**
     * Credentials of the OAuth client credentials grant.
     *
     * @param clientId id of the client that is registered in the directory
     * @param secret where its secret is; never the secret
     */
    public record Credentials(String clientId, SecretReference secret) {
        public Credentials {
            Require.line("clientId", clientId, Require.NAME_LENGTH);
        }
    }

    private static URI url(URI given) {
        Require.webAddress("applicationUrl", given, URL_LENGTH);
        String text = given.toASCIIString();
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }
}
