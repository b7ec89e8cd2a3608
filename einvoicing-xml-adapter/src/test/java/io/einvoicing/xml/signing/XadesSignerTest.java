package io.einvoicing.xml.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.XmlRefusedException;
import io.einvoicing.xml.signing.SignatureSettings.Canonicalization;
import io.einvoicing.xml.signing.SignatureSettings.Digest;
import io.einvoicing.xml.signing.SignatureSettings.Method;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Judges our signatures with two others: the JDK's validation of XML signatures and the European Commission's DSS. */
class XadesSignerTest {
    private static final TestCertificate ROOT =
            TestCertificates.aCertificate().subject("CN=Test root").authority().build();
    private static final TestCertificate CERTIFICATE = TestCertificates.aCertificate()
            .subject("CN=De Korenmolen, C=NL")
            .issuedBy(ROOT)
            .build();
    private static final TestCertificate STRANGER = TestCertificates.aCertificate()
            .subject("CN=Stranger, C=NL")
            .issuedBy(ROOT)
            .build();
    private static final Instant TIME = Instant.parse("2026-11-23T10:15:30.125Z");
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    private static final String INVOICE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
                xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
              <cbc:ID>2026-1001</cbc:ID>
              <cbc:Note>Şükrü: &lt;ışık&gt; &amp; “Αιγαίο” 😀&#13;
            second line &#9;</cbc:Note>
              <cbc:PayableAmount currencyID="EUR" name="a&#10;b&#9;&quot;😀">941.38</cbc:PayableAmount>
            </Invoice>
            """;

    private final XadesSigner signer = new XadesSigner(new XmlParser(XmlEngine.create(), XmlLimits.DEFAULT));

    @Test
    void signsSoThatTheJdkFindsTheSignatureValid() throws Exception {
        assertThat(isValidForTheJdk(sign(INVOICE), CERTIFICATE.certificate())).isTrue();
    }

    @Test
    void signsSoThatDssFindsTheSignatureValidAndOfBaselineLevelB() throws Exception {
        Reports reports = judgeByDss(sign(INVOICE));
        SignatureWrapper signature = onlySignature(reports);
        assertThat(signature.getSignatureFormat()).isEqualTo(SignatureLevel.XAdES_BASELINE_B);
        assertThat(signature.isSignatureIntact()).isTrue();
        assertThat(signature.isSignatureValid()).isTrue();
        assertThat(signature.getSigningCertificate().getId())
                .isEqualTo(new CertificateToken(CERTIFICATE.certificate()).getDSSIdAsString());
        assertThat(signature.getClaimedSigningTime()).isEqualTo("2026-11-23T10:15:30Z");
        // Nobody asks a revocation service here, so the verdict on the certificate stays open.
        assertThat(reports.getSimpleReport().getIndication(signature.getId()))
                .isIn(Indication.TOTAL_PASSED, Indication.INDETERMINATE);
    }

    @Test
    void bothJudgesSeeThatTheContentWasChanged() throws Exception {
        byte[] changed = replace(sign(INVOICE), "941.38", "941.39");
        assertThat(isValidForTheJdk(changed, CERTIFICATE.certificate())).isFalse();
        assertThat(onlySignature(judgeByDss(changed)).isSignatureValid()).isFalse();
    }

    @Test
    void bothJudgesSeeThatTheSigningTimeWasChanged() throws Exception {
        byte[] changed = replace(sign(INVOICE), "2026-11-23T10:15:30Z", "2026-11-22T10:15:30Z");
        assertThat(isValidForTheJdk(changed, CERTIFICATE.certificate())).isFalse();
        assertThat(onlySignature(judgeByDss(changed)).isSignatureValid()).isFalse();
    }

    @Test
    void bothJudgesSeeThatAnotherKeySigned() throws Exception {
        VaultCertificate mixed =
                new VaultCertificate(CERTIFICATE.chain(), STRANGER.inVault().key());
        byte[] signed = signer.sign(bytes(INVOICE), mixed, TIME, SignatureSettings.DEFAULT);
        assertThat(isValidForTheJdk(signed, CERTIFICATE.certificate())).isFalse();
        assertThat(onlySignature(judgeByDss(signed)).isSignatureIntact()).isFalse();
    }

    @Test
    void dssSeesThatTheCertificateWasExchanged() throws Exception {
        String signed = text(sign(INVOICE));
        Element own = only(parse(bytes(signed)), XMLSignature.XMLNS, "X509Certificate", 2);
        Element other = only(
                parse(signer.sign(bytes(INVOICE), STRANGER.inVault(), TIME, SignatureSettings.DEFAULT)),
                XMLSignature.XMLNS,
                "X509Certificate",
                2);
        String flat = signed.replace("&#13;", "");
        String exchanged = flat.replace(
                own.getTextContent().replace("\r", ""), other.getTextContent().replace("\r", ""));
        assertThat(exchanged).isNotEqualTo(flat);
        assertThat(onlySignature(judgeByDss(bytes(exchanged))).isSignatureIntact())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everySignatureMethodIsValid(Method method) throws Exception {
        assertThat(isValidForBoth(
                        new SignatureSettings(method, Digest.SHA256, Canonicalization.EXCLUSIVE, SignaturePlace.USUAL)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyDigestIsValid(Digest digest) throws Exception {
        assertThat(isValidForBoth(new SignatureSettings(
                        Method.RSA_SHA256, digest, Canonicalization.EXCLUSIVE, SignaturePlace.USUAL)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyCanonicalizationIsValid(Canonicalization canonicalization) throws Exception {
        assertThat(isValidForBoth(new SignatureSettings(
                        Method.RSA_SHA256, Digest.SHA256, canonicalization, SignaturePlace.USUAL)))
                .isTrue();
    }

    @Test
    void putsTheSignatureOfAUblDocumentIntoItsFirstExtension() throws Exception {
        Document signed = parse(sign(INVOICE));
        Element extensions = (Element) signed.getDocumentElement().getFirstChild();
        assertThat(extensions.getNodeName()).isEqualTo("ext:UBLExtensions");
        assertThat(path(signature(signed)))
                .isEqualTo("Invoice/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent");
    }

    @Test
    void putsTheSignatureOfAnyOtherDocumentAtItsEnd() throws Exception {
        Document signed = parse(sign("<order><line/></order>"));
        assertThat(signature(signed)).isSameAs(signed.getDocumentElement().getLastChild());
        assertThat(isValidForTheJdk(sign("<order><line/></order>"), CERTIFICATE.certificate()))
                .isTrue();
    }

    @Test
    void usesAnEmptyPlaceThatTheDocumentHas() throws Exception {
        byte[] signed = signAt("auth/sig", "<order><auth><sig/></auth><line/></order>");
        assertThat(path(signature(parse(signed)))).isEqualTo("order/auth/sig");
        assertThat(parse(signed).getElementsByTagName("sig").getLength()).isEqualTo(1);
        assertThat(isValidForTheJdk(signed, CERTIFICATE.certificate())).isTrue();
    }

    @Test
    void leavesOtherExtensionsAlone() throws Exception {
        String withExtension = INVOICE.replaceFirst("<cbc:ID>", """
                <e:UBLExtensions xmlns:e="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"><e:UBLExtension>\
                <e:ExtensionContent><own xmlns="urn:own"/></e:ExtensionContent></e:UBLExtension></e:UBLExtensions><cbc:ID>""");
        Document signed = parse(sign(withExtension));
        assertThat(path(signature(signed))).isEqualTo("Invoice/e:UBLExtensions/ext:UBLExtension/ext:ExtensionContent");
        assertThat(signed.getElementsByTagName("own").getLength()).isEqualTo(1);
        assertThat(isValidForTheJdk(sign(withExtension), CERTIFICATE.certificate()))
                .isTrue();
    }

    @Test
    void refusesAPlaceWhosePrefixTheDocumentDoesNotKnow() {
        assertThatThrownBy(() -> signAt("x:auth", "<order/>"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"x\"");
    }

    @Test
    void refusesAPlaceThatIsNoPath() {
        assertThatThrownBy(() -> new SignaturePlace("//order[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("//order[1]");
    }

    @Test
    void showsTheVaultNothingButTheCanonicalSignedInfo() {
        List<String> seen = new ArrayList<>();
        SigningKey watched = (algorithm, data) -> {
            seen.add(algorithm + " " + text(data));
            return CERTIFICATE.inVault().key().orElseThrow().sign(algorithm, data);
        };
        signer.sign(
                bytes(INVOICE),
                new VaultCertificate(CERTIFICATE.chain(), Optional.of(watched)),
                TIME,
                SignatureSettings.DEFAULT);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0)).startsWith("SHA256withRSA <ds:SignedInfo").endsWith("</ds:SignedInfo>");
    }

    @Test
    void reportsAnUnreachableVaultInsteadOfASignature() {
        VaultUnavailableException down =
                new VaultUnavailableException(URI.create("https://v.example/"), "sign", "no answer", null);
        SigningKey unreachable = (algorithm, data) -> {
            throw down;
        };
        VaultCertificate certificate = new VaultCertificate(CERTIFICATE.chain(), Optional.of(unreachable));
        assertThatThrownBy(() -> signer.sign(bytes(INVOICE), certificate, TIME, SignatureSettings.DEFAULT))
                .isSameAs(down);
    }

    @Test
    void refusesACertificateWithoutItsKey() {
        assertThatThrownBy(() ->
                        signer.sign(bytes(INVOICE), CERTIFICATE.inVaultWithoutKey(), TIME, SignatureSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("De Korenmolen")
                .hasMessageContaining("private key");
    }

    @Test
    void refusesADocumentWithADoctype() {
        assertThatThrownBy(() -> sign("<!DOCTYPE a><a/>")).isInstanceOf(XmlRefusedException.class);
    }

    @Test
    void givesEachSignatureItsOwnIdAndWorksFromManyThreads() throws Exception {
        List<byte[]> signed =
                IntStream.range(0, 40).parallel().mapToObj(i -> sign(INVOICE)).toList();
        for (byte[] each : signed) {
            assertThat(isValidForTheJdk(each, CERTIFICATE.certificate())).isTrue();
        }
        assertThat(signed.stream().map(XadesSignerTest::text).distinct()).hasSize(40);
    }

    @Test
    void aSecondSignatureLeavesTheDocumentSignedByBoth() throws Exception {
        byte[] once = sign("<order><line/></order>");
        byte[] twice = signer.sign(once, STRANGER.inVault(), TIME, SignatureSettings.DEFAULT);
        assertThat(parse(twice)
                        .getElementsByTagNameNS(XMLSignature.XMLNS, "Signature")
                        .getLength())
                .isEqualTo(2);
    }

    private byte[] sign(String document) {
        return signer.sign(bytes(document), CERTIFICATE.inVault(), TIME, SignatureSettings.DEFAULT);
    }

    private byte[] signAt(String place, String document) {
        SignatureSettings settings = new SignatureSettings(
                Method.RSA_SHA256, Digest.SHA256, Canonicalization.EXCLUSIVE, new SignaturePlace(place));
        return signer.sign(bytes(document), CERTIFICATE.inVault(), TIME, settings);
    }

    private boolean isValidForBoth(SignatureSettings settings) throws Exception {
        byte[] signed = signer.sign(bytes(INVOICE), CERTIFICATE.inVault(), TIME, settings);
        return isValidForTheJdk(signed, CERTIFICATE.certificate())
                && onlySignature(judgeByDss(signed)).isSignatureValid();
    }

    private static boolean isValidForTheJdk(byte[] signed, X509Certificate certificate) throws Exception {
        Document document = parse(signed);
        DOMValidateContext context = new DOMValidateContext(certificate.getPublicKey(), signature(document));
        context.setIdAttributeNS(only(document, XADES, "SignedProperties", 1), null, "Id");
        XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
        assertThat(signature.getSignedInfo().getReferences()).hasSize(2);
        return signature.validate(context);
    }

    private static Reports judgeByDss(byte[] signed) {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(new CertificateToken(ROOT.certificate()));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
        verifier.setTrustedCertSources(trusted);
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new InMemoryDocument(signed));
        validator.setCertificateVerifier(verifier);
        validator.setLocale(Locale.ENGLISH);
        return validator.validateDocument();
    }

    private static SignatureWrapper onlySignature(Reports reports) {
        assertThat(reports.getDiagnosticData().getSignatures()).hasSize(1);
        return reports.getDiagnosticData().getSignatures().get(0);
    }

    private static Element signature(Document document) {
        return only(document, XMLSignature.XMLNS, "Signature", 1);
    }

    private static Element only(Document document, String namespace, String name, int expected) {
        assertThat(document.getElementsByTagNameNS(namespace, name).getLength()).isEqualTo(expected);
        return (Element) document.getElementsByTagNameNS(namespace, name).item(0);
    }

    private static String path(Element signature) {
        String path = "";
        for (Element each = (Element) signature.getParentNode(); ; each = (Element) each.getParentNode()) {
            path = each.getNodeName() + (path.isEmpty() ? "" : "/" + path);
            if (each == each.getOwnerDocument().getDocumentElement()) {
                return path;
            }
        }
    }

    private static Document parse(byte[] document) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(document));
    }

    private static byte[] replace(byte[] document, String what, String by) {
        String changed = text(document).replace(what, by);
        assertThat(changed).isNotEqualTo(text(document));
        return bytes(changed);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
