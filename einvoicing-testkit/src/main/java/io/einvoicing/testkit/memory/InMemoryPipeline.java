package io.einvoicing.testkit.memory;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionType;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A tenant with one environment and one deployed pipeline that runs action types under test, all in memory but them. */
public final class InMemoryPipeline {
    private static final String CONTAINER = "memory:customer";

    public final TestClock clock = new TestClock();
    public final InMemoryStore store = new InMemoryStore();
    public final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    public final InMemorySecretVault vault = new InMemorySecretVault();
    private final Caller caller = aCaller().build();
    private final ServiceEnvironment environment;
    private final ElectronicInvoicing invoicing;
    private int submitted;

    /** Deploys the actions to an environment that has the chains of certificates. */
    public InMemoryPipeline(
            List<? extends ActionType> types,
            List<FormatConfiguration> formats,
            List<Variable> variables,
            List<CertificateChain> chains,
            Action... actions) {
        this(
                types,
                new FeatureContent(
                        "",
                        List.of(),
                        List.of(new FeatureSetup(
                                "Issue",
                                FeatureSetup.Type.PROCESSING_PIPELINE,
                                ApplicabilityRule.all(),
                                variables,
                                List.of(actions))),
                        formats,
                        List.of()),
                chains);
    }

    /** Deploys a feature version's content to an environment that has the chains of certificates. */
    public InMemoryPipeline(List<? extends ActionType> types, FeatureContent content, List<CertificateChain> chains) {
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, CONTAINER);
        store.tenants()
                .save(
                        aTenant()
                                .id(caller.tenant())
                                .activatedFor(caller.clientApplication())
                                .build(),
                        aStamp("tenant.create"));
        FeatureVersion version = aFeatureVersion()
                .of(caller.tenant())
                .published()
                .withContent(content)
                .build();
        store.features().create(featureOf(version), version, aStamp("feature.create"));
        EnvironmentBuilder builder =
                anEnvironment().of(caller.tenant()).named("Production").listing(caller);
        chains.forEach(builder::withChain);
        environment = builder.published().build();
        store.environments().save(environment, aStamp("environment.publish"));
        store.features().deploy(deployment(version, environment.id(), TestData.NOW), version, aStamp("feature.deploy"));
        invoicing = ElectronicInvoicing.builder()
                .stores(store)
                .vault(vault)
                .documents(documents)
                .containers(documents)
                .vaultCacheAge(Duration.ZERO)
                .queue(store.queue())
                .actions(types)
                .identifiers(new SequentialIdentifiers())
                .clock(clock)
                .build();
    }

    /** Submits a document of the next record, from R-1, with values of FROM_CLIENT variables. */
    public SubmissionId submit(DocumentContent document, Map<String, String> variables) {
        return submit(document, variables, "DE");
    }

    private SubmissionId submit(DocumentContent document, Map<String, String> variables, String country) {
        SubmitResult result = invoicing
                .submissions()
                .submit(
                        caller,
                        new SubmitCommand(
                                environment.name(),
                                new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "R-" + ++submitted),
                                Map.of("Country", FieldValue.of(country)),
                                variables,
                                document));
        return ((SubmitResult.Scheduled) result).submission().id();
    }

    /** Runs the submission once, as a worker does that was reminded of it, and returns it as it stands then. */
    public Submission run(SubmissionId id) {
        invoicing.engine().run(caller.tenant(), id);
        return find(id);
    }

    /** Moves the clock to the submission's due time and runs it. */
    public Submission runWhenDue(SubmissionId id) {
        clock.set(find(id).dueAt().orElseThrow());
        return run(id);
    }

    /** Submits a document and runs it once. */
    public Submission process(DocumentContent document) {
        return run(submit(document, Map.of()));
    }

    /** Submits a document of a country and runs it once. */
    public Submission process(DocumentContent document, String country) {
        return run(submit(document, Map.of(), country));
    }

    public Submission find(SubmissionId id) {
        return invoicing.submissions().find(caller, id).orThrow();
    }

    /** Returns the text that an action left. */
    public String text(Submission submission, String action, String output) {
        return ((OutputValue.Text) submission.flow().output(action, output).orElseThrow()).text();
    }

    /** Returns the file that an action left. */
    public DocumentContent file(Submission submission, String action, String output) {
        OutputValue.File file =
                (OutputValue.File) submission.flow().output(action, output).orElseThrow();
        return new DocumentContent(file.file().mediaType(), stored(file.file().name()));
    }

    /** Returns the bytes of a file in the customer's container. */
    public byte[] stored(String name) {
        return documents.read(new Container(new SecretValue(CONTAINER)), name);
    }
}
