package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.flow.FlowLimits;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The dispatcher's threads on the store in memory, by the real clock. */
class FlowDispatcherTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final InMemoryStore store = new InMemoryStore();
    private final TenantId tenant = freshTenant();
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());
    private final BlockingQueue<Submission> begun = new LinkedBlockingQueue<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void stop() throws Exception {
        mayEnd.countDown();
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private FlowDispatcher dispatcher(int workers, FlowLimits limits, Duration poll, Duration lease) {
        FlowDispatcher dispatcher = new FlowDispatcher(
                store.progress(),
                new FlowDispatcher.Settings(workers, limits, poll, lease, LONG, 3, LONG),
                InstantSource.system());
        open.push(dispatcher);
        return dispatcher;
    }

    private FlowDispatcher dispatcher(int workers, FlowLimits limits) {
        return dispatcher(workers, limits, Duration.ofMillis(20), LONG);
    }

    private Submission submit(TenantId to, Instant due) {
        Submission submission =
                aSubmission().of(to).to(environment).submittedAt(due).build();
        store.submissions().create(submission);
        return submission;
    }

    private Submission submit() {
        return submit(tenant, Instant.now());
    }

    private void complete(Submission claimed) {
        begun.add(claimed);
        store.progress().record(TestData.aCheckpoint(claimed).completed().build());
    }

    private void hold(Submission claimed) {
        begun.add(claimed);
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Submission next() throws InterruptedException {
        @Nullable Submission claimed = begun.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(claimed).as("a submission that a worker has in hand").isNotNull();
        return claimed;
    }

    private SubmissionStatus status(Submission submission) {
        return store.submissions()
                .find(submission.tenant(), submission.id())
                .orElseThrow()
                .status();
    }

    @Test
    void runsWhatIsDueAndWhatBecomesDue() throws Exception {
        Submission first = submit();
        Submission later = submit(tenant, Instant.now().plusMillis(60));
        dispatcher(2, new FlowLimits(2, 2)).start(this::complete);

        assertThat(next().id()).isEqualTo(first.id());
        assertThat(next().id()).isEqualTo(later.id());
    }

    @Test
    void looksAtOnceWhenItIsReminded() throws Exception {
        FlowDispatcher dispatcher = dispatcher(2, new FlowLimits(2, 2), Duration.ofHours(1), LONG);
        dispatcher.start(this::complete);
        Submission submission = submit();

        dispatcher.remind(tenant, submission.id(), Instant.now());

        assertThat(next().id()).isEqualTo(submission.id());
    }

    @Test
    void leavesWorkersToOthersWhateverOneTenantHasWaiting() throws Exception {
        for (int i = 0; i < 50; i++) {
            submit();
        }
        dispatcher(4, new FlowLimits(3, 3)).start(this::hold);
        for (int i = 0; i < 3; i++) {
            assertThat(next().tenant()).isEqualTo(tenant);
        }

        Submission other = submit(freshTenant(), Instant.now());

        assertThat(next().id()).isEqualTo(other.id());
        assertThat(begun).isEmpty();
    }

    @Test
    void sharesLimitsWithOtherNodes() throws Exception {
        for (int i = 0; i < 10; i++) {
            submit();
        }
        dispatcher(4, new FlowLimits(3, 3)).start(this::hold);
        for (int i = 0; i < 3; i++) {
            next();
        }
        CountDownLatch looked = new CountDownLatch(5);
        dispatcher(4, new FlowLimits(3, 3)).start(new FlowDispatcher.Worker() {
            @Override
            public void run(Submission claimed) {
                hold(claimed);
            }

            @Override
            public boolean isReady() {
                looked.countDown();
                return true;
            }
        });

        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(begun).isEmpty();
    }

    @Test
    void takesNothingWhileTheNodeIsNotReady() throws Exception {
        AtomicBoolean ready = new AtomicBoolean();
        CountDownLatch looked = new CountDownLatch(3);
        Submission submission = submit();
        dispatcher(1, new FlowLimits(1, 1)).start(new FlowDispatcher.Worker() {
            @Override
            public void run(Submission claimed) {
                complete(claimed);
            }

            @Override
            public boolean isReady() {
                looked.countDown();
                return ready.get();
            }
        });
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(status(submission)).isEqualTo(SubmissionStatus.SCHEDULED);

        ready.set(true);

        assertThat(next().id()).isEqualTo(submission.id());
    }

    @Test
    void goesOnAfterAWorkerThatThrew() throws Exception {
        Submission unlucky = submit();
        dispatcher(1, new FlowLimits(1, 1)).start(claimed -> {
            if (claimed.id().equals(unlucky.id())) {
                begun.add(claimed);
                throw new IllegalStateException("a fault");
            }
            complete(claimed);
        });
        assertThat(next().id()).isEqualTo(unlucky.id());

        // The unlucky one holds its lease, and with it its tenant's only place.
        Submission other = submit(freshTenant(), Instant.now());

        assertThat(next().id()).isEqualTo(other.id());
    }

    @Test
    void goesOnAfterAnOutageOfTheStore() throws Exception {
        CountDownLatch looked = new CountDownLatch(3);
        Submission submission = submit();
        store.outage().begin();
        dispatcher(1, new FlowLimits(1, 1)).start(new FlowDispatcher.Worker() {
            @Override
            public void run(Submission claimed) {
                complete(claimed);
            }

            @Override
            public boolean isReady() {
                looked.countDown();
                return true;
            }
        });
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(begun).isEmpty();

        store.outage().end();

        assertThat(next().id()).isEqualTo(submission.id());
    }

    @Test
    void doesNotJudgeLeasesOfOthersWhileThisNodeIsNotReady() throws Exception {
        Submission submission = submit();
        Instant ended = Instant.now().minusSeconds(1);
        store.progress().claim(tenant, submission.id(), submission.order().submittedAt(), ended);
        CountDownLatch looked = new CountDownLatch(20);
        AtomicBoolean ready = new AtomicBoolean();
        dispatcher(1, new FlowLimits(1, 1), LONG, Duration.ofMillis(3)).start(new FlowDispatcher.Worker() {
            @Override
            public void run(Submission claimed) {
                complete(claimed);
            }

            @Override
            public boolean isReady() {
                looked.countDown();
                return ready.get();
            }
        });
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(status(submission)).isEqualTo(SubmissionStatus.EXECUTING);

        ready.set(true);

        assertThat(next().id()).isEqualTo(submission.id());
    }

    @Test
    void prolongsTheLeaseOfARunningWorker() throws Exception {
        Submission submission = submit();
        dispatcher(1, new FlowLimits(1, 1), Duration.ofMillis(20), Duration.ofMillis(900))
                .start(this::hold);
        Submission claimed = next();
        Instant end = claimed.dueAt().orElseThrow();
        while (Instant.now().isBefore(end.plusMillis(200))) {
            assertThat(status(submission)).isEqualTo(SubmissionStatus.EXECUTING);
            Thread.onSpinWait();
        }

        Submission held = store.submissions().find(tenant, submission.id()).orElseThrow();
        assertThat(held.attempt()).isEqualTo(1);
        assertThat(held.dueAt().orElseThrow()).isAfter(end);
    }

    @Test
    void takesOverWhatAWorkerOfAnotherNodeLeftBehind() throws Exception {
        Submission submission = submit();
        FlowProgress other = store.progress();
        Instant now = Instant.now();
        assertThat(other.claim(tenant, submission.id(), now, now.plusMillis(30)))
                .isPresent();
        dispatcher(1, new FlowLimits(1, 1), Duration.ofMillis(20), Duration.ofMillis(60))
                .start(this::complete);

        assertThat(next().attempt()).isEqualTo(2);
    }

    @Test
    void waitsForRunningWorkWhenItStops() throws Exception {
        Submission submission = submit();
        FlowDispatcher dispatcher = dispatcher(1, new FlowLimits(1, 1));
        dispatcher.start(claimed -> {
            hold(claimed);
            store.progress().record(TestData.aCheckpoint(claimed).completed().build());
        });
        next();
        Thread stopping = new Thread(dispatcher::close);
        stopping.start();
        while (stopping.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(dispatcher.running()).isEqualTo(1);

        mayEnd.countDown();
        stopping.join(LONG.toMillis());

        assertThat(stopping.isAlive()).isFalse();
        assertThat(status(submission)).isEqualTo(SubmissionStatus.COMPLETED);
    }

    @Test
    void keepsTheLeasesOfWhatRunsUntilItHasEnded() throws Exception {
        Duration lease = Duration.ofMillis(300);
        Submission submission = submit();
        FlowDispatcher dispatcher = dispatcher(1, new FlowLimits(1, 1), Duration.ofMillis(20), lease);
        dispatcher.start(this::hold);
        next();
        Thread stopping = new Thread(dispatcher::close);
        stopping.start();
        while (stopping.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        Instant stopped = Instant.now();

        while (leaseEnd(submission).isBefore(stopped.plus(lease.multipliedBy(2)))) {
            assertThat(stopping.isAlive()).isTrue();
            Thread.onSpinWait();
        }

        assertThat(status(submission)).isEqualTo(SubmissionStatus.EXECUTING);
        mayEnd.countDown();
        stopping.join(LONG.toMillis());
        assertThat(stopping.isAlive()).isFalse();
    }

    private Instant leaseEnd(Submission submission) {
        return store.submissions()
                .find(submission.tenant(), submission.id())
                .flatMap(Submission::dueAt)
                .orElseThrow();
    }

    @Test
    void takesNothingMoreOnceItIsToldToStop() throws Exception {
        submit();
        FlowDispatcher dispatcher = dispatcher(1, new FlowLimits(1, 1));
        assertThat(dispatcher.isTakingWork()).isFalse();
        dispatcher.start(this::hold);
        next();
        assertThat(dispatcher.isTakingWork()).isTrue();
        Submission second = submit();

        dispatcher.stopTaking();
        mayEnd.countDown();
        dispatcher.close();

        assertThat(dispatcher.isTakingWork()).isFalse();
        assertThat(status(second)).isEqualTo(SubmissionStatus.SCHEDULED);
    }
}
