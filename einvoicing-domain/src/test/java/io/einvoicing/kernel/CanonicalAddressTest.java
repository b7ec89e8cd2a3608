package io.einvoicing.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://contoso.vault.azure.net, https://contoso.vault.azure.net/",
        "HTTPS://Contoso.Vault.Azure.NET:443/, https://contoso.vault.azure.net/",
        "https://contoso.vault.azure.net./secrets/../x, https://contoso.vault.azure.net/",
        "https://contoso.vault.azure.net..:443/, https://contoso.vault.azure.net/",
        "https://user:word@contoso.vault.azure.net:/, https://contoso.vault.azure.net/",
        "https://contoso_x.vault.azure.net/, https://contoso_x.vault.azure.net/",
        "https://con%74oso.vault.azure.net/, https://contoso.vault.azure.net/",
        "https://127.0.0.1:8443/contoso, https://127.0.0.1:8443/",
        "http://127.0.0.1:80/contoso, http://127.0.0.1/",
        "https://[::1]:8443/contoso, https://[::1]:8443/",
        "file:/data/vaults/contoso, file:///data/vaults/contoso",
        "FILE:///data//vaults/./other/../contoso/, file:///data/vaults/contoso",
        "file:/data/vaults/cont%6fso, file:///data/vaults/contoso",
        "file:/../../data, file:///data",
        "memory:contoso, memory:contoso"
    })
    void writesEveryAddressOfAServerAlike(URI spelling, String address) {
        assertThat(CanonicalAddress.ofServer(spelling)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acct.blob.core.windows.net/docs",
                "https://acct.blob.core.windows.net/docs/?sv=2026&sig=x/../y",
                "https://acct.blob.core.windows.net//docs#sig",
                "https://acct.blob.core.windows.net/%64ocs?sig=x",
                "https://u@acct.blob.core.windows.net/docs?sig=x",
                "https://acct.blob.core.windows.net./docs?sig=x",
                "HTTPS://ACCT.blob.core.windows.net:443/DOCS?sig=x",
                "https://acct.blob.core.windows.net/other/../docs?sig=x"
            })
    void writesEveryAddressOfAContainerAlike(String spelling) {
        assertThat(CanonicalAddress.of(spelling)).isEqualTo("https://acct.blob.core.windows.net/docs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sig=secret", "docs?sig=secret", "https://exa mple/sig=secret", "//host/secret"})
    void refusesWhatIsNoAddressWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> CanonicalAddress.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be an absolute address")
                .hasNoCause();
    }
}
