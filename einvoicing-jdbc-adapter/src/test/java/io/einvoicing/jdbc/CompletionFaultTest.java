package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.countedDocument;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.activation.Tenant;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.UsageFilter;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A completion and its usage entry stand or fall together, whatever happens in between. */
class CompletionFaultTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private final JdbcStore store = STORES.store();
    private final Jdbi jdbi = Jdbi.create(STORES.dataSource());
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void recordsNeitherIfTheConnectionIsCutInTheMiddle() throws Exception {
        Submission claimed = claimed(tenant());
        try (Handle other = jdbi.open()) {
            // Holds the document's key uncommitted, so that the completion waits between fence and entry.
            other.begin();
            countIn(other, claimed);
            Future<Optional<Counting>> completing = threads.submit(() -> complete(claimed));
            terminateWhoWaitsForALock();

            assertThatThrownBy(completing::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StoreUnavailableException.class);
            other.rollback();
        }

        assertThat(stored(claimed)).isEqualTo(claimed);
        assertThat(used(claimed.tenant())).isZero();
        assertThat(complete(claimed)).contains(Counting.COUNTED);
        assertThat(used(claimed.tenant())).isEqualTo(1);
    }

    @Test
    void waitsForAnotherWhoCountsTheSameDocumentAndThenDoesNotCountIt() throws Exception {
        Submission claimed = claimed(tenant());
        Future<Optional<Counting>> completing;
        try (Handle other = jdbi.open()) {
            other.begin();
            countIn(other, claimed);
            completing = threads.submit(() -> complete(claimed));
            awaitOneWhoWaitsForALock();
            other.commit();
        }

        assertThat(completing.get()).contains(Counting.ALREADY_COUNTED);
        assertThat(stored(claimed).counting()).isEqualTo(Counting.ALREADY_COUNTED);
        assertThat(used(claimed.tenant())).isEqualTo(1);
    }

    @Test
    void eitherCancelsOrCompletesAndCounts() throws Exception {
        TenantId tenant = tenant();
        CyclicBarrier together = new CyclicBarrier(2);
        int completed = 0;
        for (int round = 0; round < 100; round++) {
            Submission claimed = claimed(tenant);
            Future<Optional<Counting>> completing = threads.submit(() -> {
                together.await();
                return complete(claimed);
            });
            Future<Boolean> canceling = threads.submit(() -> {
                together.await();
                return store.submissions().cancel(tenant, claimed.id(), NOW);
            });

            boolean canceled = canceling.get();
            assertThat(completing.get()).isEqualTo(canceled ? Optional.empty() : Optional.of(Counting.COUNTED));
            assertThat(stored(claimed).status())
                    .isEqualTo(canceled ? SubmissionStatus.CANCELED : SubmissionStatus.COMPLETED);
            completed += canceled ? 0 : 1;
        }
        assertThat(used(tenant)).isEqualTo(completed);
    }

    @Test
    void recordsAWorkersTextsWhateverCharactersTheyHold() {
        Submission claimed = claimed(tenant());
        FlowCheckpoint failed =
                aCheckpoint(claimed).failed("answer was \0 and \uD800").build();

        assertThat(store.progress().record(failed)).isTrue();
        assertThat(stored(claimed).failure()).startsWith("answer was \uFFFD and ");
    }

    @Test
    void refusesToCountWhereTheDayIsNotKnown() {
        Submission claimed = claimed(freshTenant());

        assertThatThrownBy(() -> complete(claimed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tenant " + claimed.tenant() + " is not in the store")
                .hasMessageContaining("create the tenant");
        assertThat(stored(claimed)).isEqualTo(claimed);
    }

    private TenantId tenant() {
        Tenant tenant = aTenant().build();
        store.tenants().save(tenant, aStamp("tenant.create"));
        return tenant.id();
    }

    private Submission claimed(TenantId tenant) {
        Submission submission = aSubmission().of(tenant).build();
        store.submissions().create(submission);
        return store.progress()
                .claim(tenant, submission.id(), NOW, NOW.plus(Duration.ofMinutes(1)))
                .orElseThrow();
    }

    private Optional<Counting> complete(Submission claimed) {
        return store.completions()
                .complete(aCheckpoint(claimed).completed().build(), Optional.of(countedDocument(claimed, NOW)));
    }

    private void countIn(Handle transaction, Submission submission) {
        CountedDocument document = countedDocument(submission, NOW);
        UsageNumbers numbers = UsageNumbers.of(new Database(STORES.dataSource()));
        transaction.execute(
                """
                insert into usage_entry (
                    occurred_at, series_no, feature_no, billing_day, tenant_id, submission_id, late, source_record)
                values (?, ?, ?, '2026-11-23', ?, null, false, ?)""",
                Columns.instant(NOW),
                numbers.series()
                        .of(
                                document.tenant(),
                                UsageSeries.of(document.environment(), document.direction(), document.document())),
                numbers.features().of(document.tenant(), document.feature()),
                document.tenant().value(),
                document.document().sourceRecord());
    }

    private void terminateWhoWaitsForALock() {
        int pid = awaitOneWhoWaitsForALock();
        jdbi.useHandle(handle -> handle.execute("select pg_terminate_backend(?)", pid));
    }

    private int awaitOneWhoWaitsForALock() {
        return jdbi.withHandle(handle -> {
            while (true) {
                Optional<Integer> waiting =
                        handle.createQuery("""
                                select pid from pg_stat_activity
                                where wait_event_type = 'Lock' and datname = current_database()""").mapTo(Integer.class).findFirst();
                if (waiting.isPresent()) {
                    return waiting.get();
                }
                Thread.onSpinWait();
            }
        });
    }

    private Submission stored(Submission submission) {
        return store.submissions().find(submission.tenant(), submission.id()).orElseThrow();
    }

    private long used(TenantId tenant) {
        return store.ledger()
                .entries(
                        tenant,
                        Direction.EXPORT,
                        DayPeriod.of(MONTH),
                        UsageFilter.NONE,
                        Optional.empty(),
                        Integer.MAX_VALUE)
                .size();
    }
}
