package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Retries at the bounds of their policy. */
class FlowRetryTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private static RetryPolicy policy(int count, Duration min, Duration max, Optional<Duration> till) {
        return new RetryPolicy(Optional.empty(), count, TEN, min, max, till);
    }

    private static void failing(FlowFixture flow, int times) {
        for (int i = 0; i < times; i++) {
            flow.step.script.add(context -> ActionOutcome.retryable("not yet"));
        }
    }

    private static Duration wait(FlowFixture flow, SubmissionId id) {
        return Duration.between(flow.clock.instant(), flow.find(id).dueAt().orElseThrow());
    }

    @Test
    void waitsDoubleBetweenTheTwoBounds() {
        FlowFixture flow = new FlowFixture(
                step("One").withRetry(policy(5, Duration.ofSeconds(15), Duration.ofSeconds(30), Optional.empty())));
        failing(flow, 6);
        SubmissionId id = flow.submit("1");
        List<Duration> waits = new ArrayList<>();

        for (Optional<SubmissionStatus> status = flow.run(id);
                status.equals(Optional.of(SubmissionStatus.PENDING));
                status = flow.runWhenDue(id)) {
            waits.add(wait(flow, id));
        }

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(15L, 20L, 30L, 30L, 30L);
        assertThat(flow.find(id).status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(flow.step.runs).hasSize(6);
    }

    @Test
    void retriesAtTheVeryInstantOfTillAndNotAfterIt() {
        for (Duration till : List.of(TEN, TEN.minusMillis(1))) {
            FlowFixture flow = new FlowFixture(
                    step("One").withRetry(policy(5, Duration.ZERO, Duration.ofHours(1), Optional.of(till))));
            failing(flow, 1);
            SubmissionId id = flow.submit("1");

            assertThat(flow.run(id)).contains(till.equals(TEN) ? SubmissionStatus.PENDING : SubmissionStatus.FAILED);
        }
    }

    @Test
    void waitThatTheOtherSideAsksForDoesNotReachBeyondTill() {
        FlowFixture flow =
                new FlowFixture(step("One").withRetry(policy(5, Duration.ZERO, Duration.ofHours(1), Optional.of(TEN))));
        flow.step.script.add(context -> new ActionOutcome.RetryableFailure(
                "too many requests", Optional.of(TEN.plusMillis(1)), List.of(), List.of()));

        assertThat(flow.run(flow.submit("1"))).contains(SubmissionStatus.FAILED);
    }

    @Test
    void eachActionHasItsOwnRetries() {
        RetryPolicy once = RetryPolicy.of(1, TEN);
        FlowFixture flow =
                new FlowFixture(step("One").withRetry(once), step("Two").withRetry(once));
        failing(flow, 1);
        flow.step.script.add(context -> ActionOutcome.completed());
        failing(flow, 1);
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.step.runs).containsExactly("One", "One", "Two", "Two");
    }

    @Test
    void actionsThatFailInTurnAfterARestartDoNotRetryForEver() {
        RetryPolicy fromOne =
                new RetryPolicy(Optional.of("One"), 2, TEN, Duration.ZERO, Duration.ofHours(1), Optional.empty());
        FlowFixture flow = new FlowFixture(
                step("One").withRetry(RetryPolicy.of(2, TEN)), step("Two").withRetry(fromOne));
        for (int i = 0; i < 50; i++) {
            flow.step.script.add(context -> ActionOutcome.completed());
            failing(flow, 2);
        }
        SubmissionId id = flow.submit("1");

        Optional<SubmissionStatus> status = flow.run(id);
        for (int i = 0; i < 20 && status.equals(Optional.of(SubmissionStatus.PENDING)); i++) {
            status = flow.runWhenDue(id);
        }

        assertThat(status).contains(SubmissionStatus.FAILED);
        assertThat(flow.step.runs).hasSizeLessThan(8);
    }

    @Test
    void anotherNodeRetriesWhenDue() {
        FlowFixture flow = new FlowFixture(step("One").withRetry(RetryPolicy.of(1, TEN)));
        failing(flow, 1);
        SubmissionId id = flow.submit("1");
        flow.run(id);
        Submission waiting = flow.find(id);
        Instant due = waiting.dueAt().orElseThrow();

        // All that the other node knows is the store.
        assertThat(flow.store.progress().claim(flow.caller.tenant(), id, due.minusMillis(1), due.plusSeconds(60)))
                .isEmpty();
        flow.clock.set(due);
        assertThat(flow.invoicing
                        .engine()
                        .run(flow.store
                                .progress()
                                .claim(flow.caller.tenant(), id, due, due.plusSeconds(60))
                                .orElseThrow()))
                .contains(SubmissionStatus.COMPLETED);
    }
}
