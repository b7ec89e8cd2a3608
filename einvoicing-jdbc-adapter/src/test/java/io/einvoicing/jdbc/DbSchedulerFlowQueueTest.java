package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DbSchedulerFlowQueueTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private static final InstantSource CLOCK = InstantSource.system();

    /** Polls so seldom that only what runs at once runs in time. */
    private static final DbSchedulerFlowQueue.Settings SELDOM = settings(2, Duration.ofHours(1), Duration.ofHours(1));

    private static final DbSchedulerFlowQueue.Settings OFTEN =
            settings(2, Duration.ofMillis(50), Duration.ofMillis(100));

    private final TenantId tenant = freshTenant();
    private final BlockingQueue<SubmissionId> ran = new LinkedBlockingQueue<>();
    private final List<DbSchedulerFlowQueue> queues = new ArrayList<>();

    private static DbSchedulerFlowQueue.Settings settings(int workers, Duration poll, Duration sweep) {
        return new DbSchedulerFlowQueue.Settings(
                workers, poll, sweep, Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    @BeforeEach
    void empty() {
        jdbi().useHandle(handle -> handle.execute("truncate scheduled_tasks, submission"));
    }

    @AfterEach
    void close() {
        queues.forEach(DbSchedulerFlowQueue::close);
    }

    @Test
    void runsADueReminderAtOnceWithoutWaitingForAPoll() throws Exception {
        DbSchedulerFlowQueue queue = started(SELDOM);
        SubmissionId first = fresh();
        queue.remind(tenant, first, CLOCK.instant());

        assertThat(next()).isEqualTo(first);
    }

    @Test
    void takesRemindersBeforeItIsStarted() throws Exception {
        DbSchedulerFlowQueue queue = queue(SELDOM);
        SubmissionId early = fresh();
        queue.remind(tenant, early, CLOCK.instant());
        queue.start((of, submission) -> ran.add(submission));

        assertThat(next()).isEqualTo(early);
    }

    @Test
    void runsALaterReminderWhenItIsDue() throws Exception {
        DbSchedulerFlowQueue queue = started(OFTEN);
        Instant due = CLOCK.instant().plusMillis(300);
        SubmissionId later = fresh();
        queue.remind(tenant, later, due);

        assertThat(next()).isEqualTo(later);
        assertThat(CLOCK.instant()).isAfterOrEqualTo(due);
    }

    @Test
    void takesARepeatedReminderForTheSame() {
        DbSchedulerFlowQueue queue = queue(SELDOM);
        SubmissionId submission = fresh();
        Instant due = CLOCK.instant();
        queue.remind(tenant, submission, due);
        queue.remind(tenant, submission, due);

        assertThat(reminders()).isEqualTo(1);

        queue.remind(tenant, submission, due.plusSeconds(1));
        assertThat(reminders()).isEqualTo(2);
    }

    @Test
    void makesUpForAReminderThatWasLost() throws Exception {
        SubmissionId lost = submitted(CLOCK.instant().minusSeconds(60));
        started(OFTEN);

        assertThat(next()).isEqualTo(lost);
    }

    @Test
    void makesUpForAWorkerThatFailed() throws Exception {
        SubmissionId submission = submitted(CLOCK.instant().minusSeconds(60));
        AtomicBoolean failed = new AtomicBoolean();
        DbSchedulerFlowQueue queue = queue(OFTEN);
        queue.start((of, each) -> {
            if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("as the test wants");
            }
            ran.add(each);
        });

        assertThat(next()).isEqualTo(submission);
        assertThat(failed).isTrue();
    }

    @Test
    void takesOverWhatANodeHeldThatDied() throws Exception {
        SubmissionId orphan = fresh();
        DbSchedulerFlowQueue queue = queue(OFTEN);
        queue.remind(tenant, orphan, CLOCK.instant());
        jdbi().useHandle(
                        handle -> handle.execute(
                                "update scheduled_tasks set picked = true, picked_by = 'dead', last_heartbeat = now() - interval '1 hour'"));
        queue.start((of, submission) -> ran.add(submission));

        assertThat(next()).isEqualTo(orphan);
    }

    @Test
    void sweepsOnlyWhatHasBeenDueForLongEnough() {
        DbSchedulerFlowQueue queue = queue(SELDOM);
        submitted(CLOCK.instant().plusSeconds(60));
        submitted(CLOCK.instant().minusSeconds(60));
        queue.sweep();
        queue.sweep();

        assertThat(reminders()).isEqualTo(1);
    }

    @Test
    void twoNodesShareTheWork() throws Exception {
        DbSchedulerFlowQueue one = started(OFTEN);
        started(OFTEN);
        List<SubmissionId> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            SubmissionId submission = fresh();
            expected.add(submission);
            one.remind(tenant, submission, CLOCK.instant());
        }

        List<SubmissionId> all = new ArrayList<>();
        while (all.size() < expected.size()) {
            all.add(next());
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(ran).isEmpty();
    }

    @Test
    void waitsForRunningWorkWhenItStopsAndGivesBackWhatItDidNotBegin() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        DbSchedulerFlowQueue queue = queue(settings(1, Duration.ofMillis(50), Duration.ofHours(1)));
        for (int i = 0; i < 3; i++) {
            queue.remind(tenant, fresh(), CLOCK.instant());
        }
        queue.start((of, submission) -> {
            running.countDown();
            await(mayEnd);
            ran.add(submission);
        });
        running.await();
        Thread closing = new Thread(queue::close);
        closing.start();
        mayEnd.countDown();
        closing.join();

        assertThat(ran.size() + reminders()).isEqualTo(3);
        assertThat(ran).isNotEmpty();
        assertThat(count("select count(*) from scheduled_tasks where picked")).isZero();
    }

    @Test
    void canBeStartedOnceOnly() {
        DbSchedulerFlowQueue queue = started(SELDOM);

        assertThatThrownBy(() -> queue.start((of, submission) -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() {
        DbSchedulerFlowQueue queue = STORES.unreachable().queue(SELDOM, CLOCK);

        assertThatThrownBy(() -> queue.remind(tenant, fresh(), CLOCK.instant()))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private DbSchedulerFlowQueue queue(DbSchedulerFlowQueue.Settings settings) {
        DbSchedulerFlowQueue queue = STORES.store().queue(settings, CLOCK);
        queues.add(queue);
        return queue;
    }

    private DbSchedulerFlowQueue started(DbSchedulerFlowQueue.Settings settings) {
        DbSchedulerFlowQueue queue = queue(settings);
        queue.start((of, submission) -> {
            assertThat(of).isEqualTo(tenant);
            ran.add(submission);
        });
        return queue;
    }

    private SubmissionId submitted(Instant at) {
        Submission submission = aSubmission().of(tenant).submittedAt(at).build();
        STORES.store().submissions().create(submission);
        return submission.id();
    }

    private SubmissionId next() throws InterruptedException {
        SubmissionId next = ran.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("what ran").isNotNull();
        return next;
    }

    private static SubmissionId fresh() {
        return new SubmissionId(UUID.randomUUID());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long reminders() {
        return count("select count(*) from scheduled_tasks where task_name = 'flow-reminder'");
    }

    private static long count(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static Jdbi jdbi() {
        return Jdbi.create(STORES.dataSource());
    }
}
