package io.einvoicing.service.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.ActionType;
import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.service.EmbeddedDatabase;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.vault.port.SecretVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingExampleTest {
    private final CompletableFuture<SubmissionStatus> ended = new CompletableFuture<>();

    @Test
    void embeddedCoreRunsASubmissionOnPostgresql(@TempDir Path folder) throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(folder);
                ConnectionPool pool = ConnectionPool.open(server.url(), "postgres", "", 8, Duration.ofSeconds(10))) {
            JdbcStore.migrate(pool.dataSource());
            JdbcStore store = new JdbcStore(pool.dataSource());
            Caller caller = TestData.aCaller().build();
            prepare(store, caller);
            InMemorySecretVault vault = new InMemorySecretVault();
            vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, "memory:container");
            SubmitCommand invoice = new SubmitCommand(
                    "Production",
                    new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-00000021"),
                    Map.of("Country", FieldValue.of("DE")),
                    Map.of(),
                    new DocumentContent("application/json", "{}".getBytes(StandardCharsets.UTF_8)));

            try (FlowDispatcher dispatcher =
                    new FlowDispatcher(store.progress(), FlowDispatcher.Settings.DEFAULT, InstantSource.system())) {
                InMemoryDocumentStore storage = new InMemoryDocumentStore();
                SubmitResult result =
                        embed(store, vault, storage, storage, dispatcher, List.of(new Greet()), caller, invoice);

                assertThat(result).isInstanceOf(SubmitResult.Scheduled.class);
                assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(SubmissionStatus.COMPLETED);
                SubmissionId id = ((SubmitResult.Scheduled) result).submission().id();
                Submission stored =
                        store.submissions().find(caller.tenant(), id).orElseThrow();
                assertThat(stored.counting().isCounted()).isTrue();
            }
        }
    }

    private SubmitResult embed(
            JdbcStore store,
            SecretVault vault,
            DocumentStore documents,
            ContainerInspector containers,
            FlowDispatcher dispatcher,
            List<ActionType> actionTypes,
            Caller caller,
            SubmitCommand invoice) {
        // README
        ElectronicInvoicing invoicing = ElectronicInvoicing.builder()
                .stores(store) // your PostgreSQL
                .vault(vault) // the customer's Key Vault
                .documents(documents) // the customer's Blob Storage
                .containers(containers) // the same storage: publishing checks it, health watches it
                .queue(dispatcher) // hands due work to the workers of this node
                .actions(actionTypes) // transform, validate, sign, call, ... and your own
                .build();
        // Workers run the actions of each due submission until it ends or has to wait; then they call your onStatus.
        dispatcher.start(claimed -> invoicing.engine().run(claimed).ifPresent(this::onStatus));
        // Stores the invoice, or refuses it with reasons; who sends the same invoice again gets the same submission.
        SubmitResult result = invoicing.submissions().submit(caller, invoice);
        // README end
        return result;
    }

    /** Takes the status with which a flow ended or waits. */
    private void onStatus(SubmissionStatus status) {
        ended.complete(status);
    }

    @Test
    void readmeShowsThisCode() throws Exception {
        String source =
                Files.readString(Path.of("src/test/java/io/einvoicing/service/example/EmbeddingExampleTest.java"));
        String shown = source.substring(
                        source.indexOf("// README\n") + "// README\n".length(), source.indexOf("        // README end"))
                .indent(-8)
                .strip();

        assertThat(Files.readString(Path.of("../README.md"))).contains(shown);
    }

    /** Stores a tenant, a published environment and a deployed feature, as an administrator would have. */
    private static void prepare(JdbcStore store, Caller caller) {
        store.tenants()
                .save(
                        TestData.aTenant()
                                .id(caller.tenant())
                                .activatedFor(caller.clientApplication())
                                .build(),
                        TestData.aStamp("tenant.create"));
        ServiceEnvironment environment = TestData.anEnvironment()
                .of(caller.tenant())
                .listing(caller)
                .published()
                .build();
        store.environments().save(environment, TestData.aStamp("environment.publish"));
        FeatureVersion version = TestData.aFeatureVersion()
                .of(caller.tenant())
                .published()
                .effectiveFrom(Instant.EPOCH)
                .withActions(Action.of("Greet", "Greet", Map.of()))
                .build();
        store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        store.features()
                .deploy(
                        TestData.deployment(version, environment.id(), Instant.EPOCH),
                        version,
                        TestData.aStamp("feature.deploy"));
    }

    /** An action type of a vendor's own. */
    private static final class Greet implements RepeatableActionType {
        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    "Greet", "Says hello.", ActionDescription.Kind.REPEATABLE, List.of(), List.of("greeting"));
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed(new ActionOutput.Value("greeting", "hello"));
        }
    }
}
