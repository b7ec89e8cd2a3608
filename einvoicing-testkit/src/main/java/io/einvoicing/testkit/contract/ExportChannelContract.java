package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.ExportChannel;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.submission.port.SubmissionRepository.RunStart;
import io.einvoicing.testkit.data.SubmissionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How every store keeps the documents of export channels and their runs. All factories give ports of the same store. */
public abstract class ExportChannelContract {
    private static final Instant LATER = NOW.plusSeconds(5);
    private static final Instant LEASE_END = NOW.plusSeconds(60);

    private final TenantId tenant = freshTenant();
    private final ExportChannel.Key channel = new ExportChannel.Key(
            new EnvironmentId(UUID.randomUUID()), new FeatureId(UUID.randomUUID()), "Haftalık gönderim");
    private SubmissionRepository submissions;
    private FlowProgress progress;
    private FlowCompletions completions;

    protected abstract FlowProgress createProgress() throws Exception;

    protected abstract FlowCompletions createCompletions() throws Exception;

    protected abstract SubmissionRepository createSubmissions() throws Exception;

    protected abstract SubmissionRepository createUnreachableSubmissions() throws Exception;

    @BeforeEach
    void openPorts() throws Exception {
        progress = createProgress();
        completions = createCompletions();
        submissions = createSubmissions();
    }

