package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.flow.FlowFixture.call;
import static io.einvoicing.testkit.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.FlowRepair.Confirmation;
import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.flow.RedriveCommand;
import io.einvoicing.flow.Verdict;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RelatedCommand;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowRepairTest {
    private static final RetryPolicy ONCE = RetryPolicy.of(1, Duration.ofSeconds(10));

    private static Refusal refusal(Result<?> result) {
        return result.fold(
                accepted -> {
                    throw new AssertionError("accepted: " + accepted);
                },
                refused -> refused);
    }

    private static void assertRefused(Result<?> result, Refusal.Kind kind, String part) {
        assertThat(refusal(result).kind()).isEqualTo(kind);
        assertThat(refusal(result).message()).contains(part);
    }

    @Test
    void drivesAFailedFlowOnWhereItStoppedAndCountsItOnce() {
        FlowFixture flow = new FlowFixture(call("Send"), step("Read"));
        flow.step.script.add(context -> ActionOutcome.failed("the answer is not readable"));
        SubmissionId id = flow.submit("1");
        assertThat(flow.run(id)).contains(SubmissionStatus.FAILED);

        Submission driven = flow.invoicing
                .repair()
                .redrive(flow.caller, id, Optional.empty())
                .orThrow();

        assertThat(driven.status()).isEqualTo(SubmissionStatus.SCHEDULED);
        assertThat(driven.failure()).isEmpty();
        assertThat(driven.endedAt()).isEmpty();
        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.call.sent).hasSize(1);
        assertThat(flow.find(id).counting()).isEqualTo(Counting.COUNTED);
        assertThat(flow.find(id).flow().runs()).extracting(ActionRun::action).containsExactly("Send", "Read", "Read");
        assertThat(flow.store
                        .auditTrail()
                        .newest(flow.caller.tenant(), 1)
                        .get(0)
                        .stamp()
                        .operation())
                .isEqualTo("submission.redrive");
    }

    @Test
    void retriesStartAnew() {
        FlowFixture flow = new FlowFixture(step("One").withRetry(ONCE));
        for (int i = 0; i < 3; i++) {
            flow.step.script.add(context -> ActionOutcome.retryable("not yet"));
        }
        SubmissionId id = flow.submit("1");
        flow.run(id);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.FAILED);

        flow.invoicing.repair().redrive(flow.caller, id, Optional.empty()).orThrow();

        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(flow.runWhenDue(id)).contains(SubmissionStatus.COMPLETED);
    }

    @Test
    void startsFromAnEarlierActionUnlessACallWasAnsweredSince() {
        FlowFixture flow = new FlowFixture(step("One"), call("Send"), step("Two"), step("Three"));
        flow.step.script.add(context -> ActionOutcome.completed());
        flow.step.script.add(context -> ActionOutcome.completed());
        flow.step.script.add(context -> ActionOutcome.failed("no"));
        SubmissionId id = flow.submit("1");
        flow.run(id);

        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.of("One")),
                Refusal.Kind.INVALID,
                "\"Send\" would call again");
        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.of("Send")),
                Refusal.Kind.INVALID,
                "\"Send\" would call again");
        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.of("Four")),
                Refusal.Kind.INVALID,
                "neither the action");
        flow.invoicing.repair().redrive(flow.caller, id, Optional.of("Two")).orThrow();

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.step.runs).containsExactly("One", "Two", "Three", "Two", "Three");
        assertThat(flow.call.sent).hasSize(1);
    }

    @Test
    void neverSkipsAnAction() {
        FlowFixture flow = new FlowFixture(step("One"), step("Two"));
        flow.step.script.add(context -> ActionOutcome.failed("no"));
        SubmissionId id = flow.submit("1");
        flow.run(id);

        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.of("Two")),
                Refusal.Kind.INVALID,
                "neither the action");
    }

    @Test
    void resolvesACallOfUnknownOutcomeInsteadOfMakingItAnew() {
        FlowFixture flow = new FlowFixture(step("One"), call("Send"));
        flow.call.script.add(context -> ActionOutcome.unknown("no answer within 30 s"));
        SubmissionId id = flow.submit("1");
        flow.run(id);
        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.empty()),
                Refusal.Kind.CONFLICT,
                "decide about it");
        flow.invoicing
                .submissions()
                .decide(flow.caller, id, Submissions.Decision.GIVE_UP)
                .orThrow();
        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.of("One")),
                Refusal.Kind.INVALID,
                "is not known");
        flow.call.recovery = Recovery.ASK;

        flow.invoicing.repair().redrive(flow.caller, id, Optional.empty()).orThrow();

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.call.sent).hasSize(1);
        assertThat(flow.call.asked).hasSize(1);
    }

    @Test
    void runsAtOnceWhatWaits() {
        FlowFixture flow = new FlowFixture(step("One").withRetry(ONCE));
        flow.step.script.add(context -> ActionOutcome.retryable("not yet"));
        SubmissionId id = flow.submit("1");
        flow.run(id);
        assertThat(flow.run(id)).isEmpty();

        flow.invoicing.repair().redrive(flow.caller, id, Optional.empty()).orThrow();

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
    }

    @Test
    void refusesWhatRunsOrHasEndedWell() {
        FlowFixture flow = new FlowFixture(step("One"));
        SubmissionId id = flow.submit("1");
        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.empty()), Refusal.Kind.CONFLICT, "it runs");
        flow.run(id);
        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.empty()),
                Refusal.Kind.CONFLICT,
                "it has completed");
        SubmissionId canceled = flow.submit("2");
        flow.invoicing.submissions().cancel(flow.caller, canceled).orThrow();
        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, canceled, Optional.empty()),
                Refusal.Kind.CONFLICT,
                "it was canceled");
        assertRefused(
                flow.invoicing.repair().redrive(aCaller().build(), id, Optional.empty()),
                Refusal.Kind.NOT_FOUND,
                "does not exist");
        assertRefused(
                flow.invoicing
                        .repair()
                        .redrive(aCaller().of(flow.caller.tenant()).withRoles().build(), id, Optional.empty()),
                Refusal.Kind.FORBIDDEN,
                "role");
    }

    @Test
    void refusesWhileAnotherSubmissionOfTheDocumentIsInProcess() {
        FlowFixture flow = new FlowFixture(step("One"));
        flow.step.script.add(context -> ActionOutcome.failed("no"));
        SubmissionId id = flow.submit("1");
        flow.run(id);
        flow.invoicing
                .submissions()
                .sendRelated(
                        flow.caller,
                        id,
                        new RelatedCommand(
                                SubmissionKind.CORRECTION, Map.of(), Map.of(), FlowFixture.text("corrected")));

        assertRefused(
                flow.invoicing.repair().redrive(flow.caller, id, Optional.empty()),
                Refusal.Kind.CONFLICT,
                "another submission of its document is in process");
    }

    @Test
    void drivesOnThousandsWithOneCommand() {
        FlowFixture flow = new FlowFixture(step("One"));
        for (int i = 0; i < 1_000; i++) {
            flow.step.script.add(context -> ActionOutcome.failed("the disk is full"));
            flow.run(flow.submit("F" + i));
        }
        RedriveCommand command = flow.invoicing
                .repair()
                .redriveMany(flow.caller, new RedriveCommand.Selection(SubmissionFilter.ALL, List.of()))
                .orThrow();
        assertThat(command.total()).isEqualTo(1_000);

        flow.invoicing.repair().carryOut();

        RedriveCommand done =
                flow.invoicing.repair().command(flow.caller, command.id()).orThrow();
        assertThat(done.isDone()).isTrue();
        assertThat(done.redriven()).isEqualTo(1_000);
        assertThat(flow.invoicing.repair().commands(flow.caller).orThrow()).containsExactly(done);
        assertThat(flow.invoicing
                        .submissions()
                        .list(
                                flow.caller,
                                SubmissionFilter.ALL.in(Set.of(SubmissionStatus.SCHEDULED)),
                                Optional.empty(),
                                1_000)
                        .orThrow())
                .hasSize(1_000);
    }

    @Test
    void decidesAboutManyWithOneCommand() {
        FlowFixture flow = new FlowFixture(call("Send"));
        List<SubmissionId> ids = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            flow.call.script.add(context -> ActionOutcome.unknown("no answer within 30 s"));
            ids.add(flow.submit("U" + i));
            flow.run(ids.get(i));
        }
        RedriveCommand command = flow.invoicing
                .repair()
                .decideMany(
                        flow.caller,
                        new RedriveCommand.Selection(SubmissionFilter.ALL, List.of()),
                        Submissions.Decision.REPEAT)
                .orThrow();
        assertThat(command.total()).isEqualTo(450);

        flow.invoicing.repair().carryOut();

        assertThat(flow.invoicing
                        .repair()
                        .command(flow.caller, command.id())
                        .orThrow()
                        .redriven())
                .isEqualTo(450);
        assertThat(flow.store.auditTrail().newest(flow.caller.tenant(), 1))
                .singleElement()
                .satisfies(record -> assertThat(record.stamp().operation()).isEqualTo("submission.decideMany"));
        assertThat(ids).allSatisfy(id -> assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED));
        assertThat(flow.call.sent).hasSize(900);
        assertThat(Set.copyOf(flow.call.sent)).hasSize(450);
    }

    @Test
    void refusesToDecideAboutWhatWaitsForNoDecision() {
        FlowFixture flow = new FlowFixture(call("Send"));
        for (SubmissionFilter wrong : List.of(
                SubmissionFilter.builder().status(SubmissionStatus.FAILED).build(),
                SubmissionFilter.builder().pendingReason(PendingReason.RETRY).build())) {
            assertRefused(
                    flow.invoicing
                            .repair()
                            .decideMany(
                                    flow.caller,
                                    new RedriveCommand.Selection(wrong, List.of()),
                                    Submissions.Decision.GIVE_UP),
                    Refusal.Kind.INVALID,
                    "OUTCOME_UNKNOWN");
        }
        assertRefused(
                flow.invoicing
                        .repair()
                        .decideMany(
                                aCaller().withRoles().build(),
                                new RedriveCommand.Selection(SubmissionFilter.ALL, List.of()),
                                Submissions.Decision.GIVE_UP),
                Refusal.Kind.FORBIDDEN,
                "role");
    }

    @Test
    void takesWhatNeedsAPersonAsItIsAndNotOnlyWhatFailed() {
        FlowFixture flow = new FlowFixture(step("One"));
        SubmissionFilter filter = SubmissionFilter.builder().needsPerson().build();

        RedriveCommand command = flow.invoicing
                .repair()
                .redriveMany(flow.caller, new RedriveCommand.Selection(filter, List.of()))
                .orThrow();

        assertThat(command.selection().filter()).isEqualTo(filter);
    }

    @Test
    void refusesAFilterThatMeansWhatEndedWell() {
        FlowFixture flow = new FlowFixture(step("One"));
        assertRefused(
                flow.invoicing
                        .repair()
                        .redriveMany(
                                flow.caller,
                                new RedriveCommand.Selection(
                                        SubmissionFilter.builder()
                                                .status(SubmissionStatus.COMPLETED)
                                                .build(),
                                        List.of())),
                Refusal.Kind.INVALID,
                "FAILED or is PENDING");
    }

    @Test
    void goesOnWithWhatAPersonLearnedFromTheAuthority() {
        FlowFixture flow = new FlowFixture(
                call("Send"), Action.of("Read", "Step", Map.of("Input", ParameterValue.output("Send", "response"))));
        flow.call.script.add(context -> ActionOutcome.unknown("no answer within 30 s"));
        flow.step.script.add(context -> ActionOutcome.completed(
                new ActionOutput.Value("value", new String(context.file("Input").bytes(), StandardCharsets.UTF_8))));
        SubmissionId id = flow.submit("1");
        flow.run(id);

        Submission confirmed = flow.invoicing
                .repair()
                .confirm(
                        flow.caller,
                        id,
                        new Confirmation(
                                InvoiceStatus.ACCEPTED,
                                "2026/4711",
                                "Mrs. Weber said so by phone",
                                Optional.of(FlowFixture.text("<receipt/>"))))
                .orThrow();

        assertThat(confirmed.status()).isEqualTo(SubmissionStatus.SCHEDULED);
        assertThat(confirmed.flow().intent()).isEmpty();
        ActionRun entered = confirmed.flow().runs().get(1);
        assertThat(entered.status()).isEqualTo(ActionRun.Status.COMPLETED);
        assertThat(entered.outputs()).containsEntry("Receipt", new OutputValue.Text("2026/4711"));
        assertThat(entered.messages().get(0).text())
                .contains(flow.caller.displayName(), "ACCEPTED", "2026/4711", "Mrs. Weber");
        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        Submission done = flow.find(id);
        assertThat(done.invoiceStatus()).contains(InvoiceStatus.ACCEPTED);
        assertThat(done.counting()).isEqualTo(Counting.COUNTED);
        assertThat(done.flow().output("Read", "value")).contains(new OutputValue.Text("<receipt/>"));
        assertThat(flow.call.sent).hasSize(1);
        assertThat(flow.store
                        .auditTrail()
                        .newest(flow.caller.tenant(), 1)
                        .get(0)
                        .stamp()
                        .operation())
                .isEqualTo("submission.confirm");
    }

    @Test
    void confirmsAlsoWhatWasGivenUpAndNothingElse() {
        FlowFixture flow = new FlowFixture(call("Send"));
        Confirmation rejected = new Confirmation(InvoiceStatus.REJECTED, "", "", Optional.empty());
        SubmissionId completed = flow.submit("1");
        assertRefused(
                flow.invoicing.repair().confirm(flow.caller, completed, rejected),
                Refusal.Kind.CONFLICT,
                "no call whose outcome is unknown");
        flow.run(completed);
        assertRefused(
                flow.invoicing.repair().confirm(flow.caller, completed, rejected),
                Refusal.Kind.CONFLICT,
                "no call whose outcome is unknown");
        flow.call.script.add(context -> ActionOutcome.unknown("no answer within 30 s"));
        SubmissionId id = flow.submit("2");
        flow.run(id);
        flow.invoicing
                .submissions()
                .decide(flow.caller, id, Submissions.Decision.GIVE_UP)
                .orThrow();

        flow.invoicing.repair().confirm(flow.caller, id, rejected).orThrow();

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.find(id).invoiceStatus()).contains(InvoiceStatus.REJECTED);
        assertThat(flow.find(id).pendingReason()).isEmpty();
    }

    @Test
    void whatWasEnteredStandsInForAResponseThatIsNotThereOrNotReadable() {
        FlowFixture flow = new FlowFixture(call("Send"), reading("Read", "Send"));
        Map<Optional<String>, InvoiceStatus> verdicts = Map.of(
                Optional.empty(), InvoiceStatus.ACCEPTED,
                Optional.of("<receipt/>"), InvoiceStatus.ACCEPTED,
                Optional.of("verdict REJECTED"), InvoiceStatus.REJECTED);
        verdicts.forEach((file, verdict) -> {
            SubmissionId id = undecided(flow, file.orElse("none"));
            flow.step.script.add(FlowRepairTest::asProcessResponseDoes);
            confirm(flow, id, "2026/4711", file.map(FlowFixture::text)).orThrow();

            assertThat(flow.run(id)).as(file.toString()).contains(SubmissionStatus.COMPLETED);
            Submission done = flow.find(id);
            assertThat(done.invoiceStatus()).as(file.toString()).contains(verdict);
            assertThat(done.counting()).isEqualTo(Counting.COUNTED);
            assertThat(done.flow().output("Read", "value")).contains(new OutputValue.Text("2026/4711"));
        });
        assertThat(flow.call.sent).hasSize(3);
    }

    @Test
    void nothingWasEnteredForACallThatWasAnswered() {
        FlowFixture flow = new FlowFixture(call("Send"), reading("Read", "Send"));
        List<Optional<Verdict>> entered = new ArrayList<>();
        flow.step.script.add(context -> {
            entered.add(context.entered("Input"));
            return ActionOutcome.failed("not readable");
        });
        SubmissionId id = flow.submit("1");

        assertThat(flow.run(id)).contains(SubmissionStatus.FAILED);
        assertThat(entered).containsExactly(Optional.empty());
        assertRefused(
                confirm(flow, id, "", Optional.empty()), Refusal.Kind.CONFLICT, "no call whose outcome is unknown");
    }

    @Test
    void entersAnewWhatALaterActionCouldNotUse() {
        FlowFixture flow = new FlowFixture(call("Send"), step("Between"), reading("Read", "Send"));
        SubmissionId id = undecided(flow, "1");
        for (int i = 0; i < 2; i++) {
            flow.step.script.add(context -> ActionOutcome.completed());
            flow.step.script.add(
                    context -> ActionOutcome.completed(new ActionOutput.File("file", context.file("Input"))));
        }
        confirm(flow, id, "2026/4711", Optional.empty()).orThrow();
        assertThat(flow.run(id)).contains(SubmissionStatus.FAILED);
        assertThat(flow.find(id).failure()).contains("left no output \"response\"");

        assertThat(confirm(flow, id, "2026/4712", Optional.of(FlowFixture.text("receipt")))
                        .orThrow()
                        .status())
                .isEqualTo(SubmissionStatus.SCHEDULED);

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        assertThat(flow.find(id).flow().output("Send", "Receipt")).contains(new OutputValue.Text("2026/4712"));
        assertThat(flow.find(id).counting()).isEqualTo(Counting.COUNTED);
        assertThat(flow.call.sent).hasSize(1);
        assertRefused(
                confirm(flow, id, "", Optional.empty()), Refusal.Kind.CONFLICT, "no call whose outcome is unknown");
    }

    private static Action reading(String name, String call) {
        return Action.of(name, "Step", Map.of("Input", ParameterValue.output(call, "response")));
    }

    private static SubmissionId undecided(FlowFixture flow, String record) {
        flow.call.script.add(context -> ActionOutcome.unknown("no answer within 30 s"));
        SubmissionId id = flow.submit(record);
        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        return id;
    }

    private static Result<Submission> confirm(
            FlowFixture flow, SubmissionId id, String receipt, Optional<DocumentContent> file) {
        return flow.invoicing
                .repair()
                .confirm(flow.caller, id, new Confirmation(InvoiceStatus.ACCEPTED, receipt, "", file));
    }

    private static ActionOutcome asProcessResponseDoes(ActionContext context) {
        Verdict entered = context.entered("Input").orElseThrow();
        InvoiceStatus status = context.optionalFile("Input")
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                .filter(text -> text.startsWith("verdict "))
                .map(text -> new InvoiceStatus(text.substring("verdict ".length())))
                .orElse(entered.status());
        return new ActionOutcome.Completed(
                List.of(new ActionOutput.Value("value", entered.receipt().orElse(""))),
                entered.messages(),
                Optional.of(status));
    }

    @Test
    void setAsideWorkRunsAgainWhenItIsDrivenOn() {
        FlowFixture flow = new FlowFixture(step("One"));
        SubmissionId id = flow.submit("1");
        for (int i = 0; i < 2; i++) {
            flow.store
                    .progress()
                    .claim(
                            flow.caller.tenant(),
                            id,
                            flow.clock.instant(),
                            flow.clock.instant().plusSeconds(1));
            flow.clock.advance(Duration.ofSeconds(2));
            flow.store.progress().recover(flow.clock.instant(), 2, 10);
        }
        assertThat(flow.find(id).pendingReason()).contains(PendingReason.SET_ASIDE);

        flow.invoicing.repair().redrive(flow.caller, id, Optional.empty()).orThrow();

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
    }
}
