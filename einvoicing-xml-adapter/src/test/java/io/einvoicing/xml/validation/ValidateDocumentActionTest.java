package io.einvoicing.xml.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.testkit.data.TestActionContext;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ValidateDocumentActionTest {
    private static final XmlEngine ENGINE = XmlEngine.create();
    private static final ValidateDocumentAction ACTION =
            new ValidateDocumentAction(new DocumentValidator(ENGINE, XmlLimits.DEFAULT, PublishedRuleSets.all()));

    @Test
    void offersTheRuleSetsAsChoices() {
        assertThat(ACTION.description()
                        .parameter(ValidateDocumentAction.RULE_SET)
                        .orElseThrow()
                        .choices())
                .hasSize(5)
                .contains("eu.peppol.bis3:invoice:2026.5");
    }

    @Test
    void aValidDocumentCompletesWithTheReport() throws IOException {
        ActionOutcome outcome = ACTION.execute(input(richInvoice()));
        assertThat(outcome).isInstanceOf(ActionOutcome.Completed.class);
        assertThat(outcome.messages()).isEmpty();
        assertThat(report(outcome)).contains("outcome=\"valid\"").doesNotContain("<violation");
    }

    @Test
    void aWarningIsAMessageOfACompletedAction() throws IOException {
        String document =
                richInvoice().replace("<cbc:DueDate>", "<cbc:IssueTime>10:00:00</cbc:IssueTime><cbc:DueDate>");
        ActionOutcome outcome = ACTION.execute(input(document));
        assertThat(outcome).isInstanceOf(ActionOutcome.Completed.class);
        assertThat(outcome.messages()).singleElement().satisfies(message -> {
            assertThat(message.severity()).isEqualTo(LogMessage.Severity.WARNING);
            assertThat(message.code()).isEqualTo("UBL-CR-006");
        });
    }

    @Test
    void anInvalidDocumentFailsForGoodWithEveryViolationAsAMessage() throws IOException {
        ActionOutcome outcome = ACTION.execute(input(richInvoice().replace(">301.00<", ">302.00<")));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ActionOutcome.FinalFailure.class,
                        failure -> assertThat(failure.reason()).contains("2026.5: 1 error"));
        assertThat(outcome.messages()).singleElement().satisfies(message -> {
            assertThat(message.severity()).isEqualTo(LogMessage.Severity.ERROR);
            assertThat(message.code()).isEqualTo("BR-CO-16");
            assertThat(message.location()).startsWith("/Invoice/cac:LegalMonetaryTotal[1], line ");
        });
        assertThat(report(outcome)).contains("rule=\"BR-CO-16\"").contains("businessTerms=\"BT-115");
        new XmlParser(ENGINE, XmlLimits.DEFAULT).parse(report(outcome).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void manyViolationsFillTheReportButNotTheLog() throws IOException {
        String document = richInvoice()
                .replace(
                        "<cac:AdditionalItemProperty>",
                        "<cac:AdditionalItemProperty><cbc:Name>a</cbc:Name><cbc:Value/></cac:AdditionalItemProperty>"
                                        .repeat(600)
                                + "<cac:AdditionalItemProperty>");
        ActionOutcome outcome = ACTION.execute(input(document));
        assertThat(outcome.messages()).hasSize(501);
        assertThat(outcome.messages().get(500).text()).contains("more in the file");
        assertThat(report(outcome).split("<violation")).hasSizeGreaterThan(600);
    }

    @Test
    void aDoctypeFailsForGoodAndNamesTheRemedy() {
        ActionOutcome outcome = ACTION.execute(input("<!DOCTYPE Invoice><Invoice/>"));
        assertThat(outcome).isInstanceOf(ActionOutcome.FinalFailure.class);
        assertThat(outcome.messages()).singleElement().satisfies(message -> {
            assertThat(message.code()).isEqualTo("DOCTYPE");
            assertThat(message.text()).contains("remove <!DOCTYPE");
        });
    }

    private static String report(ActionOutcome outcome) {
        ActionOutput.File file = (ActionOutput.File) outcome.outputs().get(0);
        assertThat(file.name()).isEqualTo(ValidateDocumentAction.REPORT);
        return new String(file.content().bytes(), StandardCharsets.UTF_8);
    }

    private static String richInvoice() throws IOException {
        try (InputStream in = ValidateDocumentActionTest.class.getResourceAsStream("rich-invoice.xml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ActionContext input(String document) {
        return new TestActionContext(ACTION.description())
                .withFile(ValidateDocumentAction.INPUT, "application/xml", document)
                .with(ValidateDocumentAction.RULE_SET, PublishedRuleSets.PEPPOL_BIS_3_INVOICE.id());
    }
}
