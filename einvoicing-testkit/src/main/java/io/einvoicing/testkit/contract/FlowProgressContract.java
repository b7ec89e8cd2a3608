package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.flow.port.FlowProgress.Due;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.submission.port.SubmissionRepository.Creation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link FlowProgress} does. All factories give ports of the same store. */
public abstract class FlowProgressContract {
    private static final Instant LEASE_END = NOW.plusSeconds(60);

    /** An instant before which only the tests of {@link FlowProgress#overdue} have anything due. */
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.007Z");

    private final TenantId tenant = freshTenant();

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
                NOW));
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
                NOW.plusMillis(3));

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
                NOW);

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
    void returnsWhatIsOverdueOfAllTenantsTheLongestDueFirst() throws Exception {
        Submission second = createdAt(LONG_AGO.plusMillis(2));
        Submission third = createdAt(LONG_AGO.plusMillis(3));
        Submission first = aSubmission().submittedAt(LONG_AGO.plusMillis(1)).build();
        createSubmissions().create(first);

        List<Due> overdue = createProgress().overdue(LONG_AGO.plusMillis(3), 1_000);

        assertThat(overdue)
                .containsSubsequence(
                        new Due(first.tenant(), first.id(), LONG_AGO.plusMillis(1)),
                        new Due(tenant, second.id(), LONG_AGO.plusMillis(2)));
        assertThat(overdue).extracting(Due::submission).doesNotContain(third.id());
        assertThat(overdue).extracting(Due::dueAt).isSorted();
    }

    @Test
    void returnsNoMoreOverdueSubmissionsThanTheLimit() throws Exception {
        for (int i = 0; i < 3; i++) {
            createdAt(LONG_AGO);
        }

        assertThat(createProgress().overdue(LONG_AGO.plusMillis(1), 2)).hasSize(2);
    }

    @Test
    void returnsWorkersThatDiedAndWorkThatWaitsAsOverdue() throws Exception {
        Instant due = LONG_AGO.plusMillis(10);
        Submission died = createdAt(LONG_AGO);
        assertThat(createProgress().claim(tenant, died.id(), LONG_AGO, due)).isPresent();
        Submission waits = createdAt(LONG_AGO);
        record(aCheckpoint(createProgress()
                        .claim(tenant, waits.id(), LONG_AGO, LONG_AGO.plusSeconds(1))
                        .orElseThrow())
                .pending(PendingReason.RETRY, Optional.of(due))
                .build());

        assertThat(ofOurs(createProgress().overdue(due, 1_000))).isEmpty();
        assertThat(ofOurs(createProgress().overdue(due.plusMillis(1), 1_000)))
                .containsExactlyInAnyOrder(new Due(tenant, died.id(), due), new Due(tenant, waits.id(), due));
    }

    @Test
    void returnsNothingAsOverdueThatHasEndedOrWaitsForAPerson() throws Exception {
        Submission canceled = createdAt(LONG_AGO);
        createSubmissions().cancel(tenant, canceled.id(), LONG_AGO);
        Submission completed = createdAt(LONG_AGO);
        record(aCheckpoint(claimed(completed)).completed().build());
        Submission undecided = createdAt(LONG_AGO);
        record(aCheckpoint(claimed(undecided))
                .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                .build());

        assertThat(ofOurs(createProgress().overdue(LONG_AGO.plusSeconds(3_600), 1_000)))
                .isEmpty();
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        FlowProgress unreachable = createUnreachableProgress();
        Submission submission = aSubmission().build();
        Outages.assertUnavailable(
                () -> unreachable.claim(tenant, submission.id(), NOW, LEASE_END),
                () -> unreachable.record(aCheckpoint(submission).build()),
                () -> unreachable.overdue(NOW, 10));
    }

    private Submission created() throws Exception {
        return createdAt(NOW);
    }

    private Submission createdAt(Instant submittedAt) throws Exception {
        Submission submission =
                aSubmission().of(tenant).submittedAt(submittedAt).build();
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

    private List<Due> ofOurs(List<Due> overdue) {
        return overdue.stream().filter(due -> due.tenant().equals(tenant)).toList();
    }
}
