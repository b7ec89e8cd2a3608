package io.einvoicing.benchmarks;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.http.call.CallRestWebServiceAction;
import io.einvoicing.http.document.JsonDocumentInspector;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.FeatureVersionBuilder;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.response.ProcessResponseAction;
import io.einvoicing.xml.response.XsltResponseParser;
import io.einvoicing.xml.signing.SignDocumentAction;
import io.einvoicing.xml.signing.XadesSigner;
import io.einvoicing.xml.transform.TransformDocumentAction;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.TransformLimits;
import io.einvoicing.xml.validation.DocumentValidator;
import io.einvoicing.xml.validation.PublishedRuleSets;
import io.einvoicing.xml.validation.ValidateDocumentAction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * How long one submission takes on an idle system, from the call of submit to the commit of its completion: an invoice of ten lines is
 * transformed from JSON to UBL, validated by the schema and the rules of EN 16931, signed or not, sent, and the response processed.
 * One after the other over the dispatcher with its standard settings and PostgreSQL; the documents and the vault are in memory.
 */
final class FlowsLatency implements AutoCloseable {
    private static final String FORMAT = "UBL";
    private static final String VERDICT = "Verdict";
    private static final String CERTIFICATE = "signing";
    private static final String STYLESHEETS = "/io/einvoicing/service/demo/";

    private final FlowsWebService webService;
    private final FlowsClient client;
    private final ConnectionPool pool;
    private final TransformEngine transforms;
    private final FlowDispatcher dispatcher;
    private final ElectronicInvoicing invoicing;
    private final Caller caller = TestData.aCaller().build();
    private final SynchronousQueue<SubmissionStatus> ended = new SynchronousQueue<>();
    private final DocumentContent invoice =
            new DocumentContent("application/json", resource("invoice-of-ten-lines.json"));
    private int submissions;

    /** Milliseconds of a submission without the web service's own time. */
    record Result(double median, double p99, double webServiceMedian) {}

