package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.Container;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.AssembleBatchAction;
import io.einvoicing.flow.FlowRepair;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.ExportChannel;
import io.einvoicing.submission.ExportChannels.RunCommand;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.vault.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ExportChannelsTest {
    private static final RetryPolicy ONE_RETRY = new RetryPolicy(
            Optional.empty(), 1, Duration.ofMinutes(1), Duration.ZERO, Duration.ofMinutes(1), Optional.empty());

    private final FlowFixture flow = new FlowFixture(channel(FlowFixture.call("Send")));

    private static FeatureSetup channel(Action... sending) {
        List<Action> actions = new ArrayList<>(List.of(Action.of("Assemble", AssembleBatchAction.TYPE, Map.of())));
        actions.addAll(List.of(sending));
        return new FeatureSetup(
                        "Issue",
                        FeatureSetup.Type.EXPORT_CHANNEL_AND_PIPELINE,
                        ApplicabilityRule.all(),
                        List.of(toClient("Own", "Generate", "value"), toClient("Documents", "Assemble", "Documents")),
                        List.of(FlowFixture.step("Generate").exportingResults()))
                .channelActions(actions);
    }

    private static Variable toClient(String name, String action, String output) {
        return new Variable(
                name,
                "",
                Variable.Kind.TO_CLIENT,
                DataType.STRING,
                Optional.empty(),
                Optional.of(new ParameterValue.FromAction(action, output)));
    }

    @Test
    void documentsAreGeneratedAndWaitForTheirChannel() {
        SubmissionId document = waiting("R-1");

        Submission found = flow.find(document);
        assertThat(found.status()).isEqualTo(SubmissionStatus.PENDING);
        assertThat(found.pendingReason()).contains(PendingReason.WAITING_FOR_CHANNEL);
        assertThat(found.dueAt()).isEmpty();
        assertThat(found.counting()).isEqualTo(Counting.NOT_YET);
        assertThat(found.needsPerson()).isFalse();
        assertThat(flow.call.sent).isEmpty();
        assertThat(refusal(flow.invoicing.repair().redrive(flow.caller, document, Optional.empty())))
                .isEqualTo(Refusal.Kind.CONFLICT);
    }

    @Test
    void aRunSendsWhatWaitsAsOneArchiveAndEachDocumentIsCountedOnce() throws Exception {
        List<SubmissionId> documents = waiting(5);
        accept();

        Submission run = started(1_000);
        assertThat(run.order().kind()).isEqualTo(SubmissionKind.CHANNEL_RUN);
        assertThat(flow.run(run.id())).contains(SubmissionStatus.COMPLETED);
        documents.forEach(flow::run);

        assertThat(flow.call.sent).hasSize(1);
        assertThat(flow.find(run.id()).counting()).isEqualTo(Counting.RELATED);
        assertThat(documents).allSatisfy(document -> {
            Submission found = flow.find(document);
            assertThat(found.status()).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(found.counting()).isEqualTo(Counting.COUNTED);
            assertThat(found.invoiceStatus()).contains(InvoiceStatus.ACCEPTED);
            assertThat(found.channelRun()).contains(run.id());
            assertThat(found.results()).isEqualTo(Map.of("Own", "value of Generate", "Documents", "5"));
        });
        Map<String, String> entries = entries(flow.find(run.id()));
        assertThat(entries)
                .hasSize(5)
                .allSatisfy((name, content) -> assertThat(content).isEqualTo("made by Generate"));
        assertThat(entries.keySet()).first().isEqualTo("DEMF_Customer-invoice_R-0_" + documents.get(0) + ".txt");
        assertThat(documents.stream().map(flow::run)).allMatch(Optional::isEmpty);
    }

    @Test
    void aRunTakesTheLongestWaitingAndLeavesTheRest() {
        List<SubmissionId> documents = waiting(3);

        Submission run = started(2);

        assertThat(flow.find(documents.get(0)).channelRun()).contains(run.id());
        assertThat(flow.find(documents.get(1)).channelRun()).contains(run.id());
        assertThat(flow.find(documents.get(2)).channelRun()).isEmpty();
        Submission next = started(2);
        assertThat(flow.find(documents.get(2)).channelRun()).contains(next.id());
        assertThat(start(2).orThrow()).isEmpty();
    }

    @Test
    void documentsTakeTheirOwnVerdictsIfTheAnswerHasThem() {
        List<SubmissionId> documents = waiting(3);
        flow.call.script.add(context -> new ActionOutcome.Completed(
                List.of(new ActionOutput.Value(
                        "Document verdicts", documents.get(0) + " REJECTED\n" + documents.get(1) + " not a status\n")),
                List.of(),
                Optional.of(InvoiceStatus.ACCEPTED)));

        flow.run(started(10).id());
        documents.forEach(flow::run);

        assertThat(flow.find(documents.get(0)).invoiceStatus()).contains(InvoiceStatus.REJECTED);
        assertThat(flow.find(documents.get(1)).invoiceStatus()).isEmpty();
        assertThat(flow.find(documents.get(2)).invoiceStatus()).contains(InvoiceStatus.ACCEPTED);
        assertThat(documents)
                .allSatisfy(each -> assertThat(flow.find(each).counting()).isEqualTo(Counting.COUNTED));
    }

    @Test
    void documentsWaitForAnotherRunIfCertainlyNothingWasProcessed() {
        FlowFixture retrying = new FlowFixture(channel(FlowFixture.call("Send").withRetry(ONE_RETRY)));
        SubmissionId document = waiting(retrying, "R-1");
        retrying.call.script.add(context -> ActionOutcome.retryable("no connection"));
        retrying.call.script.add(context -> ActionOutcome.retryable("no connection"));
        Submission run = start(retrying, 10).orThrow().orElseThrow();

        retrying.run(run.id());
        assertThat(retrying.find(run.id()).pendingReason()).contains(PendingReason.RETRY);
        assertThat(retrying.runWhenDue(run.id())).contains(SubmissionStatus.FAILED);

        assertThat(retrying.find(document).waitsForChannel()).isTrue();
        assertThat(retrying.find(document).channelRun()).isEmpty();
        assertThat(refusal(retrying.invoicing.repair().redrive(retrying.caller, run.id(), Optional.empty())))
                .isEqualTo(Refusal.Kind.CONFLICT);
        Submission next = start(retrying, 10).orThrow().orElseThrow();
        retrying.run(next.id());
        assertThat(retrying.run(document)).contains(SubmissionStatus.COMPLETED);
        assertThat(retrying.find(document).channelRun()).contains(next.id());
    }

    @Test
    void aRunThatWaitsForARetryCanBeCanceledAndLetsItsDocumentsGo() {
        FlowFixture retrying = new FlowFixture(channel(FlowFixture.call("Send").withRetry(ONE_RETRY)));
        SubmissionId document = waiting(retrying, "R-1");
        retrying.call.script.add(context -> ActionOutcome.retryable("no connection"));
        Submission run = start(retrying, 10).orThrow().orElseThrow();
        retrying.run(run.id());
        Submissions submissions = retrying.invoicing.submissions();

        assertThat(refusal(submissions.cancel(retrying.caller, document))).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(submissions.cancel(retrying.caller, run.id()).orThrow().status())
                .isEqualTo(SubmissionStatus.CANCELED);

        assertThat(submissions.cancel(retrying.caller, document).orThrow().status())
                .isEqualTo(SubmissionStatus.CANCELED);
    }

    @Test
    void whatBecameOfARunIsFoundOutOnceForAllItsDocuments() {
        List<SubmissionId> documents = waiting(3);
        flow.call.script.add(context -> ActionOutcome.unknown("timed out"));
        Submission run = started(10);
        flow.run(run.id());
        Submissions submissions = flow.invoicing.submissions();
        assertThat(flow.find(run.id()).waitsForDecision()).isTrue();
        assertThat(flow.find(documents.get(0)).waitsForChannel()).isTrue();

        submissions.decide(flow.caller, run.id(), Submissions.Decision.GIVE_UP).orThrow();
        assertThat(documents)
                .allSatisfy(
                        each -> assertThat(flow.find(each).waitsForDecision()).isTrue());
        assertThat(refusal(submissions.decide(flow.caller, documents.get(0), Submissions.Decision.REPEAT)))
                .isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(start(10).orThrow()).isEmpty();
        submissions
                .decide(flow.caller, documents.get(0), Submissions.Decision.GIVE_UP)
                .orThrow();
        flow.invoicing
                .repair()
                .confirm(
                        flow.caller,
                        run.id(),
                        new FlowRepair.Confirmation(InvoiceStatus.ACCEPTED, "A-1", "by phone", Optional.empty()))
                .orThrow();
        assertThat(flow.run(run.id())).contains(SubmissionStatus.COMPLETED);
        documents.forEach(flow::run);

        assertThat(flow.call.sent).hasSize(1);
        assertThat(flow.find(documents.get(0)).status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(flow.find(documents.get(1)).counting()).isEqualTo(Counting.COUNTED);
        assertThat(flow.find(documents.get(2)).invoiceStatus()).contains(InvoiceStatus.ACCEPTED);
    }

    @Test
    void aGivenUpDocumentIsNotSentAgainByDrivingItOn() {
        SubmissionId document = waiting("R-1");
        flow.call.script.add(context -> ActionOutcome.unknown("timed out"));
        Submission run = started(10);
        flow.run(run.id());
        Submissions submissions = flow.invoicing.submissions();
        submissions.decide(flow.caller, run.id(), Submissions.Decision.GIVE_UP).orThrow();
        submissions.decide(flow.caller, document, Submissions.Decision.GIVE_UP).orThrow();

        flow.invoicing.repair().redrive(flow.caller, document, Optional.empty()).orThrow();

        assertThat(flow.run(document)).contains(SubmissionStatus.FAILED);
        assertThat(flow.find(document).failure()).contains("did not complete");
        assertThat(flow.find(document).counting()).isEqualTo(Counting.NOT_YET);
    }

    @Test
    void assemblingAgainGivesTheSameBytes() {
        waiting(3);
        FlowFixture.ScriptedCall call = flow.call;
        Submission run = started(10);
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            call.script.add(context -> ActionOutcome.failed("rejected as a whole"));
            flow.run(run.id());
            digests.add(archive(flow.find(run.id())).file().sha256());
            flow.clock.advance(Duration.ofDays(400));
            flow.invoicing
                    .repair()
                    .redrive(flow.caller, run.id(), Optional.of("Send"))
                    .orThrow();
        }
        assertThat(digests.get(0)).isEqualTo(digests.get(1));
    }

    @Test
    void anAlteredFileStopsTheRunBeforeAnythingIsSent() {
        SubmissionId document = waiting("R-1");
        flow.documents.clear();
        flow.documents.store(container(), resultOf(document).file().name(), FlowFixture.text("forged"));

        assertThat(flow.run(started(10).id())).contains(SubmissionStatus.FAILED);

        assertThat(flow.call.sent).isEmpty();
        assertThat(flow.find(document).channelRun()).isEmpty();
    }

    @Test
    void aRunIsNeitherResubmittedNorRelated() {
        waiting("R-1");
        Submission run = started(10);
        flow.run(run.id());

        assertThat(flow.invoicing.submissions().resubmit(flow.caller, run.id()))
                .isInstanceOfSatisfying(
                        SubmitResult.Rejected.class,
                        refused -> assertThat(refused.message()).contains("run of an export channel"));
    }

    @Test
    void channelsTellWhatWaits() {
        assertThat(channels()).isEmpty();
        waiting(2);

        assertThat(channels()).singleElement().satisfies(channel -> {
            assertThat(channel.waiting()).isEqualTo(2);
            assertThat(channel.waitingSince()).isPresent();
            assertThat(channel.lastRun()).isEmpty();
        });
        Submission run = started(10);
        assertThat(channels()).singleElement().satisfies(channel -> {
            assertThat(channel.waiting()).isZero();
            assertThat(channel.lastRun()).contains(run);
        });
    }

    @Test
    void refusesWhatIsNoChannel() {
        assertThat(start(10).orThrow()).isEmpty();
        RunCommand other = new RunCommand(flow.environment.name(), new FeatureId(UUID.randomUUID()), "Issue", 10);
        assertThat(refusal(flow.invoicing.exportChannels().start(flow.caller, other)))
                .isEqualTo(Refusal.Kind.INVALID);
        RunCommand elsewhere = new RunCommand("Nowhere", flow.feature(), "Issue", 10);
        assertThat(refusal(flow.invoicing.exportChannels().start(flow.caller, elsewhere)))
                .isEqualTo(Refusal.Kind.NOT_FOUND);
        assertThat(refusal(flow.invoicing
                        .exportChannels()
                        .start(
                                aCaller()
                                        .of(flow.caller.tenant())
                                        .through(flow.caller.clientApplication())
                                        .build(),
                                command(flow, 10))))
                .isEqualTo(Refusal.Kind.FORBIDDEN);
    }

    private static Refusal.Kind refusal(Result<?> result) {
        return result.fold(
                accepted -> {
                    throw new AssertionError("not refused: " + accepted);
                },
                Refusal::kind);
    }

    private List<ExportChannel> channels() {
        return flow.invoicing.exportChannels().list(flow.caller).orThrow();
    }

    private void accept() {
        flow.call.script.add(
                context -> new ActionOutcome.Completed(List.of(), List.of(), Optional.of(InvoiceStatus.ACCEPTED)));
    }

    private List<SubmissionId> waiting(int number) {
        List<SubmissionId> documents = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            documents.add(waiting("R-" + i));
        }
        return documents;
    }

    private SubmissionId waiting(String record) {
        return waiting(flow, record);
    }

    private static SubmissionId waiting(FlowFixture flow, String record) {
        SubmissionId id = flow.submit(record);
        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        flow.clock.advance(Duration.ofMillis(1));
        return id;
    }

    private Submission started(int most) {
        return start(most).orThrow().orElseThrow();
    }

    private Result<Optional<Submission>> start(int most) {
        return start(flow, most);
    }

    private static Result<Optional<Submission>> start(FlowFixture flow, int most) {
        return flow.invoicing.exportChannels().start(flow.caller, command(flow, most));
    }

    private static RunCommand command(FlowFixture flow, int most) {
        return new RunCommand(flow.environment.name(), flow.feature(), "Issue", most);
    }

    private static OutputValue.File archive(Submission run) {
        return (OutputValue.File) run.flow().output("Assemble", "Archive").orElseThrow();
    }

    private OutputValue.File resultOf(SubmissionId document) {
        return (OutputValue.File)
                flow.find(document).flow().output("Generate", "file").orElseThrow();
    }

    private static Container container() {
        return new Container(new SecretValue(FlowFixture.CONTAINER));
    }

    private Map<String, String> entries(Submission run) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        byte[] bytes = flow.documents.read(container(), archive(run).file().name());
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
