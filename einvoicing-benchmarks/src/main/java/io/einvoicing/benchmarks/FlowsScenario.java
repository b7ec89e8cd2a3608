package io.einvoicing.benchmarks;

import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.FlowEngine;
import io.einvoicing.flow.FlowPolicy;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.http.call.OutboundResult;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.vault.Vaults;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One tenant with one environment and a feature of six actions, on a database of its own. */
final class FlowsScenario implements AutoCloseable {
    /** Copies of a submission, each about a document of its own; due one after the other. */
    private static final String COPY = """
            insert into submission (
                tenant_id, submission_id, environment_id, erp_application, legal_entity, document_context, source_record, kind,
                parent_id, feature_id, feature_version, setup, input, context, variables, submitted_by, submitted_at, status,
                pending_reason, due_at, lease_end, attempt, sent, flow, results, invoice_status, failure, counting, ended_at)
            select
                tenant_id, gen_random_uuid(), environment_id, erp_application, legal_entity, document_context,
                source_record || '-' || copy, kind, parent_id, feature_id, feature_version, setup, input, context, variables,
                submitted_by, submitted_at, status, pending_reason, due_at + copy * interval '1 microsecond', lease_end, attempt,
                sent, flow, results, invoice_status, failure, counting, ended_at
            from submission cross join generate_series(1, ?) as copy
            where tenant_id = ? and submission_id = ?""";

    private final ConnectionPool pool;
    private final JdbcStore store;
    private final ServiceEnvironment environment;
    private final FeatureVersion version;
    private final OutboundHttp http = new OutboundHttp(
            OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1"));
    private final URI webService;
    private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    private final InMemorySecretVault vault = new InMemorySecretVault();

    FlowsScenario(String url, int connections, URI webService) {
        this.webService = webService;
        this.pool = ConnectionPool.open(url, "postgres", "", connections, Duration.ofMinutes(5));
        JdbcStore.migrate(pool.dataSource());
        this.store = new JdbcStore(pool.dataSource());
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, "memory:benchmark");
        Caller caller = TestData.aCaller().build();
        store.tenants().save(TestData.aTenant().id(caller.tenant()).build(), TestData.aStamp("tenant.create"));
        environment = TestData.anEnvironment().of(caller.tenant()).published().build();
        store.environments().save(environment, TestData.aStamp("environment.publish"));
        version = TestData.aFeatureVersion()
                .of(caller.tenant())
                .published()
                .withActions(
                        Action.of("Transform", "Trivial", Map.of()),
                        Action.of("Validate", "Trivial", Map.of()),
                        Action.of("Sign", "Trivial", Map.of()),
                        Action.of("Submit", "Call", Map.of()),
                        Action.of("Process response", "Trivial", Map.of()),
                        Action.of("Notify", "Trivial", Map.of()))
                .build();
        store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
    }

    JdbcStore store() {
        return store;
    }

    ConnectionPool pool() {
        return pool;
    }

    /** Stores submissions that are due from the instant on. */
    void load(int number, Instant due) throws SQLException {
        Submission first = TestData.aSubmission()
                .to(environment)
                .pinned(version)
                .id(new SubmissionId(UUID.randomUUID()))
                .submittedAt(due)
                .document(new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-" + UUID.randomUUID()))
                .build();
        store.submissions().create(first);
        try (Connection connection = pool.dataSource().getConnection();
                PreparedStatement copy = connection.prepareStatement(COPY)) {
            copy.setInt(1, number - 1);
            copy.setObject(2, first.tenant().value());
            copy.setObject(3, first.id().value());
            copy.execute();
            connection.createStatement().execute("analyze submission");
        }
    }

    /** Returns an engine on this database, with its documents in memory. */
    FlowEngine engine(FlowProgress progress, FlowCompletions completions, FlowQueue queue) {
        return new FlowEngine(
                new FlowEngine.Ports(
                        progress,
                        completions,
                        store.environments(),
                        store.features(),
                        documents,
                        new Vaults(
                                vault,
                                store.vaultAccesses(),
                                store.addressClaims(),
                                Vaults.STANDARD_CACHE_AGE,
                                UUID::randomUUID,
                                InstantSource.system()),
                        store.numberDraws(),
                        queue),
                new ActionTypes(List.of(new Trivial(), new Call())),
                FlowPolicy.DEFAULT,
                InstantSource.system());
    }

    /** Calls the web service as the action does; fails unless it answers. */
    DocumentContent call(String idempotencyKey) {
        OutboundResult result = http.exchange(new OutboundRequest(
                "POST",
                webService,
                Map.of("Idempotency-Key", idempotencyKey),
                Optional.of(Call.REQUEST),
                Duration.ofSeconds(10)));
        if (result instanceof OutboundResult.Answered answered) {
            return answered.body();
        }
        throw new IllegalStateException("the web service gave no answer: " + result);
    }

    @Override
    public void close() {
        http.close();
        pool.close();
    }

    /** Does next to nothing, as an action that only looks something up. */
    private static final class Trivial implements RepeatableActionType {
        private static final ActionDescription DESCRIPTION = new ActionDescription(
                "Trivial",
                "Leaves a value.",
                ActionDescription.Kind.REPEATABLE,
                List.of(ParameterDescription.optional("Input", ParameterDescription.Type.FILE, "Not read.")),
                List.of("value"));

        @Override
        public ActionDescription description() {
            return DESCRIPTION;
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed(new ActionOutput.Value("value", "42"));
        }
    }

    /** Calls the web service. */
    private final class Call implements OutsideEffectActionType {
        private static final ActionDescription DESCRIPTION = new ActionDescription(
                "Call", "Calls.", ActionDescription.Kind.OUTSIDE_EFFECT, List.of(), List.of("response"));
        private static final DocumentContent REQUEST = new DocumentContent(
                "application/xml", "<Invoice><ID>1</ID></Invoice>".getBytes(StandardCharsets.UTF_8));

        @Override
        public ActionDescription description() {
            return DESCRIPTION;
        }

        @Override
        public DocumentContent request(ActionContext context) {
            return REQUEST;
        }

        @Override
        public Duration timeout(ActionContext context) {
            return Duration.ofSeconds(10);
        }

        @Override
        public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
            return ActionOutcome.completed(new ActionOutput.File("response", call(idempotencyKey)));
        }

        @Override
        public Recovery recovery(ActionContext context) {
            return Recovery.REPEAT;
        }
    }
}
