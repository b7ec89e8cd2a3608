package io.einvoicing.azure;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.security.keyvault.certificates.CertificateClient;
import com.azure.security.keyvault.certificates.CertificateClientBuilder;
import com.azure.security.keyvault.certificates.models.ImportCertificateOptions;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import io.einvoicing.testkit.contract.SecretVaultContract;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Key Vault itself, where one is given that holds nothing else: {@code EINVOICING_TEST_KEY_VAULT_URL}. The identity of the
 * surroundings needs to get, set, import, delete and purge secrets and certificates.
 */
class KeyVaultSecretVaultAzureIT extends SecretVaultContract {
    private static final String ADDRESS = "EINVOICING_TEST_KEY_VAULT_URL";

    private final Set<String> secretsPut = new HashSet<>();
    private final Set<String> certificatesPut = new HashSet<>();
    private KeyVaultSecretVault vault;
    private SecretClient secrets;
    private CertificateClient certificates;

    @BeforeEach
    void connect() {
        assumeTrue(System.getenv(ADDRESS) != null, "SKIPPED: set " + ADDRESS + " to test against Azure itself");
        TokenCredential identity = AzureIdentity.ofSurroundings();
        AzureConnection connection = AzureConnection.toPublicClouds();
        HttpClient http = connection.httpClient();
        vault = new KeyVaultSecretVault(identity, connection);
        secrets = new SecretClientBuilder()
                .vaultUrl(System.getenv(ADDRESS))
                .credential(identity)
                .httpClient(http)
                .buildClient();
        certificates = new CertificateClientBuilder()
                .vaultUrl(System.getenv(ADDRESS))
                .credential(identity)
                .httpClient(http)
                .buildClient();
    }

    @AfterEach
    void purge() {
        for (String name : secretsPut) {
            secrets.beginDeleteSecret(name).waitForCompletion();
            secrets.purgeDeletedSecret(name);
        }
        for (String name : certificatesPut) {
            certificates.beginDeleteCertificate(name).waitForCompletion();
            certificates.purgeDeletedCertificate(name);
        }
    }

    @Override
    protected SecretVault vault() {
        return vault;
    }

    @Override
    protected URI address() {
        return URI.create(System.getenv(ADDRESS));
    }

    @Override
    protected void putSecret(String name, String value) {
        secretsPut.add(name);
        secrets.setSecret(name, value);
    }

    @Override
    protected void putCertificate(String name, TestCertificate certificate) {
        certificatesPut.add(name);
        certificates.importCertificate(
                new ImportCertificateOptions(name, certificate.pkcs12("import")).setPassword("import"));
    }

    @Override
    protected void disableSecret(String name) {
        KeyVaultSecret secret = secrets.getSecret(name);
        secrets.updateSecretProperties(secret.getProperties().setEnabled(false));
    }

    @Override
    protected void denyAccess(String name) {
        abort("SKIPPED: a test cannot take its own permissions away");
    }

    @Override
    protected void takeDown() {
        abort("SKIPPED: a test cannot take Azure down");
    }

    @Override
    protected void bringUp() {}
}
