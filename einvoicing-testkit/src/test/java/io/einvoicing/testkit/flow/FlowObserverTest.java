package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.flow.FlowFixture.call;
import static io.einvoicing.testkit.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowObserverTest {
    @Test
    void isToldOfEveryStepInOrder() {
        FlowFixture flow = new FlowFixture(step("One"), call("Send"));

        flow.run(flow.submit("1"));

        assertThat(flow.told.events)
                .containsExactly(
                        "submitted after PT0S",
                        "started 1",
                        "1 One",
                        "One COMPLETED",
                        "2 Send",
                        "Send COMPLETED",
                        "COMPLETED COUNTED");
    }

    @Test
    void isToldOfEachRunOfASubmissionThatIsTriedAgain() {
        FlowFixture flow = new FlowFixture(call("Send").withRetry(RetryPolicy.of(1, Duration.ofSeconds(10))));
        flow.call.script.add(context -> ActionOutcome.retryable("busy"));
        SubmissionId id = flow.submit("1");

        flow.run(id);
        flow.runWhenDue(id);

        assertThat(flow.told.events)
                .containsExactly(
                        "submitted after PT0S",
                        "started 1",
                        "1 Send",
                        "Send FAILED_RETRYABLY",
                        "PENDING",
                        "started 2",
                        "1 Send",
                        "Send COMPLETED",
                        "COMPLETED COUNTED");
    }

    @Test
    void isToldThatALeaseWasLost() {
        FlowFixture flow = new FlowFixture(step("One"));
        SubmissionId id = flow.submit("1");
        flow.step.script.add(context -> {
            flow.clock.advance(Duration.ofMinutes(10));
            flow.store.progress().recover(flow.clock.instant(), 5, 10);
            return ActionOutcome.completed();
        });

        assertThat(flow.run(id)).isEmpty();

        assertThat(flow.told.events).endsWith("One COMPLETED", "lease lost");
    }

    @Test
    void isToldThatTheStoreGaveNoAnswer() {
        FlowFixture flow = new FlowFixture(step("One"));
        SubmissionId id = flow.submit("1");
        flow.step.script.add(context -> {
            throw new StoreUnavailableException("down", new IllegalStateException());
        });

        assertThatThrownBy(() -> flow.run(id)).isInstanceOf(StoreUnavailableException.class);

        assertThat(flow.told.events).endsWith("1 One", "broken off: StoreUnavailableException");
    }

    @Test
    void cannotBreakAFlowByFailing() {
        FlowFixture flow = new FlowFixture(step("One"), call("Send"));
        flow.told.fails = true;

        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.told.events).containsExactly("submitted after PT0S", "started 1");
    }
}