    FlowsLatency(String database, FlowsWebService webService, FlowsClient client, boolean signing) {
        this.webService = webService;
        this.client = client;
        this.pool = ConnectionPool.open(database, "postgres", "", 40, Duration.ofSeconds(30));
        JdbcStore.migrate(pool.dataSource());
        JdbcStore store = new JdbcStore(pool.dataSource());
        prepare(store, signing);
        InMemoryDocumentStore documents = new InMemoryDocumentStore();
        TestCertificate certificate = TestCertificates.aCertificate().build();
        InMemorySecretVault vault = new InMemorySecretVault()
                .putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, "memory:benchmark")
                .putCertificate(EnvironmentBuilder.VAULT, CERTIFICATE, certificate.inVault());
        XmlEngine engine = XmlEngine.create();
        XmlParser parser = new XmlParser(engine, XmlLimits.DEFAULT);
        this.transforms = new TransformEngine(engine, parser, TransformLimits.DEFAULT);
        XsltResponseParser responses = new XsltResponseParser(transforms, parser);
        this.dispatcher = new FlowDispatcher(store.progress(), FlowDispatcher.Settings.DEFAULT, InstantSource.system());
        this.invoicing = ElectronicInvoicing.builder()
                .stores(store)
                .vault(vault)
                .documents(documents)
                .containers(documents)
                .queue(dispatcher)
                .actions(List.of(
                        new TransformDocumentAction(transforms),
                        new ValidateDocumentAction(
                                new DocumentValidator(engine, XmlLimits.DEFAULT, PublishedRuleSets.all())),
                        new SignDocumentAction(new XadesSigner(parser)),
                        new CallRestWebServiceAction(client.http(), responses),
                        new ProcessResponseAction(responses, transforms)))
                .inspector(new JsonDocumentInspector())
                .build();
        dispatcher.start(claimed -> {
            SubmissionStatus status = invoicing.engine().run(claimed).orElseThrow();
            try {
                ended.put(status);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Stores a tenant, a published environment and a deployed feature. */
    private void prepare(JdbcStore store, boolean signing) {
        store.tenants()
                .save(
                        TestData.aTenant()
                                .id(caller.tenant())
                                .activatedFor(caller.clientApplication())
                                .build(),
                        TestData.aStamp("tenant.create"));
        ServiceEnvironment environment = TestData.anEnvironment()
                .of(caller.tenant())
                .withSettings(new EnvironmentSettings(
                        "",
                        List.of(new KeyVaultReference(
                                "Main",
                                "",
                                EnvironmentBuilder.VAULT,
                                List.of(
                                        new VaultObject(EnvironmentBuilder.STORAGE_SECRET, "", VaultObject.Type.SECRET),
                                        new VaultObject(CERTIFICATE, "", VaultObject.Type.CERTIFICATE)))),
                        Optional.of(EnvironmentBuilder.STORAGE_SECRET),
                        List.of(new EnvironmentUser(caller.principal(), "ada@contoso.example", true, true)),
                        List.of(),
                        List.of()))
                .published()
                .build();
        store.environments().save(environment, TestData.aStamp("environment.publish"));
        FeatureVersion version = TestData.aFeatureVersion()
                .of(caller.tenant())
                .published()
                .effectiveFrom(Instant.EPOCH)
                .withContent(content(signing))
                .build();
        store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        store.features()
                .deploy(
                        TestData.deployment(version, environment.id(), Instant.EPOCH),
                        version,
                        TestData.aStamp("feature.deploy"));
    }

    private FeatureContent content(boolean signing) {
        ParameterValue transformed = ParameterValue.output("Transform", TransformDocumentAction.OUTPUT);
        List<Action> actions = new ArrayList<>();
        actions.add(Action.of(
                "Transform",
                TransformDocumentAction.TYPE,
                Map.of(
                        TransformDocumentAction.INPUT, ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                        TransformDocumentAction.CONFIGURATION, ParameterValue.literal(FORMAT))));
        actions.add(Action.of(
                "Validate",
                ValidateDocumentAction.TYPE,
                Map.of(
                        ValidateDocumentAction.INPUT,
                        transformed,
                        ValidateDocumentAction.RULE_SET,
                        ParameterValue.literal(PublishedRuleSets.EN_16931_INVOICE.id()))));
        if (signing) {
            actions.add(Action.of(
                    "Sign",
                    SignDocumentAction.TYPE,
                    Map.of(
                            SignDocumentAction.INPUT,
                            transformed,
                            SignDocumentAction.CERTIFICATE,
                            ParameterValue.literal(CERTIFICATE))));
        }
        actions.add(Action.of(
                "Call",
                CallRestWebServiceAction.TYPE,
                Map.of(
                        CallRestWebServiceAction.INPUT,
                                signing ? ParameterValue.output("Sign", SignDocumentAction.OUTPUT) : transformed,
                        CallRestWebServiceAction.URL,
                                ParameterValue.literal(client.webService().toString()),
                        CallRestWebServiceAction.PARSER, ParameterValue.literal(VERDICT))));
        actions.add(Action.of(
                "Process response",
                ProcessResponseAction.TYPE,
                Map.of(
                        ProcessResponseAction.INPUT, ParameterValue.output("Call", CallRestWebServiceAction.RESPONSE),
                        ProcessResponseAction.PARSER, ParameterValue.literal(VERDICT))));
        return new FeatureContent(
                "",
                List.of(FeatureVersionBuilder.aSetup(
                        FeatureVersionBuilder.SETUP,
                        new ApplicabilityRule.All(List.of()),
                        actions.toArray(Action[]::new))),
                List.of(
                        new FormatConfiguration(FORMAT, stylesheet("peppol-bis-billing-3.xslt")),
                        new FormatConfiguration(VERDICT, stylesheet("authority-response.xslt"))));
    }

    private static String stylesheet(String name) {
        return new String(resource(STYLESHEETS + name), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream content = FlowsLatency.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return content.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("resource " + name + " cannot be read", e);
        }
    }

    /** Measures so many submissions, after twice as many that warm up. */
    Result measure(int number) throws InterruptedException {
        double[] own = new double[number];
        double[] theirs = new double[number];
        for (int i = -2 * number; i < number; i++) {
            webService.takeNanos();
            long nanos = submit();
            double web = webService.takeNanos() / 1e6;
            if (i >= 0) {
                own[i] = nanos / 1e6 - web;
                theirs[i] = web;
            }
        }
        Arrays.sort(own);
        Arrays.sort(theirs);
        return new Result(own[number / 2], own[number * 99 / 100], theirs[number / 2]);
    }

    private long submit() throws InterruptedException {
        SubmitCommand command = new SubmitCommand(
                "Production",
                new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-" + submissions++),
                Map.of(),
                Map.of(),
                invoice);
        long start = System.nanoTime();
        SubmitResult result = invoicing.submissions().submit(caller, command);
        if (!(result instanceof SubmitResult.Scheduled scheduled)) {
            throw new IllegalStateException("not accepted: " + result);
        }
        SubmissionStatus status = ended.poll(1, TimeUnit.MINUTES);
        long nanos = System.nanoTime() - start;
        if (status != SubmissionStatus.COMPLETED) {
            throw new IllegalStateException("did not complete: "
                    + invoicing
                            .submissions()
                            .find(caller, scheduled.submission().id()));
        }
        return nanos;
    }

    @Override
    public void close() {
        dispatcher.close();
        transforms.close();
        pool.close();
    }
}
