package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.RedriveCommand;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.flow.port.RedriveCommands;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.data.SubmissionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link RedriveCommands} does. All factories give ports of the same store. */
public abstract class RedriveCommandsContract {
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final SubmissionFilter FAILED =
            SubmissionFilter.builder().status(SubmissionStatus.FAILED).build();

    private final TenantId tenant = freshTenant();
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());

    protected abstract RedriveCommands createCommands() throws Exception;

    protected abstract RedriveCommands createUnreachableCommands() throws Exception;

    protected abstract SubmissionRepository createSubmissions() throws Exception;

    protected abstract FlowProgress createProgress() throws Exception;

    @Test
    void areEmptyAtFirst() throws Exception {
        assertThat(createCommands().latest(tenant, 10)).isEmpty();
        assertThat(createCommands().find(tenant, UUID.randomUUID())).isEmpty();
    }

    @Test
    void keepACommandForItsTenantOnly() throws Exception {
        RedriveCommand given = command(FAILED, List.of(), LATER);

        RedriveCommand begun = createCommands().begin(given, aStamp("submission.redriveMany"));

        assertThat(begun).isEqualTo(given);
        assertThat(createCommands().find(tenant, given.id())).contains(given);
        assertThat(createCommands().latest(tenant, 10)).containsExactly(given);
        assertThat(createCommands().find(freshTenant(), given.id())).isEmpty();
        assertThat(createCommands().latest(freshTenant(), 10)).isEmpty();
    }

    @Test
    void driveOnWhatTheFilterMeansAndNothingElse() throws Exception {
        List<Submission> failed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            failed.add(failed(ours().submittedAt(NOW.plusMillis(i)).build()));
        }
        Submission scheduled = created(ours().build());
        Submission later = failed(ours().submittedAt(LATER.plusMillis(1)).build());
        Submission elsewhere = failed(aSubmission().of(freshTenant()).build());

        RedriveCommand done = carriedOut(command(FAILED, List.of(), LATER), 2);

        assertThat(done.total()).isEqualTo(5);
        assertThat(done.selected()).isEqualTo(5);
        assertThat(done.redriven()).isEqualTo(5);
        assertThat(done.refused()).isEmpty();
        assertThat(done.failed()).isZero();
        assertThat(done.endedAt()).contains(LATER);
        for (Submission each : failed) {
            assertThat(stored(each)).isEqualTo(each.drivenOn(1, LATER));
        }
        assertThat(stored(scheduled)).isEqualTo(scheduled);
        assertThat(stored(later)).isEqualTo(later);
        assertThat(stored(elsewhere)).isEqualTo(elsewhere);
    }

    @Test
    void tellWhyNamedSubmissionsAreLeftAsTheyAre() throws Exception {
        Submission failed = failed(ours().build());
        Submission scheduled = created(ours().build());
        Submission undecided = undecided(ours().build());
        Submission elsewhere = failed(aSubmission().of(tenant).build());
        Submission foreign = failed(aSubmission().build());
        Submission twice = failed(ours().build());
        Submission child =
                created(aSubmission().childOf(twice, SubmissionKind.CORRECTION).build());
        List<SubmissionId> ids = List.of(
                failed.id(),
                scheduled.id(),
                undecided.id(),
                elsewhere.id(),
                foreign.id(),
                twice.id(),
                new SubmissionId(UUID.randomUUID()),
                failed.id());

        RedriveCommand done = carriedOut(
                command(SubmissionFilter.builder().environment(environment).build(), ids, LATER), 3);

        assertThat(done.total()).isEqualTo(7);
        assertThat(done.redriven()).isEqualTo(1);
        assertThat(done.refused())
                .isEqualTo(Map.of(
                        RedriveObstacle.IN_PROCESS, 1L,
                        RedriveObstacle.WAITS_FOR_DECISION, 1L,
                        RedriveObstacle.NOT_FOUND, 3L,
                        RedriveObstacle.DOCUMENT_IN_PROCESS, 1L));
        assertThat(stored(failed).status()).isEqualTo(SubmissionStatus.SCHEDULED);
        assertThat(stored(foreign)).isEqualTo(foreign);
        assertThat(stored(elsewhere)).isEqualTo(elsewhere);
        assertThat(stored(child)).isEqualTo(child);
        assertThat(stored(twice)).isEqualTo(twice);
    }

    @Test
    void decideAboutThoseThatWaitForItAndAboutNothingElse() throws Exception {
        List<Submission> undecided = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            undecided.add(undecided(ours().submittedAt(NOW.plusMillis(i)).build()));
        }
        Submission failed = failed(ours().build());
        SubmissionFilter waiting = SubmissionFilter.ALL.undecided();

        RedriveCommand repeated = carriedOut(
                deciding(
                        Submissions.Decision.REPEAT,
                        waiting,
                        undecided.subList(0, 2).stream().map(Submission::id).toList()),
                2);
        RedriveCommand givenUp = carriedOut(deciding(Submissions.Decision.GIVE_UP, waiting, List.of()), 2);
        RedriveCommand again = carriedOut(
                deciding(
                        Submissions.Decision.REPEAT,
                        SubmissionFilter.ALL,
                        List.of(undecided.get(0).id(), undecided.get(4).id(), failed.id())),
                2);

        assertThat(repeated.decision()).contains(Submissions.Decision.REPEAT);
        assertThat(repeated.redriven()).isEqualTo(2);
        assertThat(repeated.refused()).isEmpty();
        for (Submission each : undecided.subList(0, 2)) {
            assertThat(stored(each).pendingReason()).contains(PendingReason.RETRY);
            assertThat(stored(each).dueAt()).contains(LATER);
        }
        assertThat(givenUp.total()).isEqualTo(3);
        assertThat(givenUp.redriven()).isEqualTo(3);
        for (Submission each : undecided.subList(2, 5)) {
            assertThat(stored(each).status()).isEqualTo(SubmissionStatus.FAILED);
            assertThat(stored(each).failure()).contains("given up by Ada Yıldız");
        }
        assertThat(again.redriven()).isZero();
        assertThat(again.refused()).isEqualTo(Map.of(RedriveObstacle.NO_DECISION, 3L));
        assertThat(stored(failed)).isEqualTo(failed);
    }

    @Test
    void driveOnTheNewestOfTwoFailedSubmissionsOfADocument() throws Exception {
        Submission original = failed(ours().build());
        Submission again = failed(aSubmission()
                .childOf(original, SubmissionKind.RESUBMISSION)
                .submittedAt(NOW.plusSeconds(1))
                .build());

        RedriveCommand done = carriedOut(command(FAILED, List.of(), LATER), 100);

        assertThat(done.redriven()).isEqualTo(1);
        assertThat(done.refused()).isEqualTo(Map.of(RedriveObstacle.DOCUMENT_IN_PROCESS, 1L));
        assertThat(stored(again).status()).isEqualTo(SubmissionStatus.SCHEDULED);
        assertThat(stored(original)).isEqualTo(original);
    }

    @Test
    void driveOnEachSubmissionOnceWhoeverCarriesItOut() throws Exception {
        for (int i = 0; i < 60; i++) {
            failed(ours().submittedAt(NOW.plusMillis(i)).build());
        }
        RedriveCommand command = command(FAILED, List.of(), LATER);
        createCommands().begin(command, aStamp("submission.redriveMany"));

        try (Race race = new Race(4)) {
            race.run(i -> () -> {
                while (!createCommands()
                        .find(tenant, command.id())
                        .orElseThrow()
                        .isDone()) {
                    createCommands().advance(LATER, 7);
                }
                return true;
            });
        }

        assertThat(createCommands().find(tenant, command.id()).orElseThrow().redriven())
                .isEqualTo(60);
    }

    @Test
    void reportAnOutageInsteadOfAnAnswer() throws Exception {
        RedriveCommands unreachable = createUnreachableCommands();
        Outages.assertUnavailable(
                () -> unreachable.begin(command(FAILED, List.of(), NOW), aStamp("submission.redriveMany")),
                () -> unreachable.find(tenant, UUID.randomUUID()),
                () -> unreachable.latest(tenant, 10),
                () -> unreachable.advance(NOW, 10));
    }

    private RedriveCommand carriedOut(RedriveCommand command, int atOnce) throws Exception {
        createCommands().begin(command, aStamp("submission.redriveMany"));
        RedriveCommand now = command;
        while (!now.isDone()) {
            assertThat(createCommands().advance(LATER, atOnce)).isTrue();
            now = createCommands().find(tenant, command.id()).orElseThrow();
        }
        return now;
    }

    private RedriveCommand command(SubmissionFilter filter, List<SubmissionId> ids, Instant at) {
        return command(Optional.empty(), filter, ids, at);
    }

    private RedriveCommand command(
            Optional<Submissions.Decision> decision, SubmissionFilter filter, List<SubmissionId> ids, Instant at) {
        return new RedriveCommand(
                tenant,
                UUID.randomUUID(),
                new RedriveCommand.Selection(filter, ids),
                decision,
                0,
                0,
                Map.of(),
                0,
                freshPrincipal(),
                "Ada Yıldız",
                at,
                at,
                Optional.empty());
    }

    private RedriveCommand deciding(Submissions.Decision decision, SubmissionFilter filter, List<SubmissionId> ids) {
        return command(Optional.of(decision), filter, ids, LATER);
    }

    private SubmissionBuilder ours() {
        return aSubmission().of(tenant).to(environment);
    }

    private Submission created(Submission submission) throws Exception {
        createSubmissions().create(submission);
        return submission;
    }

    private Submission failed(Submission submission) throws Exception {
        return left(
                submission,
                claimed ->
                        aCheckpoint(claimed).failed("the customer is unknown").build());
    }

    private Submission undecided(Submission submission) throws Exception {
        return left(
                submission,
                claimed -> aCheckpoint(claimed)
                        .sent()
                        .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                        .build());
    }

    private interface Leaving {
        FlowCheckpoint checkpoint(Submission claimed);
    }

    private Submission left(Submission submission, Leaving leaving) throws Exception {
        created(submission);
        Submission claimed = createProgress()
                .claim(submission.tenant(), submission.id(), LATER.plusSeconds(1), LATER.plusSeconds(60))
                .orElseThrow();
        assertThat(createProgress().record(leaving.checkpoint(claimed))).isTrue();
        return stored(submission);
    }

    private Submission stored(Submission submission) throws Exception {
        return createSubmissions().find(submission.tenant(), submission.id()).orElseThrow();
    }
}
