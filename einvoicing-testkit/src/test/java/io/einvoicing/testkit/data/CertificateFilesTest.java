package io.einvoicing.testkit.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.vault.CertificateFiles;
import io.einvoicing.vault.VaultCertificate;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFilesTest {
    private final TestCertificates.Chain chain = TestCertificates.chain();

    @ParameterizedTest
    @ValueSource(strings = {"", "p@ss word"})
    void readsPkcs12(String password) throws Exception {
        assertHoldsChainAndKey(CertificateFiles.fromPkcs12(chain.end().pkcs12(password), password));
    }

    @Test
    void readsPem() throws Exception {
        assertHoldsChainAndKey(CertificateFiles.fromPem(chain.end().pem()));
    }

    @Test
    void ordersAPemFileThatHoldsTheIssuersFirst() throws Exception {
        String key = chain.end().pem().split("(?=-----BEGIN CERTIFICATE)", 2)[0];
        String reversed = pem(chain.root()) + pem(chain.intermediate()) + key + pem(chain.end());

        assertHoldsChainAndKey(CertificateFiles.fromPem(reversed));
    }

    @Test
    void readsAPublicCertificateWithAndWithoutPemLines() throws Exception {
        VaultCertificate expected = chain.root().inVaultWithoutKey();

        assertThat(CertificateFiles.fromText(chain.root().base64())).isEqualTo(expected);
        assertThat(CertificateFiles.fromText(pem(chain.root()))).isEqualTo(expected);
    }

    @Test
    void refusesAnotherPassword() {
        byte[] file = chain.end().pkcs12("right");

        assertThatThrownBy(() -> CertificateFiles.fromPkcs12(file, "wrong"))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("password");
    }

    @Test
    void refusesAKeyThatBelongsToNoneOfTheCertificates() {
        String key = chain.end().pem().split("(?=-----BEGIN CERTIFICATE)", 2)[0];

        assertThatThrownBy(() -> CertificateFiles.fromPem(key + pem(chain.root())))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("belongs to its private key");
        assertThatThrownBy(() -> CertificateFiles.fromPem(pem(chain.root())))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("holds 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cret", "!!!", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"})
    void refusesAnyOtherFileWithoutRepeatingIt(String content) {
        assertThatThrownBy(() -> CertificateFiles.fromText(content))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageNotContainingAny("s3cret", "AAAA", "!!!")
                .hasNoCause();
        assertThatThrownBy(() -> CertificateFiles.fromPem(content)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> CertificateFiles.fromPkcs12(content.getBytes(UTF_8), ""))
                .isInstanceOf(GeneralSecurityException.class)
                .hasNoCause();
    }

    private void assertHoldsChainAndKey(VaultCertificate read) throws Exception {
        assertThat(read.chain())
                .isEqualTo(List.of(
                        chain.end().certificate(),
                        chain.intermediate().certificate(),
                        chain.root().certificate()));
        byte[] data = "data".getBytes(UTF_8);
        Signature verification = Signature.getInstance("SHA256withRSA");
        verification.initVerify(chain.end().certificate());
        verification.update(data);
        assertThat(verification.verify(read.key().orElseThrow().sign("SHA256withRSA", data)))
                .isTrue();
    }

    private static String pem(TestCertificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n" + certificate.base64() + "\n-----END CERTIFICATE-----\n";
    }
}
