package io.einvoicing.xml.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlRefusedException;
import io.einvoicing.xml.validation.ValidationReport.Layer;
import io.einvoicing.xml.validation.ValidationReport.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentValidatorTest {
    private static final String PEPPOL_INVOICE = PublishedRuleSets.PEPPOL_BIS_3_INVOICE.id();
    private static final DocumentValidator VALIDATOR =
            new DocumentValidator(XmlEngine.create(), XmlLimits.DEFAULT, PublishedRuleSets.all());

    @Test
    void everyPublishedRuleSetPassesItsSelfCheck() {
        assertThat(VALIDATOR.ruleSetIds()).hasSize(5).allSatisfy(id -> {
            VALIDATOR.prepare(id);
            VALIDATOR.selfCheck(id);
        });
    }

    @Test
    void oneRuleSetTakesInvoicesAndCreditNotes() {
        RuleSet either = PublishedRuleSets.PEPPOL_BIS_3;
        for (RuleSet own :
                List.of(PublishedRuleSets.PEPPOL_BIS_3_INVOICE, PublishedRuleSets.PEPPOL_BIS_3_CREDIT_NOTE)) {
            RuleSet sampled = new RuleSet(
                    "sampled", either.schemas(), either.schematrons(), own.validSample(), own.invalidSample());
            validatorOf(sampled).selfCheck("sampled");
        }
    }

    @Test
    void selfCheckFailsWhenTheValidSampleDoesNotValidate() {
        RuleSet published = PublishedRuleSets.EN_16931_INVOICE;
        RuleSet wrong = new RuleSet(
                "wrong",
                published.schemas(),
                published.schematrons(),
                published.invalidSample(),
                published.invalidSample());
        assertThatThrownBy(() -> validatorOf(wrong).selfCheck("wrong"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("INVALID instead of VALID")
                .hasMessageContaining("BR-CO-16");
    }

    @Test
    void selfCheckFailsWhenTheInvalidSampleValidates() {
        RuleSet published = PublishedRuleSets.EN_16931_INVOICE;
        RuleSet toothless = new RuleSet(
                "toothless", published.schemas(), List.of(), published.validSample(), published.invalidSample());
        assertThatThrownBy(() -> validatorOf(toothless).selfCheck("toothless"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("VALID instead of INVALID");
    }

    @Test
    void namesTheMissingArtefactOfARuleSet() {
        RuleSet missing = new RuleSet("missing", List.of("no/such.xsd"), List.of(), "a", "b");
        assertThatThrownBy(() -> validatorOf(missing).prepare("missing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no/such.xsd");
    }

    @Test
    void namesTheKnownRuleSetsWhenOneIsUnknown() {
        assertThatThrownBy(() -> VALIDATOR.validate("nonsense", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining(PEPPOL_INVOICE);
    }

    @Test
    void aValidInvoicePassesEveryLayer() throws IOException {
        ValidationReport report = VALIDATOR.validate(PEPPOL_INVOICE, rich());
        assertThat(report.outcome()).isEqualTo(Outcome.VALID);
        assertThat(report.layers())
                .extracting(Layer::name)
                .containsExactly("XML Schema", "EN 16931", "Peppol BIS Billing 3");
        assertThat(report.violations()).isEmpty();
    }

    @Test
    void aViolationSaysWhichRuleWhereAndWhichBusinessTerms() throws IOException {
        byte[] document = replace(rich(), ">297.00<", ">296.00<");
        Violation violation = VALIDATOR.validate(PEPPOL_INVOICE, document).violations().stream()
                .filter(each -> each.ruleId().equals("BR-CO-10"))
                .findFirst()
                .orElseThrow();
        assertThat(violation.layer()).isEqualTo("EN 16931");
        assertThat(violation.severity()).isEqualTo(Severity.ERROR);
        assertThat(violation.location()).isEqualTo("/Invoice/cac:LegalMonetaryTotal[1]");
        assertThat(lines(document).get(violation.line() - 1)).contains("<cac:LegalMonetaryTotal>");
        assertThat(violation.businessTerms()).containsExactly("BT-106", "BT-131");
        assertThat(violation.text()).contains("Sum of Invoice line net amount");
    }

    @Test
    void locationCountsElementsOfTheSameName() throws IOException {
        byte[] document = replace(rich(), "item 3", " ");
        assertThat(VALIDATOR.validate(PEPPOL_INVOICE, document).violations())
                .extracting(Violation::location)
                .contains("/Invoice/cac:InvoiceLine[3]/cac:Item[1]/cbc:Name[1]");
    }

    @Test
    void aWarningLeavesTheDocumentValid() throws IOException {
        byte[] document = replace(rich(), "<cbc:DueDate>", "<cbc:IssueTime>10:00:00</cbc:IssueTime><cbc:DueDate>");
        ValidationReport report = VALIDATOR.validate(PublishedRuleSets.EN_16931_INVOICE.id(), document);
        assertThat(report.outcome()).isEqualTo(Outcome.VALID);
        assertThat(report.violations())
                .singleElement()
                .satisfies(warning -> assertThat(warning.severity()).isEqualTo(Severity.WARNING))
                .satisfies(warning -> assertThat(warning.ruleId()).isEqualTo("UBL-CR-006"));
    }

    @Test
    void rulesAreNotDecidedWhenTheSchemaIsBroken() throws IOException {
        byte[] document = replace(rich(), "<cbc:DueDate>2026-02-15</cbc:DueDate>", "<cbc:DueDate>soon</cbc:DueDate>");
        ValidationReport report = VALIDATOR.validate(PEPPOL_INVOICE, document);
        assertThat(report.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(report.layers())
                .extracting(Layer::outcome)
                .containsExactly(Outcome.INVALID, Outcome.NOT_DECIDED, Outcome.NOT_DECIDED);
        assertThat(report.violations()).extracting(Violation::ruleId).contains("cvc-datatype-valid.1.2.1");
        assertThat(report.violations())
                .allSatisfy(violation ->
                        assertThat(lines(document).get(violation.line() - 1)).contains("soon"));
    }

    @Test
    void aLayerIsNotDecidedWhenARuleCannotBeEvaluated() throws IOException {
        byte[] document = replace(
                rich(),
                "<cbc:RegistrationName>Buyer AB</cbc:RegistrationName>",
                "<cbc:RegistrationName>Buyer AB</cbc:RegistrationName></cac:PartyLegalEntity><cac:PartyLegalEntity>"
                        + "<cbc:RegistrationName>Buyer AB</cbc:RegistrationName>");
        ValidationReport report = VALIDATOR.validate(PublishedRuleSets.EN_16931_INVOICE.id(), document);
        assertThat(report.outcome()).isEqualTo(Outcome.NOT_DECIDED);
        assertThat(report.violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.ruleId()).isEqualTo("BR-07"))
                .satisfies(violation -> assertThat(violation.severity()).isEqualTo(Severity.ERROR))
                .satisfies(violation -> assertThat(violation.location()).isEqualTo("/Invoice"))
                .satisfies(violation -> assertThat(violation.text()).contains("more than one item"));
    }

    @Test
    void aLayerIsNotDecidedWhenItsTimeIsUsedUp() throws IOException {
        DocumentValidator hurried = new DocumentValidator(
                XmlEngine.create(),
                XmlLimits.DEFAULT,
                new ValidationLimits(Duration.ofNanos(1), 10),
                PublishedRuleSets.all());
        ValidationReport report = hurried.validate(PEPPOL_INVOICE, rich());
        assertThat(report.outcome()).isEqualTo(Outcome.NOT_DECIDED);
        assertThat(report.violations()).extracting(Violation::ruleId).containsOnly("time-limit");
    }

    @Test
    void reportsARuleAtALimitedNumberOfPlaces() throws IOException {
        DocumentValidator terse = new DocumentValidator(
                XmlEngine.create(),
                XmlLimits.DEFAULT,
                new ValidationLimits(Duration.ofMinutes(1), 3),
                PublishedRuleSets.all());
        byte[] document = replace(rich(), "<cbc:Note>Line note</cbc:Note>", "<cbc:Note/>".repeat(9));
        assertThat(terse.validate(PEPPOL_INVOICE, document).violations())
                .filteredOn(violation -> violation.ruleId().equals("PEPPOL-EN16931-R008"))
                .hasSize(3);
        byte[] brokenSchema = replace(rich(), "<cbc:Note>Line note</cbc:Note>", "<cbc:Nonsense/>".repeat(9));
        assertThat(terse.validate(PEPPOL_INVOICE, brokenSchema).violations()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void anotherKindOfDocumentBreaksTheSchema() throws IOException {
        byte[] creditNote = resource("rich-credit-note.xml");
        assertThat(VALIDATOR.validate(PEPPOL_INVOICE, creditNote).violations())
                .extracting(Violation::ruleId)
                .containsExactly("cvc-elt.1.a");
    }

    @Test
    void refusesWhatIsNoAcceptableXml() {
        byte[] document = "<!DOCTYPE Invoice><Invoice/>".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> VALIDATOR.validate(PEPPOL_INVOICE, document)).isInstanceOf(XmlRefusedException.class);
    }

    private static DocumentValidator validatorOf(RuleSet ruleSet) {
        return new DocumentValidator(XmlEngine.create(), XmlLimits.DEFAULT, List.of(ruleSet));
    }

    private static byte[] rich() throws IOException {
        return resource("rich-invoice.xml");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DocumentValidatorTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] replace(byte[] document, String text, String replacement) {
        String before = new String(document, StandardCharsets.UTF_8);
        assertThat(before).contains(text);
        return before.replace(text, replacement).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines(byte[] document) {
        return new String(document, StandardCharsets.UTF_8).lines().toList();
    }
}
