package io.einvoicing.service.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.flow.Verdict;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.LogMessage.Severity;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.response.XsltResponseParser;
import io.einvoicing.xml.signing.SignatureSettings;
import io.einvoicing.xml.signing.XadesSigner;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.TransformException;
import io.einvoicing.xml.transform.TransformLimits;
import io.einvoicing.xml.validation.DocumentValidator;
import io.einvoicing.xml.validation.PublishedRuleSets;
import io.einvoicing.xml.validation.ValidationReport;
import io.einvoicing.xml.validation.ValidationReport.Outcome;
import io.einvoicing.xml.validation.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves the samples and the two format configurations that the demo uses. */
class DemoDocumentsTest {
    private static final XmlEngine XML = XmlEngine.create();
    private static final XmlParser PARSER = new XmlParser(XML, XmlLimits.DEFAULT);
    private static final TransformEngine TRANSFORMATIONS =
            new TransformEngine(XML, PARSER, new TransformLimits(Duration.ofSeconds(60), 20_000_000));
    private static final DocumentValidator VALIDATOR =
            new DocumentValidator(XML, XmlLimits.DEFAULT, List.of(PublishedRuleSets.PEPPOL_BIS_3));
    private static final String TO_PEPPOL = resource("peppol-bis-billing-3.xslt");

    @AfterAll
    static void endThreads() {
        TRANSFORMATIONS.close();
    }

    @Test
    void thereAreAtLeastTwentyFiveValidOnes() throws Exception {
        assertThat(validDocuments()).hasSizeGreaterThanOrEqualTo(25);
    }

    @ParameterizedTest
    @MethodSource("validDocuments")
    void isValidForPeppolBisBilling3(Path document) throws Exception {
        ValidationReport report = validate(toPeppol(Files.readString(document)));
        assertThat(report.violations()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.VALID);
    }

    @ParameterizedTest
    @MethodSource("validDocuments")
    void staysValidWhenSignedButForTheEmptyElementsOfTheSignatureItself(Path document) throws Exception {
        byte[] signed = new XadesSigner(PARSER)
                .sign(
                        toPeppol(Files.readString(document)),
                        TestCertificates.chain().end().inVault(),
                        TestData.NOW,
                        SignatureSettings.DEFAULT);
        ValidationReport report = validate(signed);
        assertThat(report.layers().subList(0, 2))
                .extracting(ValidationReport.Layer::outcome)
                .containsOnly(Outcome.VALID);
        assertThat(report.layers().get(2).violations()).allSatisfy(violation -> {
            assertThat(violation.ruleId()).isEqualTo("PEPPOL-EN16931-R008");
            assertThat(violation.location()).contains("/ds:Signature[1]/");
        });
    }

    @ParameterizedTest
    @CsvSource({"50-invalid-wrong-total, BR-CO-16", "51-invalid-vat-id-missing, BR-S-02"})
    void anInvalidOneBreaksTheRuleThatItIsFor(String name, String rule) {
        ValidationReport report = validate(toPeppol(resource("documents/" + name + ".json")));
        assertThat(report.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(report.violations()).extracting(Violation::ruleId).containsExactly(rule);
    }

    @Test
    void everyFaultOfABusinessDocumentIsNamedWithItsPlace() {
        String faulty = """
                {"documentType": "receipt", "issueDate": "23.11.2026", "note": "", "suplier": {},
                 "lines": [{"quantity": 2, "price": {"amount": "12,50"}}], "charges": {}}""";
        assertThatThrownBy(() -> toPeppol(faulty))
                .isInstanceOf(TransformException.class)
                .hasMessageContaining("documentType must be invoice or creditNote, was receipt")
                .hasMessageContaining("currency is missing")
                .hasMessageContaining("issueDate must be a date such as 2026-11-23, was 23.11.2026")
                .hasMessageContaining("note is empty: leave the field out")
                .hasMessageContaining("suplier is not a field of this format")
                .hasMessageContaining(
                        "lines[1].quantity must be a string (in quotes: a JSON number may lose digits), was 2")
                .hasMessageContaining("lines[1].price.amount must be a decimal such as 1250.00, was 12,50")
                .hasMessageContaining("charges must be an array");
    }

    @Test
    void keepsEveryDigitOfAnAmount() throws Exception {
        String document = resource("documents/01-invoice-one-line.json")
                .replace("\"389.00\"", "\"12345678901234567890.12345678900\"");
        assertThat(new String(toPeppol(document), UTF_8)).contains(">12345678901234567890.12345678900<");
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        assertThatThrownBy(() -> toPeppol("{\"number\": \"1\", \"number\": \"2\"}"))
                .isInstanceOf(TransformException.class)
                .hasMessageContaining("uplicate");
    }

    @Test
    void theAuthoritysVerdictIsRead() {
        assertThat(verdict("""
                {"status": "REJECTED", "receipt": "R-7", "original": null,
                 "messages": [{"code": "S-1", "severity": "ERROR", "text": "schema", "location": "/Invoice"}]}"""))
                .contains(new Verdict(
                        InvoiceStatus.REJECTED,
                        Optional.of("R-7"),
                        List.of(new LogMessage(Severity.ERROR, "S-1", "schema", "/Invoice"))));
    }

    @Test
    void aDuplicateHasTheVerdictOfItsOriginal() {
        assertThat(verdict(
                        "{\"status\": \"DUPLICATE\", \"original\": {\"status\": \"ACCEPTED\", \"receipt\": \"R-3\"}}"))
                .hasValueSatisfying(verdict -> {
                    assertThat(verdict.status()).isEqualTo(InvoiceStatus.ACCEPTED);
                    assertThat(verdict.receipt()).contains("R-3");
                    assertThat(verdict.messages()).extracting(LogMessage::code).containsExactly("DUPLICATE");
                });
    }

    @Test
    void aDuplicateWhoseOriginalIsNotToldStaysOne() {
        assertThat(verdict("{\"status\": \"DUPLICATE\"}"))
                .hasValueSatisfying(
                        verdict -> assertThat(verdict.leavesOriginalOpen()).isTrue());
        assertThat(verdict("{\"status\": \"DUPLICATE\", \"receipt\": \"R-3\"}"))
                .hasValueSatisfying(
                        verdict -> assertThat(verdict.leavesOriginalOpen()).isFalse());
    }

    @Test
    void anythingElseFromTheAuthorityIsNoVerdict() {
        assertThat(verdict("{\"status\": null, \"messages\": [{\"code\": \"KEY-03\", \"text\": \"unknown\"}]}"))
                .isEmpty();
        assertThat(verdict("[1]")).isEmpty();
        assertThat(verdict("503 Service Unavailable")).isEmpty();
    }

    static List<Path> validDocuments() throws IOException, URISyntaxException {
        Path folder = Path.of(DemoDocumentsTest.class.getResource("documents").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.getFileName().toString().contains("invalid"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] toPeppol(String businessDocument) {
        return TRANSFORMATIONS.transform(TO_PEPPOL, json(businessDocument));
    }

    private static ValidationReport validate(byte[] document) {
        return VALIDATOR.validate(PublishedRuleSets.PEPPOL_BIS_3.id(), document);
    }

    private static Optional<Verdict> verdict(String response) {
        return new XsltResponseParser(TRANSFORMATIONS, PARSER)
                .parse(new FormatConfiguration("Answer", resource("authority-response.xslt")), json(response));
    }

    private static DocumentContent json(String text) {
        return new DocumentContent("application/json", text.getBytes(UTF_8));
    }

    private static String resource(String name) {
        try (InputStream in = DemoDocumentsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }
}
