package io.einvoicing.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.flow.ActionType;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.http.api.internal.ApiJson;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundLimits;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.TransformLimits;
import io.einvoicing.xml.validation.DocumentValidator;
import io.einvoicing.xml.validation.PublishedRuleSets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example configurations of docs/examples: SEFAZ, a PAC and SDI are configurations of one action. */
@Timeout(60)
class SoapExamplesTest {
    private static final Path EXAMPLES = Path.of("../docs/examples");
    private static final TestCertificate SERVER =
            TestCertificates.aCertificate().hostAddress("127.0.0.1").build();
    private static final TestCertificates.Chain CLIENT = TestCertificates.chain();
    private static final String NFE = """
            <enviNFe xmlns="http://www.portalfiscal.inf.br/nfe" versao="4.00"><idLote>1</idLote><NFe>\
            <infNFe Id="NFe35261112345678000195550010000000171000000170"><ide><tpAmb>2</tpAmb></ide></infNFe></NFe></enviNFe>""";

    private final XmlEngine engine = XmlEngine.create();
    private final XmlParser parser = new XmlParser(engine, XmlLimits.DEFAULT);
    private final TransformEngine transforms = new TransformEngine(engine, parser, TransformLimits.DEFAULT);
    private final OutboundHttp http;
    private final List<ActionType> types;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    SoapExamplesTest() throws Exception {
        http = new OutboundHttp(
                OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.1"), OutboundLimits.DEFAULT, trusting(SERVER));
        types = StandardActions.of(
                parser,
                transforms,
                new DocumentValidator(engine, XmlLimits.DEFAULT, PublishedRuleSets.all()),
                http,
                Optional.empty());
    }

    @AfterEach
    void close() {
        http.close();
        transforms.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"brazil-sefaz.json", "mexico-pac.json", "italy-sdi.json"})
    void configurationsHaveNoFaults(String example) throws IOException {
        ActionTypes catalog = new ActionTypes(types);
        FeatureContent content = content(Files.readString(EXAMPLES.resolve(example)));
        assertThat(content.setups())
                .singleElement()
                .satisfies(setup -> assertThat(setup.actions()).allSatisfy(action -> {
                    assertThat(catalog.check(action, content)).isEmpty();
                    assertThat(catalog.describe(action.type()).orElseThrow().parameters())
                            .extracting(parameter -> parameter.name())
                            .containsAll(action.parameters().keySet());
                }));
    }

    @Test
    void sefazAuthorizesWhoShowsTheChainOfCertificates() throws Exception {
        answers.add(answer("<cStat>104</cStat><protNFe><infProt><cStat>100</cStat><xMotivo>Autorizado</xMotivo>"
                + "<nProt>135260000000017</nProt></infProt></protNFe>"));
        Submission submission = submit();
        assertThat(submission.failure()).isEmpty();
        assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
        assertThat(submission.invoiceStatus()).contains(InvoiceStatus.ACCEPTED);
        assertThat(requests.take())
                .contains("CN=Test Signer")
                .contains("<nfeDadosMsg")
                .contains("<idLote>1</idLote>");
    }

    @Test
    void sefazTellsTheOriginalOfADuplicate() throws Exception {
        answers.add(answer("<cStat>104</cStat><protNFe><infProt><cStat>204</cStat></infProt></protNFe>"));
        answers.add(answer("<cStat>100</cStat><xMotivo>Autorizado</xMotivo><nProt>135260000000009</nProt>"));
        Submission submission = submit();
        assertThat(submission.failure()).isEmpty();
        assertThat(submission.invoiceStatus()).contains(InvoiceStatus.ACCEPTED);
        requests.take();
        assertThat(requests.take())
                .contains("consSitNFe")
                .contains("<chNFe>35261112345678000195550010000000171000000170</chNFe>");
    }

    private Submission submit() throws Exception {
        HttpsServer server = server();
        try {
            String json = Files.readString(EXAMPLES.resolve("brazil-sefaz.json"))
                    .replace(
                            "https://nfe.sefaz.example",
                            "https://127.0.0.1:" + server.getAddress().getPort());
            InMemoryPipeline pipeline = new InMemoryPipeline(
                    types,
                    content(json),
                    List.of(new CertificateChain("SefazChain", "", List.of("root", "intermediate", "client"))));
            pipeline.vault.putSecret(
                    EnvironmentBuilder.VAULT, "root", CLIENT.root().base64());
            pipeline.vault.putSecret(
                    EnvironmentBuilder.VAULT,
                    "intermediate",
                    CLIENT.intermediate().base64());
            pipeline.vault.putCertificate(
                    EnvironmentBuilder.VAULT, "client", CLIENT.end().inVault());
            return pipeline.process(new DocumentContent("application/xml", NFE.getBytes(UTF_8)), "BR");
        } finally {
            server.stop(0);
        }
    }

    private static FeatureContent content(String json) throws IOException {
        return ApiJson.strict().readValue(json, FeatureContent.class);
    }

    private static String answer(String content) {
        return "<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Body><nfeResultMsg>"
                + "<ret xmlns=\"http://www.portalfiscal.inf.br/nfe\">" + content
                + "</ret></nfeResultMsg></soap:Body></soap:Envelope>";
    }

    private HttpsServer server() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(SERVER.pkcs12("password")), "password".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "password".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), new X509TrustManager[] {trusting(CLIENT.root())}, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters required = getSSLContext().getDefaultSSLParameters();
                required.setNeedClientAuth(true);
                parameters.setSSLParameters(required);
            }
        });
        server.createContext("/", this::handle);
        server.start();
        return server;
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal() + "\n"
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] answer = String.valueOf(answers.poll()).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/soap+xml");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static X509TrustManager trusting(TestCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return (X509TrustManager) trust.getTrustManagers()[0];
    }
}
