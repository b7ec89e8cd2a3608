package io.einvoicing.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.vault.AddressClaim;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressClaimTest {
    @ParameterizedTest
    @CsvSource({
        "https://contoso.vault.azure.net, https://contoso.vault.azure.net/",
        "HTTPS://Contoso.Vault.Azure.NET:443/, https://contoso.vault.azure.net/",
        "https://contoso.vault.azure.net./secrets/../x, https://contoso.vault.azure.net/",
        "https://127.0.0.1:8443/contoso, https://127.0.0.1:8443/",
        "file:/data/vaults/contoso, file:///data/vaults/contoso",
        "FILE:///data//vaults/./other/../contoso/, file:///data/vaults/contoso",
        "file:/data/vaults/cont%6fso, file:///data/vaults/contoso",
        "memory:contoso, memory:contoso"
    })
    void writesEveryAddressOfAVaultAlike(URI spelling, String address) {
        assertThat(AddressClaim.vaultAddress(spelling)).isEqualTo(address);
    }
}
