package io.einvoicing.testkit.memory;

import io.einvoicing.testkit.contract.SecretVaultContract;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;

class InMemorySecretVaultTest extends SecretVaultContract {
    private final InMemorySecretVault vault = new InMemorySecretVault();

    @Override
    protected SecretVault vault() {
        return vault;
    }

    @Override
    protected URI address() {
        return URI.create("https://vault.example/");
    }

    @Override
    protected void putSecret(String name, String value) {
        vault.putSecret(address(), name, value);
    }

    @Override
    protected void putCertificate(String name, TestCertificate certificate) {
        vault.putCertificate(address(), name, certificate.inVault());
    }

    @Override
    protected void disableSecret(String name) {
        vault.disable(address(), name);
    }

    @Override
    protected void denyAccess(String name) {
        vault.denyAccess(address(), name);
    }

    @Override
    protected void takeDown() {
        vault.goDown();
    }

    @Override
    protected void bringUp() {
        vault.comeUp();
    }
}
