package io.einvoicing.http.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutcome.Completed;
import io.einvoicing.flow.ActionOutcome.OutcomeUnknown;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.testkit.data.TestActionContext;
import io.einvoicing.testkit.memory.InMemoryResponseParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallSoapWebServiceActionTest {
    private static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";

    /** Reads a response or a fault alike. */
    private static final FormatConfiguration PARSER = new FormatConfiguration(
            "parser", "(?s).*<(?:\\w+:)?(?:status|faultstring)>(?<status>\\w+)(?: (?<receipt>[^<]+))?<.*");

    private final OutboundHttp http = new OutboundHttp(
            OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1"));
    private final CallSoapWebServiceAction action = new CallSoapWebServiceAction(http, new InMemoryResponseParser());

    @AfterEach
    void closeClient() {
        http.close();
    }

    @Test
    void putsTheFileIntoAnEnvelopeByteForByte() throws IOException {
        String signed = "<op:submit xmlns:op='urn:op'  a='1'>\n  <Invoice>é</Invoice></op:submit>";
        try (LoopbackServer server = answering("<ok xmlns='urn:op'><status>ACCEPTED R-1</status></ok>")) {
            ActionOutcome outcome = send(context(server, "<?xml version=\"1.0\"?>\n" + signed)
                    .withFile("Header file", "application/xml", "<token>t</token>")
                    .with("SOAP action", "urn:op#submit"));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Completed.class,
                            completed -> assertThat(completed.invoiceStatus()).contains(InvoiceStatus.ACCEPTED));
            LoopbackServer.Request request = server.requests().get(0);
            assertThat(new String(request.body(), UTF_8))
                    .isEqualTo("<soapenv:Envelope xmlns:soapenv=\"" + SOAP_11
                            + "\"><soapenv:Header><token>t</token></soapenv:Header><soapenv:Body>" + signed
                            + "</soapenv:Body></soapenv:Envelope>");
            assertThat(request.hasHeader("SOAPAction: \"urn:op#submit\"")).isTrue();
            assertThat(request.hasHeader("Content-Type: text/xml; charset=utf-8"))
                    .isTrue();
        }
    }

    @Test
    void speaksSoap12() throws IOException {
        try (LoopbackServer server = new LoopbackServer(
                LoopbackServer.answering(200, envelope(SOAP_12, "<ok><status>ACCEPTED</status></ok>")))) {
            send(context(server, "<submit/>").with("SOAP version", "SOAP 1.2").with("SOAP action", "urn:submit"));
            LoopbackServer.Request request = server.requests().get(0);
            assertThat(request.hasHeader("Content-Type: application/soap+xml; charset=utf-8; action=\"urn:submit\""))
                    .isTrue();
            assertThat(request.head()).doesNotContain("SOAPAction");
            assertThat(new String(request.body(), UTF_8)).contains(SOAP_12);
        }
    }

    @Test
    void bringsAFileInAnotherEncodingIntoTheEnvelopesOwn() {
        DocumentContent latin = new DocumentContent(
                "application/xml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>".getBytes(ISO_8859_1));
        assertThat(new String(action.request(unsent().with("Input file", latin)).bytes(), UTF_8))
                .contains("<soapenv:Body><a>é</a></soapenv:Body>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "<a>", "<a/><b/>", "<!DOCTYPE a><a/>"})
    void refusesWhatCannotStandInABody(String file) {
        assertThatThrownBy(() -> action.request(unsent().withFile("Input file", "application/xml", file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("body of a SOAP envelope must be XML with one root");
    }

    @Test
    void takesTheResponseOutOfTheBodyWithThePrefixesThatItUses() throws IOException {
        String answer = "<s:Envelope xmlns:s=\"" + SOAP_11
                + "\" xmlns:x=\"urn:x\"><s:Body><ok type=\"x:T\"><status>ACCEPTED</status></ok></s:Body></s:Envelope>";
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, answer))) {
            ActionOutcome outcome = send(context(server, "<submit/>"));
            assertThat(text(outcome, CallSoapWebServiceAction.RESPONSE))
                    .startsWith("<ok ")
                    .contains("xmlns:x=\"urn:x\"")
                    .contains("type=\"x:T\"");
            assertThat(text(outcome, CallSoapWebServiceAction.ANSWER)).isEqualTo(answer);
        }
    }

    @Test
    void takesAFaultThatTheParserReadsForAnAnswer() throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(
                500,
                envelope(
                        SOAP_11,
                        "<s:Fault><faultcode>s:Server</faultcode><faultstring>REJECTED</faultstring></s:Fault>")))) {
            assertThat(send(context(server, "<submit/>")))
                    .isInstanceOfSatisfying(
                            Completed.class,
                            completed -> assertThat(completed.invoiceStatus()).contains(InvoiceStatus.REJECTED));
        }
    }

    @Test
    void leavesTheOutcomeUnknownAfterAFaultThatSaysNothing() throws IOException {
        for (String answer : List.of(
                envelope(SOAP_11, "<s:Fault><faultcode>s:Server</faultcode></s:Fault>"),
                "<html>gateway</html>",
                "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>",
                "garbage")) {
            try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(500, answer))) {
                assertThat(send(context(server, "<submit/>"))).as(answer).isInstanceOf(OutcomeUnknown.class);
            }
        }
    }

    @Test
    void asksForTheOriginalOfADuplicateWithTheStatusRequest() throws IOException {
        try (LoopbackServer server = new LoopbackServer((request, out, socket) -> LoopbackServer.write(
                out,
                LoopbackServer.response(
                        200,
                        envelope(
                                SOAP_11,
                                request.firstLine().contains("/query")
                                        ? "<found><status>ACCEPTED R-9</status></found>"
                                        : "<ok><status>DUPLICATE</status></ok>"))))) {
            ActionOutcome outcome = send(context(server, "<submit/>")
                    .with("Status URL", server.url("/query").toString())
                    .withFile("Status request", "application/xml", "<query/>")
                    .with("Status SOAP action", "urn:query"));
            assertThat(outcome).isInstanceOf(Completed.class);
            assertThat(outcome.outputs()).contains(new ActionOutput.Value("Receipt", "R-9"));
            assertThat(text(outcome, "Duplicate answer")).contains("DUPLICATE");
            LoopbackServer.Request question = server.requests().get(1);
            assertThat(question.hasHeader("SOAPAction: \"urn:query\"")).isTrue();
            assertThat(new String(question.body(), UTF_8)).contains("<soapenv:Body><query/></soapenv:Body>");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SOAP action, urn:a b, SOAP action, no blank",
        "Status SOAP action, a\"b, Status SOAP action, no blank",
        "Status request, x, Status URL, no address to send it to",
        "URL, https://10.0.0.1/, URL, not a public address"
    })
    void findsFaultsWhenTheFeatureIsCompleted(String parameter, String value, String field, String message) {
        Map<String, ParameterValue> parameters = new HashMap<>(Map.of(
                "Input file", ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                "URL", ParameterValue.literal("https://authority.example/service"),
                "Response parser", ParameterValue.literal("parser")));
        parameters.put(parameter, ParameterValue.literal(value));
        assertThat(action.check(
                        Action.of("call", CallSoapWebServiceAction.TYPE, parameters),
                        new FeatureContent("", List.of(), List.of(PARSER))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.field()).isEqualTo("parameters." + field);
                    assertThat(finding.message()).contains(message);
                });
    }

    private static LoopbackServer answering(String response) throws IOException {
        return new LoopbackServer(LoopbackServer.answering(200, envelope(SOAP_11, response)));
    }

    private static String envelope(String namespace, String content) {
        return "<s:Envelope xmlns:s=\"" + namespace + "\"><s:Body>" + content + "</s:Body></s:Envelope>";
    }

    private static String text(ActionOutcome outcome, String output) {
        return outcome.outputs().stream()
                .filter(each -> each.name().equals(output))
                .map(each -> new String(((ActionOutput.File) each).content().bytes(), UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private TestActionContext context(LoopbackServer server, String file) {
        return new TestActionContext(action.description())
                .withFile("Input file", "application/xml", file)
                .with("URL", server.url("/service").toString())
                .with("Response parser", PARSER);
    }

    private TestActionContext unsent() {
        return new TestActionContext(action.description())
                .with("URL", "https://authority.example/service")
                .with("Response parser", PARSER);
    }

    private ActionOutcome send(TestActionContext context) {
        return action.send(context, action.request(context), "key-1");
    }
}
