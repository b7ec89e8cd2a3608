package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.flow.FlowFixture.call;
import static io.einvoicing.testkit.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RelatedCommand;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.vault.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowEngineTest {
    private static final RetryPolicy TWICE = RetryPolicy.of(2, Duration.ofSeconds(10));

    @Test
    void runsActionsInOrderAndCountsTheCompletedFlow() {
        FlowFixture flow = new FlowFixture(step("One"), call("Send"), step("Two"));
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);

        Submission done = flow.find(id);
        assertThat(done.status()).isEqualTo(SubmissionStatus.COMPLETED);
        assertThat(done.counting()).isEqualTo(Counting.COUNTED);
        assertThat(done.flow().runs()).extracting(ActionRun::action).containsExactly("One", "Send", "Two");
        assertThat(done.flow().runs()).extracting(ActionRun::status).containsOnly(ActionRun.Status.COMPLETED);
        assertThat(done.dueAt()).isEmpty();
        assertThat(done.flow().intent()).isEmpty();
        assertThat(done.endedAt()).contains(flow.clock.instant());
    }

    @Test
    void laterActionReadsTheFileThatAnEarlierOneMade() {
        FlowFixture flow = new FlowFixture(
                step("One"), Action.of("Two", "Step", Map.of("Input", ParameterValue.output("One", "file"))));
        StringBuilder read = new StringBuilder();
        flow.step.script.add(
                context -> ActionOutcome.completed(new ActionOutput.File("file", FlowFixture.text("from the first"))));
        flow.step.script.add(context -> {
            read.append(new String(context.file("Input").bytes(), StandardCharsets.UTF_8));
            return ActionOutcome.completed();
        });

        flow.run(flow.submit("1"));

        assertThat(read).hasToString("from the first");
    }

    @Test
    void firstActionReadsTheSubmittedDocument() {
        FlowFixture flow = new FlowFixture(
                Action.of("One", "Step", Map.of("Input", ParameterValue.variable(Variable.BUSINESS_DOCUMENT))));
        StringBuilder read = new StringBuilder();
        flow.step.script.add(context -> {
            read.append(new String(context.file("Input").bytes(), StandardCharsets.UTF_8));
            return ActionOutcome.completed();
        });

        flow.run(flow.submit("42"));

        assertThat(read).hasToString("{\"n\":\"42\"}");
    }

    @Test
    void actionReadsAParameterOfTheFeatureUnlessAVariableOfItsSetupHidesIt() {
        Action action = Action.of("One", "Step", Map.of("Input", ParameterValue.variable("Endpoint")));
        Variable hiding = new Variable(
                "Endpoint",
                "",
                Variable.Kind.CONSTANT,
                DataType.STRING,
                Optional.of("https://test.example"),
                Optional.empty());
        List<String> read = new ArrayList<>();
        for (FlowFixture flow : List.of(new FlowFixture(action), new FlowFixture(List.of(hiding), action))) {
            flow.step.script.add(context -> {
                read.add(context.text("Input"));
                return ActionOutcome.completed();
            });
            flow.run(flow.submit("1"));
        }

        assertThat(read).containsExactly("https://authority.example", "https://test.example");
    }

    @Test
    void bringsTheValuesOfActionsBackToTheClient() {
        Variable toClient = new Variable(
                "ResponseData",
                "",
                Variable.Kind.TO_CLIENT,
                DataType.STRING,
                Optional.empty(),
                Optional.of(new ParameterValue.FromAction("One", "value")));
        FlowFixture flow = new FlowFixture(List.of(toClient), step("One"));
        SubmissionId id = flow.submit("1");

        flow.run(id);

        assertThat(flow.find(id).results()).containsExactly(Map.entry("ResponseData", "value of One"));
    }

    @Test
    void storesTheRequestAndRecordsTheIntentBeforeItSends() {
        FlowFixture flow = new FlowFixture(call("Send"));
        SubmissionId id = flow.submit("1");
        flow.call.script.add(context -> {
            Submission during = flow.find(id);
            assertThat(during.sent()).isTrue();
            assertThat(during.status()).isEqualTo(SubmissionStatus.EXECUTING);
            assertThat(during.flow().intent()).hasValueSatisfying(intent -> {
                assertThat(flow.file(intent.request().name())).isEqualTo("request 1");
                assertThat(intent.idempotencyKey())
                        .isEqualTo(flow.call.sent.get(0).key());
            });
            return FlowFixture.ScriptedCall.answered();
        });

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.call.sent).hasSize(1);
    }

    @Test
    void workerThatLostItsLeaseBeforeTheIntentSendsNothing() {
        FlowFixture flow = new FlowFixture(call("Send"));
        SubmissionId id = flow.submit("1");
        flow.call.whileBuilding = () -> {
            flow.clock.advance(Duration.ofMinutes(3));
            flow.call.whileBuilding = () -> {};
            assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        };

        assertThat(flow.run(id)).isEmpty();

        assertThat(flow.call.sent).hasSize(1);
        assertThat(flow.find(id).attempt()).isEqualTo(2);
        assertThat(flow.find(id).status()).isEqualTo(SubmissionStatus.COMPLETED);
    }

    @Test
    void workerWhoseDocumentWasCanceledSendsNothing() {
        FlowFixture flow = new FlowFixture(call("Send"));
        SubmissionId id = flow.submit("1");
        flow.call.whileBuilding =
                () -> flow.invoicing.submissions().cancel(flow.caller, id).orThrow();

        assertThat(flow.run(id)).isEmpty();

        assertThat(flow.call.sent).isEmpty();
        assertThat(flow.find(id).status()).isEqualTo(SubmissionStatus.CANCELED);
    }

    @Test
    void nobodyTakesOverACallBeforeItsTimeoutHasPassed() {
        FlowFixture flow = new FlowFixture(call("Send"));
        SubmissionId id = flow.submit("1");
        flow.call.script.add(context -> {
            flow.clock.advance(Duration.ofSeconds(34));
            assertThat(flow.run(id))
                    .as("another worker, while the call may still run")
                    .isEmpty();
            return FlowFixture.ScriptedCall.answered();
        });

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
    }

    @Test
    void crashAfterTheIntentIsLeftToAPersonWithoutARecovery() {
        FlowFixture flow = crashedAfterSending(Recovery.DECISION, "1");
        SubmissionId id = onlySubmission(flow);

        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.PENDING);

        Submission pending = flow.find(id);
        assertThat(pending.pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        assertThat(pending.dueAt()).isEmpty();
        assertThat(flow.call.sent).hasSize(1);
    }

    @Test
    void crashAfterTheIntentRepeatsTheStoredRequestWithTheSameKeyIfTheActionIsIdempotent() {
        FlowFixture flow = crashedAfterSending(Recovery.REPEAT, "1");

        assertThat(flow.runWhenDue(onlySubmission(flow))).contains(SubmissionStatus.COMPLETED);

        assertThat(flow.call.sent).hasSize(2);
        assertThat(flow.call.sent.get(1)).isEqualTo(flow.call.sent.get(0));
    }

    @Test
    void crashAfterTheIntentAsksTheAuthorityFirstIfTheActionCan() {
        FlowFixture flow = crashedAfterSending(Recovery.ASK, "1");

        assertThat(flow.runWhenDue(onlySubmission(flow))).contains(SubmissionStatus.COMPLETED);

        assertThat(flow.call.sent).hasSize(1);
        assertThat(flow.call.asked).containsExactly(flow.call.sent.get(0));
    }

    @Test
    void requestThatTheAuthorityNeverProcessedIsSentAgain() {
        Action send = call("Send").withRetry(TWICE);
        FlowFixture flow = new FlowFixture(send);
        flow.call.recovery = Recovery.ASK;
        flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        flow.call.askScript.add(context -> ActionOutcome.retryable("never seen"));
        SubmissionId id = flow.submit("1");

        flow.run(id);
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        flow.runWhenDue(id);
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.RETRY);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(flow.call.asked).hasSize(1);
        assertThat(flow.call.sent).hasSize(2);
    }

    @Test
    void repetitionThatWasNotProcessedSaysNothingAboutTheFirstSending() {
        RetryPolicy fromBuilding = new RetryPolicy(
                Optional.of("Build"), 3, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1), Optional.empty());
        FlowFixture flow = new FlowFixture(step("Build"), call("Send").withRetry(fromBuilding));
        flow.call.recovery = Recovery.REPEAT;
        flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        flow.call.script.add(context -> ActionOutcome.retryable("connection refused"));
        SubmissionId id = flow.submit("1");

        flow.run(id);
        flow.runWhenDue(id);
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(flow.call.sent).hasSize(3);
        assertThat(flow.call.sent.stream().distinct())
                .as("the same request under the same key")
                .hasSize(1);
        assertThat(flow.step.runs).containsExactly("Build");
    }

    @Test
    void alteredRequestIsNotSentAgain() {
        FlowFixture flow = crashedAfterSending(Recovery.REPEAT, "1");
        SubmissionId id = onlySubmission(flow);
        String name = flow.find(id).flow().intent().orElseThrow().request().name();
        flow.documents.clear();
        Container container = new Container(new SecretValue(FlowFixture.CONTAINER));
        flow.documents.store(container, name, FlowFixture.text("something else"));

        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.PENDING);

        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        assertThat(flow.find(id).failure()).contains("altered");
        assertThat(flow.call.sent).hasSize(1);
    }

    @Test
    void retriesWhenDueAndNotBefore() {
        FlowFixture flow = new FlowFixture(step("One").withRetry(TWICE));
        SubmissionId id = flow.submit("1");
        flow.step.script.add(context -> ActionOutcome.retryable("busy"));

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.find(id).failure()).isEqualTo("action \"One\": busy");
        flow.clock.advance(Duration.ofMillis(9_999));
        assertThat(flow.run(id)).isEmpty();
        flow.clock.advance(Duration.ofMillis(1));
        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.find(id).failure()).isEmpty();
    }

    @Test
    void failsWhenRetriesAreUsedUp() {
        FlowFixture flow = new FlowFixture(step("One").withRetry(TWICE));
        SubmissionId id = flow.submit("1");
        for (int i = 0; i < 3; i++) {
            flow.step.script.add(context -> ActionOutcome.retryable("busy"));
        }

        flow.run(id);
        flow.runWhenDue(id);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.FAILED);

        assertThat(flow.step.runs).hasSize(3);
        assertThat(flow.find(id).counting()).isEqualTo(Counting.NOT_YET);
    }

    @Test
    void retryAfterThatTheOtherSideAskedForIsKept() {
        FlowFixture flow = new FlowFixture(call("Send").withRetry(TWICE));
        SubmissionId id = flow.submit("1");
        flow.call.script.add(context -> new ActionOutcome.RetryableFailure(
                "throttled", Optional.of(Duration.ofMinutes(7)), List.of(), List.of()));

        flow.run(id);

        assertThat(flow.find(id).dueAt()).contains(flow.clock.instant().plus(Duration.ofMinutes(7)));
    }

    @Test
    void retryStartsAgainAtTheActionThatIsNamed() {
        RetryPolicy fromOne = new RetryPolicy(
                Optional.of("One"), 1, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1), Optional.empty());
        FlowFixture flow =
                new FlowFixture(step("Zero"), step("One"), step("Two").withRetry(fromOne));
        SubmissionId id = flow.submit("1");
        flow.step.script.add(context -> ActionOutcome.completed());
        flow.step.script.add(context -> ActionOutcome.completed());
        flow.step.script.add(context -> ActionOutcome.retryable("again"));

        flow.run(id);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(flow.step.runs).containsExactly("Zero", "One", "Two", "One", "Two");
    }

    @Test
    void noRetryIsLaterThanTill() {
        RetryPolicy tillSoon = new RetryPolicy(
                Optional.empty(),
                100,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Optional.of(Duration.ofSeconds(25)));
        FlowFixture flow = new FlowFixture(step("One").withRetry(tillSoon));
        SubmissionId id = flow.submit("1");
        for (int i = 0; i < 10; i++) {
            flow.step.script.add(context -> ActionOutcome.retryable("busy"));
        }

        flow.run(id);
        flow.runWhenDue(id);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.FAILED);
        assertThat(flow.step.runs).hasSize(3);
    }

    @Test
    void unknownOutcomeIsRepeatedAsOftenAsThePolicySaysAndThenLeftToAPerson() {
        FlowFixture flow = new FlowFixture(call("Send").withRetry(TWICE));
        flow.call.recovery = Recovery.REPEAT;
        for (int i = 0; i < 3; i++) {
            flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        }
        SubmissionId id = flow.submit("1");

        flow.run(id);
        flow.runWhenDue(id);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.PENDING);

        assertThat(flow.find(id).dueAt()).isEmpty();
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        assertThat(flow.call.sent).hasSize(3);
        assertThat(flow.call.sent.stream().distinct()).hasSize(1);
    }

    @Test
    void personDecidesToRepeatOrToGiveUp() {
        FlowFixture flow = new FlowFixture(call("Send"));
        flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        SubmissionId id = flow.submit("1");
        flow.run(id);

        flow.invoicing
                .submissions()
                .decide(flow.caller, id, Submissions.Decision.REPEAT)
                .orThrow();
        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.call.sent.get(1)).isEqualTo(flow.call.sent.get(0));
        flow.invoicing
                .submissions()
                .decide(flow.caller, id, Submissions.Decision.GIVE_UP)
                .orThrow();

        assertThat(flow.find(id).status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(flow.find(id).failure()).contains("given up by");
    }

    @Test
    void decisionToRepeatHoldsForOneRepetitionOnlyEvenIfTheWorkerCrashes() {
        FlowFixture flow = new FlowFixture(call("Send"));
        flow.call.script.add(context -> ActionOutcome.unknown("no answer"));
        SubmissionId id = flow.submit("1");
        flow.run(id);
        flow.invoicing
                .submissions()
                .decide(flow.caller, id, Submissions.Decision.REPEAT)
                .orThrow();
        flow.call.script.add(context -> {
            flow.store.outage().begin();
            return FlowFixture.ScriptedCall.answered();
        });
        assertThatThrownBy(() -> flow.run(id)).isInstanceOf(StoreUnavailableException.class);
        flow.store.outage().end();

        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        assertThat(flow.call.sent).hasSize(2);
    }

    @Test
    void waitsOutAnOutageOfTheCustomersStorage() {
        FlowFixture flow = new FlowFixture(step("One"));
        SubmissionId id = flow.submit("1");
        flow.documents.goDown();

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTAGE);
        flow.documents.comeUp();
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);
    }

    @Test
    void answerThatCannotBeStoredIsAnUnknownOutcome() {
        FlowFixture flow = new FlowFixture(call("Send").withRetry(TWICE));
        flow.call.recovery = Recovery.REPEAT;
        flow.call.script.add(context -> {
            flow.documents.goDown();
            return FlowFixture.ScriptedCall.answered();
        });
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        flow.documents.comeUp();
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.call.sent.get(1)).isEqualTo(flow.call.sent.get(0));
    }

    @Test
    void waitsOutAnOutageOfTheVaultThatCameBeforeAnythingWasSent() {
        FlowFixture flow = new FlowFixture(call("Send"));
        flow.call.script.add(context -> {
            flow.vault.goDown();
            flow.vault.secret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET);
            return FlowFixture.ScriptedCall.answered();
        });
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTAGE);
        flow.vault.comeUp();
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);
    }

    @Test
    void waitingWorkFollowsTheRotationOfTheStorageSecret() {
        FlowFixture flow = new FlowFixture(step("One").withRetry(TWICE), step("Two"));
        flow.step.script.add(context -> ActionOutcome.retryable("busy"));
        SubmissionId id = flow.submit("1");
        flow.run(id);
        flow.vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, "memory:rotated");

        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(flow.documents.files(new Container(new SecretValue("memory:rotated"))))
                .hasSize(2);
    }

    @Test
    void finalFailureKeepsItsMessagesAndFiles() {
        FlowFixture flow = new FlowFixture(step("Validate"), call("Send"));
        flow.step.script.add(context -> new ActionOutcome.FinalFailure(
                "1 rule violated",
                List.of(new ActionOutput.File("report", FlowFixture.text("BR-CO-15"))),
                List.of(LogMessage.error("BR-CO-15", "total is wrong"))));
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.FAILED);

        Submission failed = flow.find(id);
        assertThat(failed.failure()).isEqualTo("action \"Validate\": 1 rule violated");
        ActionRun run = failed.flow().runs().get(0);
        assertThat(run.messages()).extracting(LogMessage::code).containsExactly("BR-CO-15");
        assertThat(flow.file(
                        ((OutputValue.File) run.outputs().get("report")).file().name()))
                .isEqualTo("BR-CO-15");
        assertThat(flow.call.sent).isEmpty();
    }

    @Test
    void faultyActionFailsTheSubmissionAndFaultyCallIsAnUnknownOutcome() {
        FlowFixture failing = new FlowFixture(step("One"));
        failing.step.script.add(context -> {
            throw new IllegalStateException("bug");
        });
        assertThat(failing.run(failing.submit("1"))).contains(SubmissionStatus.FAILED);

        FlowFixture calling = new FlowFixture(call("Send"));
        calling.call.script.add(context -> {
            throw new IllegalStateException("bug");
        });
        SubmissionId id = calling.submit("1");
        assertThat(calling.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(calling.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
    }

    @Test
    void faultyRecoveryIsLeftToAPerson() {
        FlowFixture flow = crashedAfterSending(Recovery.REPEAT, "1");
        SubmissionId id = onlySubmission(flow);
        flow.call.whileRecovering = () -> {
            throw new IllegalArgumentException("bug");
        };

        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.PENDING);

        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        assertThat(flow.find(id).dueAt()).isEmpty();
        assertThat(flow.call.sent).hasSize(1);
    }

    @Test
    void waitingForAResponseUsesUpNoRetry() {
        FlowFixture flow = new FlowFixture(step("Poll"));
        for (int i = 0; i < 50; i++) {
            flow.step.script.add(context -> new ActionOutcome.WaitingUntil(
                    context.now().plusSeconds(5), "no answer yet", List.of(), List.of()));
        }
        SubmissionId id = flow.submit("1");

        flow.run(id);
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.WAITING_FOR_RESPONSE);
        flow.runAll(Duration.ofMinutes(5));

        assertThat(flow.find(id).status()).isEqualTo(SubmissionStatus.COMPLETED);
    }

    @Test
    void callDoesNotStartWhenItsIntentTookTooLongToCommit() {
        FlowFixture flow = new FlowFixture(call("Send"));
        SubmissionId id = flow.submit("1");
        flow.documents.files(new Container(new SecretValue(FlowFixture.CONTAINER)));
        SlowProgress slow = new SlowProgress(flow, Duration.ofSeconds(6));

        assertThat(slow.engine().run(flow.caller.tenant(), id)).contains(SubmissionStatus.PENDING);

        assertThat(flow.call.sent).isEmpty();
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.OUTAGE);
        assertThat(flow.find(id).flow().intent()).isEmpty();
    }

    @Test
    void rejectedDocumentIsCompletedAndCountedAndItsResubmissionIsNotCountedAgain() {
        FlowFixture flow = new FlowFixture(step("Process response"));
        flow.step.script.add(
                context -> new ActionOutcome.Completed(List.of(), List.of(), Optional.of(InvoiceStatus.REJECTED)));
        SubmissionId id = flow.submit("1");
        flow.run(id);
        assertThat(flow.find(id).invoiceStatus()).contains(InvoiceStatus.REJECTED);
        assertThat(flow.find(id).counting()).isEqualTo(Counting.COUNTED);

        SubmitResult again = flow.invoicing.submissions().resubmit(flow.caller, id);
        SubmissionId second = ((SubmitResult.Scheduled) again).submission().id();
        flow.run(second);

        assertThat(flow.find(second).counting()).isEqualTo(Counting.ALREADY_COUNTED);
        assertThat(flow.find(second).order().parent()).contains(id);
    }

    @Test
    void cancellationOfAnIssuedDocumentNeverCounts() {
        FlowFixture flow = new FlowFixture(step("One"));
        SubmissionId id = flow.submit("1");
        flow.run(id);

        SubmitResult related = flow.invoicing
                .submissions()
                .sendRelated(
                        flow.caller,
                        id,
                        new RelatedCommand(
                                SubmissionKind.CANCELLATION,
                                Map.of(),
                                Map.of(),
                                new DocumentContent("application/json", "{}".getBytes(StandardCharsets.UTF_8))));
        SubmissionId child = ((SubmitResult.Scheduled) related).submission().id();
        flow.run(child);

        assertThat(flow.find(child).counting()).isEqualTo(Counting.RELATED);
        assertThat(flow.find(id).status()).isEqualTo(SubmissionStatus.COMPLETED);
        assertThat(flow.find(id).counting()).isEqualTo(Counting.COUNTED);
    }

    /** Cuts the store off after every possible number of calls in turn: the flow must end completed and counted once each time. */
    @Test
    void survivesAnOutageOfTheStoreAtEveryStep() {
        for (int calls = 0; calls < 12; calls++) {
            FlowFixture flow = new FlowFixture(step("One"), call("Send"), step("Two"));
            flow.call.recovery = Recovery.REPEAT;
            SubmissionId id = flow.submit("1");
            flow.store.outage().beginAfter(calls);
            try {
                flow.run(id);
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining("unreachable");
            }
            flow.store.outage().end();
            flow.clock.advance(Duration.ofMinutes(10));
            flow.run(id);

            Submission end = flow.find(id);
            assertThat(end.status()).as("outage after %d calls", calls).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(end.counting()).isEqualTo(Counting.COUNTED);
            assertThat(flow.call.sent.stream().distinct())
                    .as("outage after %d calls", calls)
                    .hasSize(1);
        }
    }

    private static FlowFixture crashedAfterSending(Recovery recovery, String record) {
        FlowFixture flow = new FlowFixture(call("Send"));
        flow.call.recovery = recovery;
        flow.call.script.add(context -> {
            flow.store.outage().begin();
            return FlowFixture.ScriptedCall.answered();
        });
        SubmissionId id = flow.submit(record);
        assertThatThrownBy(() -> flow.run(id)).isInstanceOf(StoreUnavailableException.class);
        flow.store.outage().end();
        return flow;
    }

    private static SubmissionId onlySubmission(FlowFixture flow) {
        return flow.store
                .submissions()
                .list(flow.caller.tenant(), SubmissionFilter.ALL, Optional.empty(), 2)
                .get(0)
                .id();
    }
}
