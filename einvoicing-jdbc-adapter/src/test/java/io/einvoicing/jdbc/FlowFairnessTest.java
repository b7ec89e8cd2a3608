package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.Submission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One tenant's backlog does not delay another's document. */
class FlowFairnessTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    private static final int BACKLOG = 20_000;

    @Test
    void aSingleDocumentOvertakesAnothersBacklog() throws Exception {
        try (ConnectionPool pool = STORES.server().create("")) {
            JdbcStore.migrate(pool.dataSource());
            JdbcStore store = new JdbcStore(pool.dataSource());
            FlowProgress progress = store.progress();
            loadBacklog(store, pool);
            Submission single = aSubmission().submittedAt(Instant.now()).build();
            AtomicInteger taken = new AtomicInteger();
            CountDownLatch underWay = new CountDownLatch(1_000);
            AtomicReference<Integer> takenAtItsTurn = new AtomicReference<>();
            CountDownLatch itsTurn = new CountDownLatch(1);

            try (FlowDispatcher dispatcher =
                    new FlowDispatcher(progress, FlowDispatcher.Settings.DEFAULT, InstantSource.system())) {
                dispatcher.start(claimed -> {
                    if (claimed.id().equals(single.id())) {
                        takenAtItsTurn.set(taken.get());
                        itsTurn.countDown();
                    }
                    taken.incrementAndGet();
                    underWay.countDown();
                    progress.record(aCheckpoint(claimed).completed().build());
                });
                assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();
                store.submissions().create(single);
                int before = taken.get();
                assertThat(itsTurn.await(60, TimeUnit.SECONDS)).isTrue();

                // What was in hand, and what the dispatcher shared out while the document was being stored: not the
                // backlog.
                assertThat(takenAtItsTurn.get() - before).isLessThan(500);
                assertThat(taken).hasValueLessThan(BACKLOG);
            }
        }
    }

    private static void loadBacklog(JdbcStore store, ConnectionPool pool) {
        Submission first =
                aSubmission().submittedAt(Instant.now().minusSeconds(60)).build();
        store.submissions().create(first);
        Jdbi.create(pool.dataSource())
                .useHandle(handle ->
                        handle.createUpdate("""
                        insert into submission (
                            tenant_id, submission_id, environment_id, erp_application, legal_entity, document_context,
                            source_record, kind, feature_id, feature_version, setup, input, context, variables, submitted_by,
                            submitted_at, status, due_at, attempt, sent, flow, results, failure, counting)
                        select
                            tenant_id, gen_random_uuid(), environment_id, erp_application, legal_entity, document_context,
                            source_record || '-' || copy, kind, feature_id, feature_version, setup, input, context, variables,
                            submitted_by, submitted_at, status, due_at, attempt, sent, flow, results, failure, counting
                        from submission cross join generate_series(2, :number) as copy""").bind("number", BACKLOG).execute());
    }
}
