package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema shards by tenant without change, for each statement says of which tenant it reads. Every store that {@link StoreExtension}
 * gives to a test, and so every contract of this module, runs under the same watch.
 */
class TenantStatementsTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private final Jdbi watched = Jdbi.create(STORES.watch().dataSource());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) from submission where status = 'FAILED'",
                "select * from submission where submission_id = :id",
                "select * from submission where tenant_id = :id or submission_id = :id",
                "select * from submission where not tenant_id = :id",
                "select * from submission where tenant_id > :id",
                "select * from submission s join purchase p using (tenant_id) where s.submission_id = :id",
                "select * from submission s left join purchase p on p.tenant_id = s.tenant_id and p.tenant_id = :id",
                "select * from submission where exists (select from purchase p where p.tenant_id = submission.tenant_id)",
                "select tenant_id from usage_entry where source_record = '1'",
                "with old as (select * from submission where attempt > 5) select * from purchase p join old using (tenant_id)",
                "update submission set failure = '' where submission_id = :id",
                "update submission s set failure = '' from purchase p where p.tenant_id = s.tenant_id",
                "delete from submission",
                "insert into purchase select p.* from purchase p where p.purchase_id = :id",
                "truncate submission",
                "lock table submission"
            })
    void findsAStatementThatReadsAcrossTenants(String planted) {
        assertThatThrownBy(() -> watched.useTransaction(handle -> run(handle, planted)))
                .isInstanceOf(StatementWatch.CrossesTenantsError.class)
                .hasMessageContaining("across tenants")
                .hasMessageContaining("TenantStatementsTest.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) from submission where status = 'FAILED' and tenant_id = :id",
                "select * from submission where (tenant_id = :id and attempt > 5) and (sent or attempt = 0)",
                "select * from submission where tenant_id = any (array[:id])",
                "select * from submission s join purchase p using (tenant_id) where p.tenant_id = :id",
                "select * from submission s left join purchase p on p.tenant_id = s.tenant_id where s.tenant_id = :id",
                "select * from usage_entry e join usage_series s using (tenant_id, series_no) where s.tenant_id = :id",
                "update submission s set failure = '' from unnest(array[:id]) as given (tenant) where s.tenant_id = given.tenant",
                "delete from submission where submission_id = :id and tenant_id = :id",
                "select :id::uuid from generate_series(1, 2)"
            })
    void letsStatementsPassThatNameTheirTenant(String proper) {
        watched.useTransaction(handle -> run(handle, proper));
    }

    private static void run(Handle handle, String sql) {
        if (sql.contains(":id")) {
            handle.createUpdate(sql).bind("id", new UUID(0, 0)).execute();
        } else {
            handle.execute(sql);
        }
    }

    @Test
    void listsNobodyWhoDoesNotExist() {
        List<String> unknown = AcrossTenants.REASONS.keySet().stream()
                .filter(name -> !methods(name.substring(0, name.indexOf('.'))).contains(name))
                .toList();

        assertThat(unknown).isEmpty();
    }

    private static List<String> methods(String adapter) {
        try {
            Class<?> type = Class.forName(TenantStatementsTest.class.getPackageName() + "." + adapter);
            return Arrays.stream(type.getDeclaredMethods())
                    .map(method -> adapter + "." + method.getName()
                            + Arrays.stream(method.getParameterTypes())
                                    .map(Class::getSimpleName)
                                    .collect(Collectors.joining(", ", "(", ")")))
                    .toList();
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }

    /** Submits, dispatches, runs, counts and folds one document. */
    @Test
    void aWholeFlowCarriesItsTenantFromSubmissionToFigures() throws Exception {
        JdbcStore store = STORES.store();
        Caller caller = aCaller().build();
        TestClock clock = new TestClock();
        InMemorySecretVault vault = new InMemorySecretVault();
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, "memory:customer");
        ServiceEnvironment environment = deployed(store, caller);
        InMemoryDocumentStore documents = new InMemoryDocumentStore();
        try (FlowDispatcher dispatcher = new FlowDispatcher(store.progress(), FlowDispatcher.Settings.DEFAULT, clock)) {
            ElectronicInvoicing invoicing = ElectronicInvoicing.builder()
                    .stores(store)
                    .vault(vault)
                    .documents(documents)
                    .containers(documents)
                    .queue(dispatcher)
                    .actions(List.of(new Call()))
                    .clock(clock)
                    .build();
            CompletableFuture<SubmissionStatus> ended = new CompletableFuture<>();
            dispatcher.start(claimed -> invoicing.engine().run(claimed).ifPresent(ended::complete));

            SubmitResult result = invoicing
                    .submissions()
                    .submit(
                            caller,
                            new SubmitCommand(
                                    environment.name(),
                                    new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "1"),
                                    Map.of("Country", FieldValue.of("DE")),
                                    Map.of(),
                                    text("{}")));

            assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(SubmissionStatus.COMPLETED);
            Submission submitted = ((SubmitResult.Scheduled) result).submission();
            assertThat(invoicing
                            .submissions()
                            .find(caller, submitted.id())
                            .orThrow()
                            .counting())
                    .isEqualTo(Counting.COUNTED);
            assertThat(store.rollUp().fold(caller.tenant(), (done, total) -> {}))
                    .isTrue();
        }
        assertThat(STORES.watch().seen())
                .contains(
                        "JdbcSubmissionRepository.create(Submission)",
                        "JdbcFlowProgress.claim(Function, Instant, Instant)",
                        "JdbcFlowProgress.record(FlowCheckpoint)",
                        "JdbcFlowCompletions.complete(FlowCheckpoint, Optional)",
                        "JdbcUsageRollUp.fold(TenantId, Progress)");
    }

    private static ServiceEnvironment deployed(JdbcStore store, Caller caller) {
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
                .withActions(Action.of("Send", "Call", Map.of()), Action.of("Again", "Call", Map.of()))
                .build();
        store.features().create(featureOf(version), version, aStamp("feature.create"));
        ServiceEnvironment environment =
                anEnvironment().of(caller.tenant()).listing(caller).published().build();
        store.environments().save(environment, aStamp("environment.publish"));
        store.features().deploy(deployment(version, environment.id(), TestData.NOW), version, aStamp("feature.deploy"));
        return environment;
    }

    private static DocumentContent text(String text) {
        return new DocumentContent("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A call that is accepted at once. */
    private static final class Call implements OutsideEffectActionType {
        @Override
        public ActionDescription description() {
            return new ActionDescription("Call", "Sends.", ActionDescription.Kind.OUTSIDE_EFFECT, List.of(), List.of());
        }

        @Override
        public DocumentContent request(ActionContext context) {
            return text("{}");
        }

        @Override
        public Duration timeout(ActionContext context) {
            return Duration.ofSeconds(30);
        }

        @Override
        public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
            return ActionOutcome.completed();
        }

        @Override
        public Recovery recovery(ActionContext context) {
            return Recovery.DECISION;
        }
    }
}
