package io.einvoicing.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;

/** The service's own identity towards Azure. */
public final class AzureIdentity {
    private AzureIdentity() {}

    /**
     * Returns the identity that the surroundings give: environment variables ({@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID}
     * and a secret or certificate), a workload or managed identity, or a developer's signed-in tools, in this order.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/developer/java/sdk/authentication/credential-chains">
     *     Source: Credential chains in the Azure Identity library</a>
     */
    public static TokenCredential ofSurroundings() {
        return new DefaultAzureCredentialBuilder().build();
    }
}
