package io.einvoicing.http.api;

import io.einvoicing.connectedapp.ApplicationDetails;
import io.einvoicing.vault.SecretReference;
import io.einvoicing.vault.VaultObject;
import java.net.URI;

/**
 * How the service identifies itself to a connected application.
 *
 * @param clientId id of the client that is registered in the directory
 * @param vault address of the key vault that holds the client's secret
 * @param secret name of the secret in that vault; never its value
 */
public record ApplicationCredentials(String clientId, URI vault, String secret) {
    public ApplicationCredentials {
        VaultObject.checkName("secret", secret);
        domain(clientId, vault, secret);
    }

    static ApplicationCredentials of(ApplicationDetails.Credentials credentials) {
        return new ApplicationCredentials(
                credentials.clientId(),
                credentials.secret().vault(),
                credentials.secret().name());
    }

    ApplicationDetails.Credentials toDomain() {
        return domain(clientId, vault, secret);
    }

    private static ApplicationDetails.Credentials domain(String clientId, URI vault, String secret) {
        return new ApplicationDetails.Credentials(clientId, new SecretReference(vault, secret));
    }
}
