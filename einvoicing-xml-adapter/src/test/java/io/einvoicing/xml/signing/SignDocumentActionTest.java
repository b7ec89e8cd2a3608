package io.einvoicing.xml.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.testkit.data.TestActionContext;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignDocumentActionTest {
    private static final TestCertificate CERTIFICATE =
            TestCertificates.aCertificate().subject("CN=Signer").build();

    private final SignDocumentAction action =
            new SignDocumentAction(new XadesSigner(new XmlParser(XmlEngine.create(), XmlLimits.DEFAULT)));

    @Test
    void completesWithTheSignedFile() {
        String signed = signed(context("<order/>", CERTIFICATE.inVault()));
        assertThat(signed)
                .startsWith("<?xml")
                .contains("rsa-sha256")
                .contains("2026-11-23T10:15:30Z")
                .endsWith("</ds:Signature></order>");
    }

    @Test
    void followsItsParameters() {
        String signed = signed(context("<order><auth/></order>", CERTIFICATE.inVault())
                .with(SignDocumentAction.SIGNATURE_METHOD, "RSA-SHA512")
                .with(SignDocumentAction.DIGEST_METHOD, "SHA-384")
                .with(SignDocumentAction.CANONICALIZATION_METHOD, "Inclusive 1.1")
                .with(SignDocumentAction.PLACE, "auth"));
        assertThat(signed)
                .contains("rsa-sha512", "xmldsig-more#sha384", "xml-c14n11")
                .endsWith("</ds:Signature></auth></order>");
    }

    @Test
    void failsWhenTheVaultHoldsNoKey() {
        assertThat(action.execute(context("<order/>", CERTIFICATE.inVaultWithoutKey())))
                .isInstanceOfSatisfying(
                        ActionOutcome.FinalFailure.class,
                        failure -> assertThat(failure.reason()).contains("without its private key"));
    }

    @Test
    void failsWhenTheFileIsNoXml() {
        assertThat(action.execute(context("{}", CERTIFICATE.inVault())))
                .isInstanceOfSatisfying(
                        ActionOutcome.FinalFailure.class,
                        failure -> assertThat(failure.messages())
                                .extracting("code")
                                .containsExactly("MALFORMED"));
    }

    @Test
    void leavesAnUnreachableVaultToTheEngine() {
        SigningKey unreachable = (algorithm, data) -> {
            throw new VaultUnavailableException(URI.create("https://v.example/"), "sign", "no answer", null);
        };
        VaultCertificate certificate = new VaultCertificate(CERTIFICATE.chain(), Optional.of(unreachable));
        assertThatThrownBy(() -> action.execute(context("<order/>", certificate)))
                .isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    void anImpossiblePlaceIsFoundBeforeItIsDeployed() {
        Action misplaced = Action.of(
                "Sign", "Sign document", Map.of(SignDocumentAction.PLACE, ParameterValue.literal("//order[1]")));
        assertThat(action.check(misplaced, FeatureContent.EMPTY))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.field()).isEqualTo("actions[Sign].Element to insert signature"));
    }

    private String signed(TestActionContext context) {
        ActionOutcome outcome = action.execute(context);
        assertThat(outcome).isInstanceOf(ActionOutcome.Completed.class);
        ActionOutput.File file = (ActionOutput.File) outcome.outputs().get(0);
        assertThat(file.name()).isEqualTo(SignDocumentAction.OUTPUT);
        return new String(file.content().bytes(), StandardCharsets.UTF_8);
    }

    private TestActionContext context(String document, VaultCertificate certificate) {
        return new TestActionContext(action.description())
                .withFile(SignDocumentAction.INPUT, "application/xml", document)
                .with(SignDocumentAction.CERTIFICATE, certificate);
    }
}