    @Test
    void whatWaitsIsFoundByItsChannelTheLongestFirst() {
        Submission second = waiting(document().submittedAt(NOW.plusMillis(2)));
        Submission first = waiting(document().submittedAt(NOW.plusMillis(1)));
        waiting(document().setup("Other"));
        waiting(document().to(new EnvironmentId(UUID.randomUUID())));
        waiting(document().feature(new FeatureId(UUID.randomUUID())));
        waiting(document().of(freshTenant()));
        created(document());

        assertThat(ids(submissions.waitingForChannel(tenant, channel, 1_000))).containsExactly(first.id(), second.id());
        assertThat(ids(submissions.waitingForChannel(tenant, channel, 1))).containsExactly(first.id());
        assertThat(submissions.waitingForChannel(freshTenant(), channel, 10)).isEmpty();
        assertThatThrownBy(() -> submissions.waitingForChannel(tenant, channel, 1_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void documentsOfAnotherVersionWaitForAnotherRun() {
        Submission first = waiting(document().version(1).submittedAt(NOW.plusMillis(1)));
        Submission newer = waiting(document().version(2).submittedAt(NOW.plusMillis(2)));
        Submission third = waiting(document().version(1).submittedAt(NOW.plusMillis(3)));

        assertThat(ids(submissions.waitingForChannel(tenant, channel, 10))).containsExactly(first.id(), third.id());
        assertThat(submissions.startRun(run(1), List.of(first.id(), newer.id())))
                .isEqualTo(RunStart.MEMBERS_CHANGED);
        started(first, third);
        assertThat(ids(submissions.waitingForChannel(tenant, channel, 10))).containsExactly(newer.id());
    }

    @Test
    void aDocumentInARunWaitsForItsEnd() {
        Submission member = waiting();
        Submission free = waiting();

        Submission run = started(member);

        assertThat(stored(run)).isEqualTo(run);
        assertThat(stored(member).channelRun()).contains(run.id());
        assertThat(stored(member).dueAt()).isEmpty();
        assertThat(stored(member).waitsForChannel()).isTrue();
        assertThat(ids(submissions.waitingForChannel(tenant, channel, 10))).containsExactly(free.id());
        assertThat(claim(member)).isEmpty();
        assertThat(submissions.cancel(tenant, member.id(), LATER)).isFalse();
        assertThat(submissions.cancel(tenant, free.id(), LATER)).isTrue();
        assertThat(submissions.settled(List.of(new SubmissionRepository.Key(tenant, member.id()))))
                .isEmpty();
    }

    @Test
    void aRunIsStoredWithAllItsDocumentsOrNotAtAll() {
        Submission first = waiting();
        Submission second = waiting();
        Submission taken = waiting();
        started(taken);
        Submission canceled = waiting();
        submissions.cancel(tenant, canceled.id(), LATER);
        Submission notYet = created(document());

        for (Submission unfit :
                List.of(taken, canceled, notYet, waiting(document().setup("Other")))) {
            Submission run = run(1);
            assertThat(submissions.startRun(run, List.of(first.id(), second.id(), unfit.id())))
                    .isEqualTo(RunStart.MEMBERS_CHANGED);
            assertThat(submissions.find(tenant, run.id())).isEmpty();
        }
        assertThat(ids(submissions.waitingForChannel(tenant, channel, 10)))
                .containsExactlyInAnyOrder(first.id(), second.id());
    }

    @Test
    void startingTheSameRunAgainChangesNothing() {
        Submission member = waiting();
        Submission run = started(member);

        assertThat(submissions.startRun(run, List.of(member.id()))).isEqualTo(RunStart.STARTED);
        assertThat(submissions.channels(tenant))
                .singleElement()
                .satisfies(each -> assertThat(each.waiting()).isZero());
    }

    @Test
    void documentsAreDueWhenTheirRunCompletes() {
        Submission member = waiting();
        Submission run = started(member);

        completions.complete(
                aCheckpoint(claim(run).orElseThrow())
                        .sent()
                        .invoiceStatus(InvoiceStatus.ACCEPTED)
                        .completed()
                        .at(LATER)
                        .build(),
                Optional.empty());

        assertThat(stored(run).counting()).isEqualTo(Counting.RELATED);
        assertThat(stored(member).dueAt()).contains(LATER);
        assertThat(stored(member).channelRun()).contains(run.id());
        assertThat(submissions.cancel(tenant, member.id(), LATER)).isFalse();
        assertThat(submissions.waitingForChannel(tenant, channel, 10)).isEmpty();
        Submission claimed =
                progress.claim(tenant, member.id(), LATER, LEASE_END).orElseThrow();
        assertThat(claimed.channelRun()).contains(run.id());
        completions.complete(aCheckpoint(claimed).completed().build(), Optional.empty());
        assertThat(stored(member).status()).isEqualTo(SubmissionStatus.COMPLETED);
        assertThat(stored(member).channelRun()).contains(run.id());
    }

    @Test
    void documentsWaitForAnotherRunIfTheirsFailedBeforeItSent() {
        Submission member = waiting();
        Submission run = started(member);

        progress.record(
                aCheckpoint(claim(run).orElseThrow()).failed("no connection").build());

        assertThat(stored(member).channelRun()).isEmpty();
        assertThat(stored(member).waitsForChannel()).isTrue();
        assertThat(stored(member).dueAt()).isEmpty();
        assertThat(stored(run).redriveObstacle()).isPresent();
        assertThat(stored(started(member)).status()).isEqualTo(SubmissionStatus.SCHEDULED);
    }

    @Test
    void documentsWaitForAnotherRunIfTheirsIsCanceled() {
        Submission member = waiting();
        Submission run = started(member);

        assertThat(submissions.cancel(tenant, run.id(), LATER)).isTrue();

        assertThat(stored(member).channelRun()).isEmpty();
        assertThat(ids(submissions.waitingForChannel(tenant, channel, 10))).containsExactly(member.id());
    }

    @Test
    void documentsStayWithARunThatFailedAfterItMayHaveSent() {
        Submission member = waiting();
        Submission run = started(member);

        progress.record(
                aCheckpoint(claim(run).orElseThrow()).sent().failed("broken").build());

        assertHeld(member, run);
    }

    @Test
    void documentsStayWithARunThatWasGivenUp() {
        Submission member = waiting();
        Submission run = started(member);
        progress.record(aCheckpoint(claim(run).orElseThrow())
                .sent()
                .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                .build());
        assertThat(stored(member).waitsForChannel()).isTrue();

        assertThat(submissions.decide(tenant, run.id(), LATER, Optional.of("given up"), aStamp("submission.decide")))
                .isTrue();

        assertHeld(member, run);
    }

    @Test
    void aDocumentOfAFailedRunCanOnlyBeGivenUp() {
        Submission member = waiting();
        Submission run = started(member);
        progress.record(
                aCheckpoint(claim(run).orElseThrow()).sent().failed("broken").build());

        assertThat(submissions.decide(tenant, member.id(), LATER, Optional.empty(), aStamp("submission.decide")))
                .isFalse();
        assertHeld(member, run);
        assertThat(submissions.decide(
                        tenant,
                        member.id(),
                        LATER,
                        Optional.of("the authority never got it"),
                        aStamp("submission.decide")))
                .isTrue();
        assertThat(stored(member).status()).isEqualTo(SubmissionStatus.FAILED);
    }

    @Test
    void documentsOfAFailedRunCompleteWithItWhenItIsDrivenOn() {
        Submission member = waiting();
        Submission givenUp = waiting();
        Submission run = started(member, givenUp);
        progress.record(
                aCheckpoint(claim(run).orElseThrow()).sent().failed("broken").build());
        submissions.decide(tenant, givenUp.id(), LATER, Optional.of("given up"), aStamp("submission.decide"));

        Submission failed = stored(run);
        assertThat(submissions.resume(failed, failed.drivenOn(1, LATER), aStamp("submission.redrive")))
                .isEmpty();
        assertThat(stored(member).waitsForChannel()).isTrue();
        assertThat(submissions.decide(tenant, member.id(), LATER, Optional.of("too late"), aStamp("submission.decide")))
                .isFalse();
        Submission again = progress.claim(tenant, run.id(), LATER, LEASE_END).orElseThrow();
        completions.complete(aCheckpoint(again).completed().at(LATER).build(), Optional.empty());

        assertThat(stored(member).dueAt()).contains(LATER);
        assertThat(stored(givenUp).status()).isEqualTo(SubmissionStatus.FAILED);
    }

    @Test
    void aLostLeaseLetsNoDocumentGo() {
        Submission member = waiting();
        Submission run = started(member);
        Submission lost = claim(run).orElseThrow();
        Submission held = progress.claim(tenant, run.id(), LEASE_END, LEASE_END.plusSeconds(60))
                .orElseThrow();

        assertThat(progress.record(aCheckpoint(lost).failed("late").build())).isFalse();
        assertThat(completions.complete(aCheckpoint(lost).completed().build(), Optional.empty()))
                .isEmpty();
        assertThat(stored(member).channelRun()).contains(run.id());
        assertThat(stored(member).dueAt()).isEmpty();
        assertThat(progress.record(aCheckpoint(held).failed("in time").build())).isTrue();
        assertThat(stored(member).channelRun()).isEmpty();
    }

    @Test
    void whatWaitsForItsChannelHoldsBackNoneOfItsChain() {
        Submission first = created(document().inChain("DEMF"));
        Submission second = created(document().inChain("DEMF"));
        Submission third = created(document().inChain("DEMF"));
        assertThat(stored(second).dueAt()).isEmpty();

        pass(first);
        assertThat(stored(second).dueAt()).contains(NOW);
        Submission run = started(first);
        progress.record(aCheckpoint(claim(run).orElseThrow())
                .sent()
                .failed("broken")
                .at(LATER)
                .build());
        assertThat(stored(third).dueAt()).isEmpty();
        pass(second);

        assertThat(stored(third).dueAt()).contains(NOW);
        pass(third);
        assertThat(stored(created(document().inChain("DEMF"))).dueAt()).contains(NOW);
    }

    @Test
    void channelsTellWhatWaitsAndTheirLastRun() {
        assertThat(submissions.channels(tenant)).isEmpty();
        Submission first = waiting(document().submittedAt(NOW.plusMillis(1)));
        waiting(document().submittedAt(NOW.plusMillis(2)));
        waiting(document().submittedAt(NOW.plusMillis(3)));
        Submission run = started(first);
        Submission other = waiting(document().setup("Other"));
        waiting(document().of(freshTenant()));

        assertThat(submissions.channels(tenant))
                .containsExactlyInAnyOrder(
                        new ExportChannel(channel, 2, Optional.of(NOW.plusMillis(2)), Optional.of(stored(run))),
                        new ExportChannel(ExportChannel.Key.of(other), 1, Optional.of(NOW), Optional.empty()));
    }

    @Test
    void runsThatAreStartedAtOneInstantShareNoDocument() throws Exception {
        List<SubmissionId> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(waiting().id());
        }
        List<List<SubmissionId>> runs;
        try (Race race = new Race(8)) {
            runs = race
                    .run(number -> () -> {
                        List<List<SubmissionId>> mine = new ArrayList<>();
                        while (true) {
                            List<SubmissionId> members = ids(submissions.waitingForChannel(tenant, channel, 20));
                            if (members.isEmpty()) {
                                return mine;
                            }
                            if (submissions.startRun(run(1), members) == RunStart.STARTED) {
                                mine.add(members);
                            }
                        }
                    })
                    .stream()
                    .flatMap(List::stream)
                    .toList();
        }

        assertThat(runs.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(runs).hasSize(10);
    }

    @Test
    void saysThatThereWasNoAnswer() throws Exception {
        SubmissionRepository unreachable = createUnreachableSubmissions();

        Outages.assertUnavailable(
                () -> unreachable.waitingForChannel(tenant, channel, 1),
                () -> unreachable.startRun(run(1), List.of(document().build().id())),
                () -> unreachable.channels(tenant));
    }

    private void assertHeld(Submission member, Submission run) {
        Submission held = stored(member);
        assertThat(held.channelRun()).contains(run.id());
        assertThat(held.waitsForDecision()).isTrue();
        assertThat(held.failure()).contains(run.id().toString());
        assertThat(submissions.waitingForChannel(tenant, channel, 10)).isEmpty();
        assertThat(submissions.cancel(tenant, member.id(), LATER)).isFalse();
    }

    private SubmissionBuilder document() {
        return aSubmission()
                .of(tenant)
                .to(channel.environment())
                .feature(channel.feature())
                .setup(channel.setup());
    }

    private Submission run(int version) {
        return document().version(version).kind(SubmissionKind.CHANNEL_RUN).build();
    }

    private Submission started(Submission... members) {
        Submission run = run(1);
        assertThat(submissions.startRun(run, ids(List.of(members)))).isEqualTo(RunStart.STARTED);
        return run;
    }

    private Submission waiting() {
        return waiting(document());
    }

    private Submission waiting(SubmissionBuilder builder) {
        Submission submission = created(builder);
        pass(submission);
        return submission;
    }

    /** Has the document's own actions done. */
    private void pass(Submission submission) {
        Submission claimed = progress.claim(submission.tenant(), submission.id(), LATER, LEASE_END)
                .orElseThrow();
        assertThat(progress.record(aCheckpoint(claimed)
                        .pending(PendingReason.WAITING_FOR_CHANNEL, Optional.empty())
                        .build()))
                .isTrue();
    }

    private Submission created(SubmissionBuilder builder) {
        Submission submission = builder.build();
        assertThat(submissions.create(submission)).isEqualTo(SubmissionRepository.Creation.CREATED);
        return submission;
    }

    private Optional<Submission> claim(Submission submission) {
        return progress.claim(tenant, submission.id(), NOW, LEASE_END);
    }

    private Submission stored(Submission submission) {
        return submissions.find(submission.tenant(), submission.id()).orElseThrow();
    }

    private static List<SubmissionId> ids(List<Submission> submissions) {
        return submissions.stream().map(Submission::id).toList();
    }
}
