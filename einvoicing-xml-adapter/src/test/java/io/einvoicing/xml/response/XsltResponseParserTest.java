package io.einvoicing.xml.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.LogMessage.Severity;
import io.einvoicing.testkit.contract.ResponseParserContract;
import io.einvoicing.testkit.data.TestActionContext;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.TransformLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XsltResponseParserTest extends ResponseParserContract {
    private static final FormatConfiguration FOR_JSON = stylesheet("""
            <xsl:param name="document"/>
            <xsl:template name="xsl:initial-template">
              <xsl:variable name="r" select="parse-json($document)"/>
              <xsl:if test="$r?status">
                <verdict status="{$r?status}" receipt="{$r?receipt}">
                  <xsl:for-each select="$r?messages?*">
                    <message code="{?code}" severity="{?severity}" location="{?location}">
                      <xsl:value-of select="?text"/>
                    </message>
                  </xsl:for-each>
                  <xsl:for-each select="$r?documents?*">
                    <document submission="{?id}" status="{?status}"/>
                  </xsl:for-each>
                </verdict>
              </xsl:if>
            </xsl:template>""");
    private static final FormatConfiguration FOR_XML = stylesheet("""
            <xsl:template match="/ack"><verdict status="{@result}"/></xsl:template>""");

    private final XmlEngine xml = XmlEngine.create();
    private final XmlParser xmlParser = new XmlParser(xml, XmlLimits.DEFAULT);
    private final TransformEngine engine =
            new TransformEngine(xml, xmlParser, new TransformLimits(Duration.ofSeconds(20), 100_000));
    private final XsltResponseParser parser = new XsltResponseParser(engine, xmlParser);

    @Override
    protected ResponseParser createParser() {
        return parser;
    }

    @Override
    protected FormatConfiguration configuration() {
        return FOR_JSON;
    }

    @Override
    protected FormatConfiguration faultyConfiguration() {
        return new FormatConfiguration("Answer", "<no/>");
    }

    @Override
    protected DocumentContent response(InvoiceStatus status, String receipt) {
        return json("{\"status\": \"" + status.code() + "\", \"receipt\": \"" + receipt + "\"}");
    }

    @AfterEach
    void endThreads() {
        engine.close();
    }

    @Test
    void readsStatusReceiptAndMessagesFromJson() {
        Optional<Verdict> verdict = parser.parse(FOR_JSON, json("""
                {"status": "REJECTED", "receipt": "R-1", "messages": [
                  {"code": "S-1", "severity": "ERROR", "text": "schema: toplam yanlış", "location": "/Invoice"},
                  {"text": "see the manual"}]}"""));
        assertThat(verdict)
                .contains(new Verdict(
                        InvoiceStatus.REJECTED,
                        Optional.of("R-1"),
                        List.of(
                                new LogMessage(Severity.ERROR, "S-1", "schema: toplam yanlış", "/Invoice"),
                                new LogMessage(Severity.INFO, "", "see the manual", ""))));
    }

    @Test
    void readsAStatusOfTheAuthoritysOwnFromXml() {
        assertThat(parser.parse(FOR_XML, new DocumentContent("text/xml", "<ack result='CLEARED'/>".getBytes(UTF_8))))
                .contains(new Verdict(new InvoiceStatus("CLEARED"), Optional.empty(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"state\": \"PROCESSING\"}",
                "application/json | {\"status\": ",
                "text/html        | <html><body>502 Bad Gateway</body></html>",
                "application/xml  | <html><body>502 Bad Gateway</body></html>",
                "application/xml  | <html><body>502",
                "text/plain       | upstream timed out",
                "application/json | ''",
            })
    void aResponseThatIsNoVerdictIsNone(String mediaType, String text) {
        DocumentContent response = new DocumentContent(mediaType, text.getBytes(UTF_8));
        assertThat(parser.parse(FOR_JSON, response)).isEmpty();
        assertThat(parser.parse(FOR_XML, response)).isEmpty();
    }

    @Test
    void aParserThatNamesAnImpossibleStatusIsAFault() {
        assertThatThrownBy(() -> parser.parse(FOR_JSON, json("{\"status\": \"not ok\"}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not ok");
    }

    @Test
    void theActionSetsTheInvoiceStatusAndKeepsTheMessages() {
        ActionOutcome outcome =
                process("{\"status\": \"REJECTED\", \"receipt\": \"R-2\", \"messages\": [{\"text\": \"no\"}]}");
        assertThat(outcome).isInstanceOfSatisfying(ActionOutcome.Completed.class, completed -> {
            assertThat(completed.invoiceStatus()).contains(InvoiceStatus.REJECTED);
            assertThat(completed.messages()).extracting(LogMessage::text).containsExactly("no");
            assertThat(completed.outputs())
                    .containsExactly(
                            new ActionOutput.Value(ProcessResponseAction.STATUS, "REJECTED"),
                            new ActionOutput.Value(ProcessResponseAction.RECEIPT, "R-2"));
        });
    }

    @Test
    void theActionTellsWhatBecameOfEachDocumentOfABatch() {
        ActionOutcome outcome = process("""
                {"status": "ACCEPTED", "documents": [
                  {"id": "s-2", "status": "REJECTED"}, {"id": "s-1", "status": "ACCEPTED"},
                  {"id": "s-3", "status": "ACCEPTED\\ns-1 REJECTED"}, {"id": "s-2", "status": "ACCEPTED"}]}""");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ActionOutcome.Completed.class,
                        completed -> assertThat(completed.outputs())
                                .contains(new ActionOutput.File(
                                        Verdict.DOCUMENTS,
                                        new DocumentContent(
                                                "text/plain",
                                                "s-1 ACCEPTED\ns-2 ACCEPTED\ns-3 ACCEPTED_s-1_REJECTED\n"
                                                        .getBytes(UTF_8)))));
    }

    @Test
    void theActionFailsWithoutAVerdict() {
        assertThat(process("{}"))
                .isInstanceOfSatisfying(
                        ActionOutcome.FinalFailure.class,
                        failure -> assertThat(failure.reason()).contains("no verdict", "Answer"));
    }

    @Test
    void whatAPersonEnteredStandsInForAResponseThatIsNotThereOrHoldsNoVerdict() {
        Verdict entered = new Verdict(
                InvoiceStatus.ACCEPTED, Optional.of("2026/4711"), List.of(LogMessage.info("", "entered by a person")));
        ProcessResponseAction action = new ProcessResponseAction(parser, engine);
        TestActionContext context = new TestActionContext(action.description())
                .with(ProcessResponseAction.PARSER, FOR_JSON)
                .withEntered(ProcessResponseAction.INPUT, entered);
        ActionOutcome.Completed asEntered = new ActionOutcome.Completed(
                List.of(
                        new ActionOutput.Value(ProcessResponseAction.STATUS, "ACCEPTED"),
                        new ActionOutput.Value(ProcessResponseAction.RECEIPT, "2026/4711")),
                entered.messages(),
                Optional.of(InvoiceStatus.ACCEPTED));

        assertThat(action.execute(context)).isEqualTo(asEntered);
        for (String unreadable : List.of("<receipt/>", "{}", "")) {
            assertThat(action.execute(context.withFile(ProcessResponseAction.INPUT, "application/xml", unreadable)))
                    .as(unreadable)
                    .isEqualTo(asEntered);
        }
        assertThat(action.execute(context.withFile(
                        ProcessResponseAction.INPUT,
                        "application/json",
                        "{\"status\": \"REJECTED\", \"receipt\": \"R-2\"}")))
                .isInstanceOfSatisfying(
                        ActionOutcome.Completed.class,
                        read -> assertThat(read.outputs())
                                .containsExactly(
                                        new ActionOutput.Value(ProcessResponseAction.STATUS, "REJECTED"),
                                        new ActionOutput.Value(ProcessResponseAction.RECEIPT, "R-2")));
    }

    private ActionOutcome process(String response) {
        ProcessResponseAction action = new ProcessResponseAction(parser, engine);
        return action.execute(new TestActionContext(action.description())
                .withFile(ProcessResponseAction.INPUT, "application/json", response)
                .with(ProcessResponseAction.PARSER, FOR_JSON));
    }

    private static DocumentContent json(String text) {
        return new DocumentContent("application/json", text.getBytes(UTF_8));
    }

    private static FormatConfiguration stylesheet(String templates) {
        return new FormatConfiguration(
                "Answer",
                "<xsl:stylesheet version=\"3.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">"
                        + "<xsl:output omit-xml-declaration=\"yes\"/>" + templates + "</xsl:stylesheet>");
    }
}
