package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.NextNumberAction;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.numbersequence.DrawnNumber;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceId;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NextNumberActionTest {
    private static final String SEQUENCE = "Invoice counter";
    private static final Action NUMBER =
            Action.of("Number", NextNumberAction.TYPE, Map.of("Number sequence", ParameterValue.literal(SEQUENCE)));

    @Test
    void givesValueAndNameToLaterActions() {
        FlowFixture flow = new FlowFixture(NUMBER, step("After"));
        createSequence(flow, Optional.empty(), 17);
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(output(flow, id, "Value")).isEqualTo("17");
        assertThat(output(flow, id, "Name")).isEqualTo(SEQUENCE);
    }

    @Test
    void crashAtAnyStepBetweenDrawAndCompletionLeavesNoGapAndRepeatsNothing() {
        FlowFixture flow = new FlowFixture(step("Before"), NUMBER, step("After"));
        NumberSequence sequence = createSequence(flow, Optional.empty(), 1);
        List<SubmissionId> submissions = new ArrayList<>();
        int crashes = 0;
        for (int callsBeforeCrash = 0; callsBeforeCrash < 12; callsBeforeCrash++) {
            SubmissionId id = flow.submit("crash " + callsBeforeCrash);
            submissions.add(id);
            flow.store.outage().beginAfter(callsBeforeCrash);
            try {
                flow.run(id);
            } catch (StoreUnavailableException e) {
                crashes++;
            }
            flow.store.outage().end();
            flow.clock.advance(Duration.ofHours(1));
            flow.run(id);
            assertThat(flow.find(id).status()).isEqualTo(SubmissionStatus.COMPLETED);
        }
        assertThat(crashes)
                .as("the outage must have hit before and after the draw")
                .isBetween(4, 11);
        assertEachHasOneValue(flow, sequence, submissions);
    }

    @Test
    void submissionThatFailsAfterTheDrawKeepsItsValue() {
        FlowFixture flow = new FlowFixture(NUMBER, step("After"));
        NumberSequence sequence = createSequence(flow, Optional.empty(), 1);
        SubmissionId failing = flow.submit("1");
        flow.step.script.add(context -> ActionOutcome.failed("the authority's schema says no"));

        assertThat(flow.run(failing)).contains(SubmissionStatus.FAILED);
        SubmissionId next = flow.submit("2");
        assertThat(flow.run(next)).contains(SubmissionStatus.COMPLETED);

        assertThat(output(flow, failing, "Value")).isEqualTo("1");
        assertThat(output(flow, next, "Value")).isEqualTo("2");
        assertEachHasOneValue(flow, sequence, List.of(failing, next));
    }

    @Test
    void retryThatStartsAtTheNumberGetsTheSameValue() {
        RetryPolicy fromNumber = new RetryPolicy(
                Optional.of("Number"), 1, Duration.ofSeconds(10), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        FlowFixture flow = new FlowFixture(NUMBER, step("After").withRetry(fromNumber));
        NumberSequence sequence = createSequence(flow, Optional.empty(), 1);
        SubmissionId id = flow.submit("1");
        flow.step.script.add(context -> ActionOutcome.retryable("busy"));

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.run(flow.submit("2"))).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(output(flow, id, "Value")).isEqualTo("1");
        assertThat(flow.store.numberSequences().values(sequence.tenant(), sequence.id(), Optional.empty(), 10))
                .extracting(DrawnNumber::value)
                .containsExactly(1L, 2L);
    }

    @Test
    void outageAtTheDrawDrawsNothing() {
        FlowFixture flow = new FlowFixture(NUMBER);
        NumberSequence sequence = createSequence(flow, Optional.empty(), 1);
        SubmissionId id = flow.submit("1");
        // The claim, the version and the environment; then the draw.
        flow.store.outage().beginAfter(3);
        assertThatThrownBy(() -> flow.run(id)).isInstanceOf(StoreUnavailableException.class);
        flow.store.outage().end();

        assertThat(flow.store.numberSequences().find(sequence.tenant(), sequence.environment(), sequence.id()))
                .contains(sequence);
    }

    @Test
    void drawsFromTheSequenceOfTheFeatureFirst() {
        FlowFixture flow = new FlowFixture(NUMBER);
        createSequence(flow, Optional.empty(), 1);
        createSequence(flow, Optional.of(flow.feature()), 500);
        SubmissionId id = flow.submit("1");

        flow.run(id);

        assertThat(output(flow, id, "Value")).isEqualTo("500");
    }

    @Test
    void missingSequenceFailsTheSubmissionWithTheRemedy() {
        FlowFixture flow = new FlowFixture(NUMBER);
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.FAILED);

        assertThat(flow.find(id).failure())
                .contains("environment \"Production\" has no number sequence \"" + SEQUENCE + "\": create it there");
    }

    @Test
    void sequenceThatIsNotInUseFailsTheSubmissionWithTheRemedy() {
        FlowFixture flow = new FlowFixture(NUMBER);
        NumberSequence sequence = sequence(flow, Optional.empty(), 1, false);
        flow.store.numberSequences().save(sequence, aStamp("numberSequence.create"));
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.FAILED);

        assertThat(flow.find(id).failure()).contains("is not in use: take it into use there");
        assertThat(flow.store.numberSequences().values(sequence.tenant(), sequence.id(), Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void manyWorkersNeverSkipOrRepeatAValue() throws Exception {
        FlowFixture flow = new FlowFixture(NUMBER);
        NumberSequence sequence = createSequence(flow, Optional.empty(), 1);
        List<SubmissionId> submissions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            submissions.add(flow.submit("parallel " + i));
        }
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Optional<SubmissionStatus>>> runs = new ArrayList<>();
            for (SubmissionId id : submissions) {
                runs.add(() -> flow.run(id));
                runs.add(() -> flow.run(id));
            }
            for (Future<Optional<SubmissionStatus>> run : workers.invokeAll(runs)) {
                run.get();
            }
        } finally {
            workers.shutdownNow();
        }
        assertEachHasOneValue(flow, sequence, submissions);
    }

    /** Passes if the values 1 to n were drawn, each belongs to one submission, and shows in its log. */
    private static void assertEachHasOneValue(
            FlowFixture flow, NumberSequence sequence, List<SubmissionId> submissions) {
        List<DrawnNumber> drawn =
                flow.store.numberSequences().values(sequence.tenant(), sequence.id(), Optional.empty(), 10_000);
        assertThat(drawn)
                .extracting(DrawnNumber::value)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, submissions.size()).boxed().toList());
        assertThat(drawn).extracting(DrawnNumber::submission).containsExactlyInAnyOrderElementsOf(submissions);
        assertThat(drawn)
                .allSatisfy(number -> assertThat(output(flow, number.submission(), "Value"))
                        .isEqualTo(Long.toString(number.value())));
    }

    private static NumberSequence createSequence(FlowFixture flow, Optional<FeatureId> feature, long first) {
        NumberSequence sequence = sequence(flow, feature, first, true);
        assertThat(flow.store.numberSequences().save(sequence, aStamp("numberSequence.create")))
                .isEqualTo(SaveResult.SAVED);
        return sequence;
    }

    private static NumberSequence sequence(FlowFixture flow, Optional<FeatureId> feature, long first, boolean inUse) {
        return new NumberSequence(
                flow.caller.tenant(),
                new NumberSequenceId(UUID.randomUUID()),
                flow.environment.id(),
                feature,
                SEQUENCE,
                "",
                inUse,
                first,
                0,
                1);
    }

    private static String output(FlowFixture flow, SubmissionId id, String name) {
        Submission submission = flow.find(id);
        return ((OutputValue.Text) submission.flow().output("Number", name).orElseThrow()).text();
    }
}
