package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.flow.FlowFixture.call;
import static io.einvoicing.testkit.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.flow.port.DestinationGuard;
import io.einvoicing.flow.port.DestinationGuard.Admission;
import io.einvoicing.flow.port.DestinationGuard.Result;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls start when the guard of their host lets them, and tell it how they ended. */
class DestinationGuardTest {
    /** Grants calls unless it is closed, and keeps what it is told. */
    private static final class Gate implements DestinationGuard {
        private final List<String> asked = new ArrayList<>();
        private final List<Result> results = new ArrayList<>();
        private Optional<Instant> closedUntil = Optional.empty();

        @Override
        public Admission admit(TenantId tenant, String host) {
            asked.add(host);
            return closedUntil
                    .<Admission>map(until -> new Admission.Later(until, "the host is busy"))
                    .orElse((Admission.Granted) results::add);
        }
    }

    private final Gate gate = new Gate();

    private FlowFixture flow(Action... actions) {
        FlowFixture flow = new FlowFixture(actions);
        flow.destinations = gate;
        return flow;
    }

    @Test
    void aCallTellsItsHostAndThatItWasAnswered() {
        FlowFixture flow = flow(step("One"), call("Send"));

        flow.run(flow.submit("1"));

        assertThat(gate.asked).containsExactly("authority.example:443");
        assertThat(gate.results).containsExactly(Result.ANSWERED);
    }

    @Test
    void aBusyHostLetsTheSubmissionWaitWithoutUsingUpARetry() {
        FlowFixture flow = flow(step("One"), call("Send"));
        SubmissionId id = flow.submit("1");
        Instant turn = flow.clock.instant().plusSeconds(7);
        gate.closedUntil = Optional.of(turn);

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);

        assertThat(flow.find(id).pendingReason()).contains(PendingReason.WEB_SERVICE_BUSY);
        assertThat(flow.find(id).dueAt()).contains(turn);
        assertThat(flow.find(id).failure()).isEqualTo("action \"Send\": the host is busy");
        assertThat(flow.find(id).sent()).isFalse();
        assertThat(flow.find(id).flow().retries()).isEmpty();
        gate.closedUntil = Optional.empty();
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.step.runs).containsExactly("One");
        assertThat(flow.call.sent).hasSize(1);
    }

    @Test
    void whatGotNoAnswerSaysSo() {
        FlowFixture flow = flow(call("Send"));
        flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        flow.call.script.add(context -> ActionOutcome.retryable("nothing was sent"));

        flow.run(flow.submit("1"));
        flow.run(flow.submit("2"));

        assertThat(gate.results).containsExactly(Result.NOT_ANSWERED, Result.NOT_ANSWERED);
    }

    @Test
    void anAnswerWithoutVerdictIsAnAnswer() {
        FlowFixture flow = flow(call("Send"));
        flow.call.script.add(context -> new ActionOutcome.OutcomeUnknown(
                "no verdict", List.of(new ActionOutput.Value("HTTP status", "404")), List.of()));

        flow.run(flow.submit("1"));

        assertThat(gate.results).containsExactly(Result.ANSWERED);
    }

    @Test
    void anOutageOfOurOwnSaysNothingAboutTheHost() {
        FlowFixture flow = flow(call("Send"));
        SubmissionId id = flow.submit("1");
        flow.documents.goDown();

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);

        assertThat(gate.results).containsExactly(Result.NOT_CALLED);
    }

    @Test
    void whatAPersonHasToDecideAsksForNoPlace() {
        FlowFixture flow = flow(call("Send"));
        flow.call.script.add(context -> {
            flow.store.outage().begin();
            return ActionOutcome.unknown("no answer");
        });
        SubmissionId id = flow.submit("1");
        try {
            flow.run(id);
        } catch (StoreUnavailableException expected) {
            flow.store.outage().end();
        }

        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.PENDING);

        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        assertThat(gate.asked).hasSize(1);
    }

    @Test
    void anUnknownOutcomeStaysUnknownWhileItsHostIsBusy() {
        FlowFixture flow = flow(call("Send").withRetry(RetryPolicy.of(3, Duration.ofSeconds(10))));
        flow.call.recovery = Recovery.ASK;
        flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        SubmissionId id = flow.submit("1");
        flow.run(id);
        gate.closedUntil = Optional.of(flow.clock.instant().plusSeconds(60));

        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.PENDING);

        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        assertThat(flow.find(id).dueAt()).isEqualTo(gate.closedUntil);
        assertThat(flow.call.asked).isEmpty();
        gate.closedUntil = Optional.empty();
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.call.asked).hasSize(1);
        assertThat(flow.call.sent).hasSize(1);
    }

    @Test
    void aDecisionToRepeatIsKeptWhileTheHostIsBusy() {
        FlowFixture flow = flow(call("Send"));
        flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        SubmissionId id = flow.submit("1");
        flow.run(id);
        flow.invoicing
                .submissions()
                .decide(flow.caller, id, Submissions.Decision.REPEAT)
                .orThrow();
        gate.closedUntil = Optional.of(flow.clock.instant().plusSeconds(60));
        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        gate.closedUntil = Optional.empty();

        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(flow.call.sent).hasSize(2);
        assertThat(flow.call.sent.get(1)).isEqualTo(flow.call.sent.get(0));
    }
}
