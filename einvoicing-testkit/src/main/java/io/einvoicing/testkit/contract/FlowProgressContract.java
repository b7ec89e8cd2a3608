package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.Lane;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.flow.port.FlowProgress.Held;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.submission.port.SubmissionRepository.Creation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link FlowProgress} does. All factories give ports of the same store. */
public abstract class FlowProgressContract {
    private static final Instant LEASE_END = NOW.plusSeconds(60);

    /** An instant before which only the tests of {@link FlowProgress#recover} have leases that ended. */
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.007Z");

    private final TenantId tenant = freshTenant();
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());

    protected abstract FlowProgress createProgress() throws Exception;

    protected abstract FlowProgress createUnreachableProgress() throws Exception;

    protected abstract SubmissionRepository createSubmissions() throws Exception;

    @Test
    void claimsASubmissionThatIsDue() throws Exception {
        Submission scheduled = created();

        Optional<Submission> claimed = createProgress().claim(tenant, scheduled.id(), NOW, LEASE_END);

        assertThat(claimed)
                .contains(new Submission(
                        tenant,
                        scheduled.id(),
                        scheduled.order(),
                        SubmissionStatus.EXECUTING,
                        Optional.empty(),
                        Optional.of(LEASE_END),
                        1,
                        false,
                        FlowState.INITIAL,
                        Map.of(),
                        Optional.empty(),
                        "",
                        Counting.NOT_YET,
                        Optional.empty(),
                        Optional.empty()));
        assertThat(stored(scheduled)).isEqualTo(claimed.orElseThrow());
    }

    @Test
    void claimsNothingThatIsUnknownOrBelongsToAnotherTenant() throws Exception {
        Submission scheduled = created();

        assertThat(createProgress().claim(tenant, aSubmission().build().id(), NOW, LEASE_END))
                .isEmpty();
        assertThat(createProgress().claim(freshTenant(), scheduled.id(), NOW, LEASE_END))
                .isEmpty();
        assertThat(stored(scheduled)).isEqualTo(scheduled);
    }

    @Test
    void claimsNothingBeforeItIsDue() throws Exception {
        Submission scheduled = created();

        assertThat(createProgress().claim(tenant, scheduled.id(), NOW.minusMillis(1), LEASE_END))
                .isEmpty();
        assertThat(stored(scheduled)).isEqualTo(scheduled);
    }

    @Test
    void claimsNothingThatAnotherWorkerHoldsUntilItsLeaseEnds() throws Exception {
        Submission first = claimed(created());

        assertThat(createProgress().claim(tenant, first.id(), LEASE_END.minusMillis(1), LEASE_END.plusSeconds(60)))
                .isEmpty();

        Submission second = createProgress()
                .claim(tenant, first.id(), LEASE_END, LEASE_END.plusSeconds(60))
                .orElseThrow();
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.dueAt()).contains(LEASE_END.plusSeconds(60));
        assertThat(stored(first)).isEqualTo(second);
    }

    @Test
    void keepsTheWholeStateThroughAClaim() throws Exception {
        Submission first = claimed(created());
        record(aCheckpoint(first)
                .pending(PendingReason.WAITING_FOR_RESPONSE, Optional.of(LEASE_END))
                .sent()
                .flow(Maximal.flow())
                .results(Map.of("Sonuç", Maximal.TEXT))
                .invoiceStatus(InvoiceStatus.ACCEPTED)
                .failure("bekliyor 🧾")
                .build());
        Submission pending = stored(first);

        Submission second = createProgress()
                .claim(tenant, first.id(), LEASE_END, LEASE_END.plusSeconds(1))
                .orElseThrow();

        assertThat(second)
                .isEqualTo(new Submission(
                        tenant,
                        first.id(),
                        first.order(),
                        SubmissionStatus.EXECUTING,
                        Optional.of(PendingReason.WAITING_FOR_RESPONSE),
                        Optional.of(LEASE_END.plusSeconds(1)),
                        2,
                        true,
                        pending.flow(),
                        pending.results(),
                        pending.invoiceStatus(),
                        "bekliyor 🧾",
                        Counting.NOT_YET,
                        Optional.empty(),
                        Optional.empty()));
        assertThat(stored(first)).isEqualTo(second);

        record(new FlowCheckpoint(
                tenant,
                first.id(),
                2,
                SubmissionStatus.EXECUTING,
                Optional.empty(),
                second.dueAt(),
                true,
                second.flow(),
                Map.of(),
                Optional.empty(),
                "",
                NOW,
                Optional.empty(),
                SubmissionKind.ORIGINAL));
        assertThat(stored(first).pendingReason()).isEmpty();
        assertThat(stored(first).failure()).isEmpty();
    }

    @Test
    void claimsNothingThatWaitsForAPerson() throws Exception {
        Submission claimed = claimed(created());
        record(aCheckpoint(claimed)
                .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                .build());

        assertThat(createProgress().claim(tenant, claimed.id(), NOW.plusSeconds(1_000_000), NOW.plusSeconds(1_000_060)))
                .isEmpty();
    }

    @Test
    void claimsNothingThatHasEnded() throws Exception {
        Submission completed = claimed(created());
        record(aCheckpoint(completed).completed().build());
        Submission failed = claimed(created());
        record(aCheckpoint(failed).failed("no").build());
        Submission canceled = created();
        createSubmissions().cancel(tenant, canceled.id(), NOW);

        for (Submission ended : List.of(completed, failed, canceled)) {
            assertThat(createProgress()
                            .claim(tenant, ended.id(), NOW.plusSeconds(1_000_000), NOW.plusSeconds(1_000_060)))
                    .isEmpty();
        }
    }

    @Test
    void letsOneOfManyWorkersClaim() throws Exception {
        FlowProgress progress = createProgress();
        try (Race race = new Race(8)) {
            for (int round = 0; round < 50; round++) {
                Submission scheduled = created();

                List<Optional<Submission>> answers =
                        race.run(i -> () -> progress.claim(tenant, scheduled.id(), NOW, LEASE_END));

                assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
                assertThat(stored(scheduled).attempt()).isEqualTo(1);
            }
        }
    }

    @Test
    void letsOneOfManyWorkersTakeOverAnEndedLease() throws Exception {
        FlowProgress progress = createProgress();
        try (Race race = new Race(8)) {
            for (int round = 0; round < 20; round++) {
                Submission claimed = claimed(created());

                List<Optional<Submission>> answers =
                        race.run(i -> () -> progress.claim(tenant, claimed.id(), LEASE_END, LEASE_END.plusSeconds(60)));

                assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
                assertThat(stored(claimed).attempt()).isEqualTo(2);
            }
        }
    }

    @Test
    void recordsEverythingOfACheckpoint() throws Exception {
        Submission claimed = claimed(created());
        FlowCheckpoint checkpoint = new FlowCheckpoint(
                tenant,
                claimed.id(),
                1,
                SubmissionStatus.PENDING,
                Optional.of(PendingReason.OUTCOME_UNKNOWN),
                Optional.of(NOW.plusMillis(7)),
                true,
                Maximal.flow(),
                Map.of("Sonuç", Maximal.TEXT, "Empty", ""),
                Optional.of(new InvoiceStatus("PARTIALLY_ACCEPTED_2")),
                Maximal.TEXT,
                NOW.plusMillis(3),
                Optional.empty(),
                SubmissionKind.ORIGINAL);

        assertThat(createProgress().record(checkpoint)).isTrue();

        assertThat(stored(claimed))
                .isEqualTo(new Submission(
                        tenant,
                        claimed.id(),
                        claimed.order(),
                        SubmissionStatus.PENDING,
                        Optional.of(PendingReason.OUTCOME_UNKNOWN),
                        Optional.of(NOW.plusMillis(7)),
                        1,
                        true,
                        Maximal.flow(),
                        Map.of("Sonuç", Maximal.TEXT, "Empty", ""),
                        Optional.of(new InvoiceStatus("PARTIALLY_ACCEPTED_2")),
                        Maximal.TEXT,
                        Counting.NOT_YET,
                        Optional.empty(),
                        Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void recordsEveryPendingReason(PendingReason reason) throws Exception {
        Submission claimed = claimed(created());
        record(aCheckpoint(claimed).pending(reason, Optional.of(LEASE_END)).build());

        assertThat(stored(claimed).status()).isEqualTo(SubmissionStatus.PENDING);
        assertThat(stored(claimed).pendingReason()).contains(reason);
    }

    @Test
    void keepsTheClaimWhileExecuting() throws Exception {
        Submission claimed = claimed(created());
        FlowCheckpoint checkpoint = new FlowCheckpoint(
                tenant,
                claimed.id(),
                1,
                SubmissionStatus.EXECUTING,
                Optional.empty(),
                Optional.of(LEASE_END.plusSeconds(9)),
                false,
                claimed.flow().withNext(2),
                Map.of(),
                Optional.empty(),
                "",
                NOW,
                Optional.empty(),
                SubmissionKind.ORIGINAL);

        assertThat(createProgress().record(checkpoint)).isTrue();
        assertThat(createProgress().record(checkpoint)).isTrue();

        assertThat(stored(claimed).dueAt()).contains(LEASE_END.plusSeconds(9));
        assertThat(stored(claimed).flow().next()).isEqualTo(2);
        assertThat(createProgress().claim(tenant, claimed.id(), LEASE_END.plusSeconds(8), LEASE_END.plusSeconds(99)))
                .isEmpty();
    }

    @Test
    void removesWhatACheckpointNoLongerHas() throws Exception {
        Submission claimed = claimed(created());
        record(aCheckpoint(claimed)
                .sent()
                .flow(Maximal.flow())
                .results(Map.of("a", "b"))
                .invoiceStatus(InvoiceStatus.REJECTED)
                .failure("why")
                .build());

        record(aCheckpoint(claimed).build());

        assertThat(stored(claimed)).isEqualTo(claimed);
    }

    @Test
    void endsAFailedSubmission() throws Exception {
        Submission claimed = claimed(created());

        record(aCheckpoint(claimed)
                .failed("geçersiz fatura")
                .at(NOW.plusMillis(11))
                .build());

        Submission failed = stored(claimed);
        assertThat(failed.status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(failed.failure()).isEqualTo("geçersiz fatura");
        assertThat(failed.endedAt()).contains(NOW.plusMillis(11));
        assertThat(failed.dueAt()).isEmpty();
        assertThat(failed.counting()).isEqualTo(Counting.NOT_YET);
    }

    @Test
    void recordsTextOfTheOtherSideWhateverCharactersItHolds() throws Exception {
        Submission claimed = claimed(created());
        FlowState flow = claimed.flow()
                .withRun(new ActionRun(
                        1,
                        "Call",
                        "Call REST web service",
                        ActionRun.Status.FAILED,
                        1,
                        NOW,
                        NOW,
                        Map.of("Value", new OutputValue.Text("a\0b")),
                        List.of(new LogMessage(LogMessage.Severity.ERROR, "a\0b", "a\0b", "a\0b"))));

        record(aCheckpoint(claimed)
                .flow(flow)
                .results(Map.of("Result", "a\0b"))
                .failed("a\0b")
                .build());

        // A store that cannot keep U+0000 may put the replacement character instead; it must not lose the checkpoint.
        assertThat(stored(claimed).failure()).isIn("a\0b", "a\uFFFDb");
        assertThat(stored(claimed).results().get("Result")).isIn("a\0b", "a\uFFFDb");
        assertThat(stored(claimed).flow().runs().get(0).messages().get(0).text())
                .isIn("a\0b", "a\uFFFDb");
    }

    @Test
    void recordsNothingForAWorkerThatLostItsLease() throws Exception {
        Submission late = claimed(created());
        Submission successor = createProgress()
                .claim(tenant, late.id(), LEASE_END, LEASE_END.plusSeconds(60))
                .orElseThrow();

        assertThat(createProgress().record(aCheckpoint(late).sent().build())).isFalse();
        assertThat(createProgress().record(aCheckpoint(late).failed("late").build()))
                .isFalse();

        assertThat(stored(late)).isEqualTo(successor);
    }

    @Test
    void recordsNothingAfterTheClaimEnded() throws Exception {
        Submission claimed = claimed(created());
        record(aCheckpoint(claimed)
                .pending(PendingReason.RETRY, Optional.of(LEASE_END))
                .build());
        Submission pending = stored(claimed);

        assertThat(createProgress().record(aCheckpoint(claimed).sent().build())).isFalse();

        assertThat(stored(claimed)).isEqualTo(pending);
    }

    @Test
    void recordsNothingWithoutAClaim() throws Exception {
        Submission scheduled = created();
        for (int attempt = 0; attempt <= 2; attempt++) {
            assertThat(createProgress()
                            .record(aCheckpoint(scheduled)
                                    .attempt(attempt)
                                    .failed("x")
                                    .build()))
                    .isFalse();
        }
        Submission claimed = claimed(scheduled);
        assertThat(createProgress()
                        .record(aCheckpoint(claimed).attempt(2).failed("x").build()))
                .isFalse();
        assertThat(createProgress()
                        .record(aCheckpoint(claimed).attempt(0).failed("x").build()))
                .isFalse();
        assertThat(stored(claimed)).isEqualTo(claimed);
    }

    @Test
    void recordsNothingForAnotherTenant() throws Exception {
        Submission claimed = claimed(created());
        Submission foreign = aSubmission().id(claimed.id()).build();

        assertThat(createProgress()
                        .record(aCheckpoint(foreign).attempt(1).failed("x").build()))
                .isFalse();
        assertThat(stored(claimed)).isEqualTo(claimed);
    }

    @Test
    void claimsWhatIsSharedOutTheLongestDueFirst() throws Exception {
        EnvironmentId other = new EnvironmentId(UUID.randomUUID());
        List<Submission> three =
                List.of(createdAt(NOW), createdAt(NOW.minusSeconds(2)), createdAt(NOW.minusSeconds(1)));
        Submission elsewhere =
                aSubmission().of(tenant).to(other).submittedAt(NOW).build();
        createSubmissions().create(elsewhere);
        createdAt(NOW.plusSeconds(1));

        List<Submission> claimed = claim(lanes -> {
            assertThat(lanes)
                    .containsExactlyInAnyOrder(
                            new Lane(tenant, environment, true, 0), new Lane(tenant, other, true, 0));
            return List.of(new Lane.Share(tenant, environment, 2), new Lane.Share(tenant, other, 5));
        });

        assertThat(claimed)
                .extracting(Submission::id)
                .containsExactlyInAnyOrder(three.get(1).id(), three.get(2).id(), elsewhere.id());
        assertThat(claimed).allSatisfy(each -> {
            assertThat(each.status()).isEqualTo(SubmissionStatus.EXECUTING);
            assertThat(each.attempt()).isEqualTo(1);
            assertThat(each.dueAt()).contains(LEASE_END);
            assertThat(stored(each)).isEqualTo(each);
        });
    }

    @Test
    void takesOneAfterTheOtherOutOfABacklog() throws Exception {
        FlowProgress progress = createProgress();
        for (int i = 0; i < 5; i++) {
            createdAt(NOW.minusSeconds(i));
        }

        List<Instant> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            order.add(claimOne(progress, NOW).get(0).order().submittedAt());
        }

        assertThat(order).isSorted().hasSize(5);
        assertThat(claimOne(progress, NOW)).isEmpty();
        Submission later = createdAt(NOW.minusSeconds(9));
        assertThat(claimOne(progress, NOW)).extracting(Submission::id).containsExactly(later.id());
    }

    @Test
    void takesWhatWasCommittedLateBeforeTheRestOfABacklogASecondLaterAtMost() throws Exception {
        FlowProgress progress = createProgress();
        for (int i = 0; i < 3; i++) {
            createdAt(NOW);
        }
        claimOne(progress, NOW);
        Submission late = createdAt(NOW.minusSeconds(5));

        assertThat(claimOne(progress, NOW.plusSeconds(1)))
                .extracting(Submission::id)
                .containsExactly(late.id());
    }

    @Test
    void tellsOfLanesThatWaitOrHaveWorkInHandAndOfNoOthers() throws Exception {
        claimed(created());
        createdAt(NOW.plusSeconds(1));
        EnvironmentId ended = new EnvironmentId(UUID.randomUUID());
        Submission canceled =
                aSubmission().of(tenant).to(ended).submittedAt(NOW).build();
        createSubmissions().create(canceled);
        createSubmissions().cancel(tenant, canceled.id(), NOW);

        List<Submission> claimed = claim(lanes -> {
            assertThat(lanes).containsExactly(new Lane(tenant, environment, false, 1));
            return List.of();
        });

        assertThat(claimed).isEmpty();
    }

    @Test
    void sharesEachSubmissionOutOnce() throws Exception {
        FlowProgress progress = createProgress();
        for (int i = 0; i < 40; i++) {
            created();
        }
        try (Race race = new Race(8)) {
            List<SubmissionId> claimed = race
                    .run(i -> () -> progress.claim(
                            lanes -> ofOurs(lanes).stream()
                                    .filter(Lane::waiting)
                                    .map(lane -> new Lane.Share(tenant, lane.environment(), 6))
                                    .toList(),
                            NOW,
                            LEASE_END))
                    .stream()
                    .flatMap(List::stream)
                    .map(Submission::id)
                    .toList();

            assertThat(claimed).hasSize(40).doesNotHaveDuplicates();
        }
    }

    @Test
    void renewsTheLeasesOfThoseWhoHoldThem() throws Exception {
        Submission held = claimed(created());
        Submission longer = claimed(created());
        record(aCheckpoint(longer).leaseEnd(LEASE_END.plusSeconds(99)).build());
        Submission lost = claimed(created());
        assertThat(createProgress().claim(tenant, lost.id(), LEASE_END, LEASE_END.plusSeconds(1)))
                .isPresent();
        Instant later = LEASE_END.plusSeconds(30);

        int renewed = createProgress().renew(List.of(heldBy(held), heldBy(longer), heldBy(lost)), later);

        assertThat(renewed).isEqualTo(1);
        assertThat(stored(held).dueAt()).contains(later);
        assertThat(stored(longer).dueAt()).contains(LEASE_END.plusSeconds(99));
        assertThat(stored(lost).dueAt()).contains(LEASE_END.plusSeconds(1));
    }

    @Test
    void makesWorkDueAgainWhoseLeaseEnded() throws Exception {
        Submission died = diedAt(LONG_AGO, createdAt(LONG_AGO.minusSeconds(2)));
        Submission lives = diedAt(LONG_AGO.plusMillis(1), createdAt(LONG_AGO.minusSeconds(2)));

        createProgress().recover(LONG_AGO, 2, 1_000);

        assertThat(stored(died).status()).isEqualTo(SubmissionStatus.SCHEDULED);
        assertThat(stored(died).dueAt()).contains(LONG_AGO);
        assertThat(stored(lives).status()).isEqualTo(SubmissionStatus.EXECUTING);
        assertThat(createProgress().record(aCheckpoint(died).failed("late").build()))
                .isFalse();
        assertThat(createProgress()
                        .claim(tenant, died.id(), LONG_AGO, NOW)
                        .orElseThrow()
                        .attempt())
                .isEqualTo(2);
    }

    @Test
    void doesNotLetWorkMeetTheSameOtherWorkWheneverItLosesItsLease() throws Exception {
        List<Submission> together = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            together.add(diedAt(LONG_AGO, createdAt(LONG_AGO.minusSeconds(2))));
        }
        createProgress().recover(LONG_AGO, 5, 1_000);
        for (Submission each : together) {
            assertThat(stored(each).dueAt()).contains(LONG_AGO);
            diedAt(LONG_AGO, stored(each));
        }

        createProgress().recover(LONG_AGO, 5, 1_000);

        Set<Instant> due = new HashSet<>();
        for (Submission each : together) {
            Instant next = stored(each).dueAt().orElseThrow();
            assertThat(next).isBetween(LONG_AGO, LONG_AGO.plusSeconds(2));
            due.add(next);
        }
        assertThat(due).hasSizeGreaterThan(10);
    }

    @Test
    void setsAsideWhatLostItsLeaseTooOften() throws Exception {
        Submission poisoned = diedAt(LONG_AGO, createdAt(LONG_AGO.minusSeconds(2)));
        createProgress().recover(LONG_AGO, 2, 1_000);
        diedAt(LONG_AGO, stored(poisoned));

        createProgress().recover(LONG_AGO, 2, 1_000);

        assertThat(stored(poisoned).status()).isEqualTo(SubmissionStatus.PENDING);
        assertThat(stored(poisoned).pendingReason()).contains(PendingReason.SET_ASIDE);
        assertThat(stored(poisoned).dueAt()).isEmpty();
        assertThat(stored(poisoned).failure()).isEqualTo("workers died with it in hand 2 times, one after the other");
    }

    @Test
    void forgetsLostLeasesAtACheckpoint() throws Exception {
        Submission slow = diedAt(LONG_AGO, createdAt(LONG_AGO.minusSeconds(2)));
        createProgress().recover(LONG_AGO, 2, 1_000);
        Submission again = diedAt(LONG_AGO, stored(slow));
        record(aCheckpoint(again).leaseEnd(LONG_AGO).build());

        createProgress().recover(LONG_AGO, 2, 1_000);

        assertThat(stored(slow).status()).isEqualTo(SubmissionStatus.SCHEDULED);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        FlowProgress unreachable = createUnreachableProgress();
        Submission submission = aSubmission().build();
        Outages.assertUnavailable(
                () -> unreachable.claim(tenant, submission.id(), NOW, LEASE_END),
                () -> unreachable.record(aCheckpoint(submission).build()),
                () -> unreachable.claim(lanes -> List.of(), NOW, LEASE_END),
                () -> unreachable.renew(List.of(new Held(tenant, submission.id(), 1)), LEASE_END),
                () -> unreachable.recover(NOW, 1, 10));
    }

    private Submission created() throws Exception {
        return createdAt(NOW);
    }

    private Submission createdAt(Instant submittedAt) throws Exception {
        Submission submission = aSubmission()
                .of(tenant)
                .to(environment)
                .submittedAt(submittedAt)
                .build();
        assertThat(createSubmissions().create(submission)).isEqualTo(Creation.CREATED);
        return submission;
    }

    private Submission claimed(Submission submission) throws Exception {
        return createProgress().claim(tenant, submission.id(), NOW, LEASE_END).orElseThrow();
    }

    private void record(FlowCheckpoint checkpoint) throws Exception {
        assertThat(createProgress().record(checkpoint)).isTrue();
    }

    private Submission stored(Submission submission) throws Exception {
        return createSubmissions().find(submission.tenant(), submission.id()).orElseThrow();
    }

    private List<Submission> claim(Function<List<Lane>, List<Lane.Share>> sharing) throws Exception {
        return createProgress().claim(lanes -> sharing.apply(ofOurs(lanes)), NOW, LEASE_END);
    }

    private List<Submission> claimOne(FlowProgress progress, Instant now) {
        return progress.claim(
                lanes -> ofOurs(lanes).stream()
                        .filter(Lane::waiting)
                        .map(lane -> new Lane.Share(tenant, lane.environment(), 1))
                        .toList(),
                now,
                LEASE_END);
    }

    private List<Lane> ofOurs(List<Lane> lanes) {
        return lanes.stream().filter(lane -> lane.tenant().equals(tenant)).toList();
    }

    private static Held heldBy(Submission claimed) {
        return new Held(claimed.tenant(), claimed.id(), claimed.attempt());
    }

    /** Claims a submission for a worker that is never heard of again. */
    private Submission diedAt(Instant leaseEnd, Submission submission) throws Exception {
        return createProgress()
                .claim(tenant, submission.id(), LONG_AGO, leaseEnd)
                .orElseThrow();
    }
}
