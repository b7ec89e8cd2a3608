package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.countedDocument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.submission.port.SubmissionRepository.Creation;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.UsageFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link FlowCompletions} does. All factories give ports of the same store. */
public abstract class FlowCompletionsContract {
    private static final Instant COMPLETED_AT = NOW.plusMillis(875);
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    protected abstract FlowCompletions createCompletions() throws Exception;

    protected abstract FlowCompletions createUnreachableCompletions() throws Exception;

    protected abstract FlowProgress createProgress() throws Exception;

    protected abstract SubmissionRepository createSubmissions() throws Exception;

    protected abstract UsageFigures createFigures() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    @Test
    void completesAndCountsInOneStep() throws Exception {
        Submission claimed = claimed(aSubmission().of(tenant()).build());
        FlowCheckpoint completion = aCheckpoint(claimed)
                .completed()
                .sent()
                .flow(Maximal.flow())
                .results(Map.of("Υπογραφή", "çğış 🧾"))
                .invoiceStatus(InvoiceStatus.REJECTED)
                .at(COMPLETED_AT)
                .build();

        assertThat(createCompletions().complete(completion, counted(claimed))).contains(Counting.COUNTED);

        assertThat(stored(claimed))
                .isEqualTo(new Submission(
                        claimed.tenant(),
                        claimed.id(),
                        claimed.order(),
                        SubmissionStatus.COMPLETED,
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        true,
                        Maximal.flow(),
                        Map.of("Υπογραφή", "çğış 🧾"),
                        Optional.of(InvoiceStatus.REJECTED),
                        "",
                        Counting.COUNTED,
                        Optional.of(COMPLETED_AT),
                        Optional.empty()));
        assertThat(used(claimed.tenant())).isEqualTo(1);
    }

    @Test
    void doesNotCountASubmissionThatNeverCounts() throws Exception {
        Submission claimed = claimed(
                aSubmission().of(tenant()).kind(SubmissionKind.CANCELLATION).build());

        assertThat(createCompletions().complete(completion(claimed), Optional.empty()))
                .contains(Counting.RELATED);

        assertThat(stored(claimed).counting()).isEqualTo(Counting.RELATED);
        assertThat(stored(claimed).status()).isEqualTo(SubmissionStatus.COMPLETED);
        assertThat(used(claimed.tenant())).isZero();
    }

    @Test
    void countsADocumentOnceWhateverTheNumberOfItsSubmissions() throws Exception {
        FlowCompletions completions = createCompletions();
        Submission original = claimed(aSubmission().of(tenant()).build());
        completions.complete(completion(original), counted(original));
        Submission correction = claimed(
                aSubmission().childOf(original, SubmissionKind.CORRECTION).build());

        assertThat(completions.complete(completion(correction), counted(correction)))
                .contains(Counting.ALREADY_COUNTED);

        assertThat(stored(correction).counting()).isEqualTo(Counting.ALREADY_COUNTED);
        assertThat(stored(original).counting()).isEqualTo(Counting.COUNTED);
        assertThat(used(original.tenant())).isEqualTo(1);
    }

    @Test
    void doesNotCountAgainWhenACompletionIsRepeated() throws Exception {
        Submission claimed = claimed(aSubmission().of(tenant()).build());
        FlowCompletions completions = createCompletions();
        completions.complete(completion(claimed), counted(claimed));

        assertThat(completions.complete(completion(claimed), counted(claimed))).isEmpty();

        assertThat(stored(claimed).counting()).isEqualTo(Counting.COUNTED);
        assertThat(used(claimed.tenant())).isEqualTo(1);
    }

    @Test
    void recordsNothingForAWorkerThatLostItsLease() throws Exception {
        Submission late = claimed(aSubmission().of(tenant()).build());
        Instant leaseEnd = late.dueAt().orElseThrow();
        Submission successor = createProgress()
                .claim(late.tenant(), late.id(), leaseEnd, leaseEnd.plusSeconds(60))
                .orElseThrow();

        assertThat(createCompletions().complete(completion(late), counted(late)))
                .isEmpty();

        assertThat(stored(late)).isEqualTo(successor);
        assertThat(used(late.tenant())).isZero();
    }

    @Test
    void recordsNothingForASubmissionThatWasCanceled() throws Exception {
        Submission claimed = claimed(aSubmission().of(tenant()).build());
        assertThat(createSubmissions().cancel(claimed.tenant(), claimed.id(), COMPLETED_AT))
                .isTrue();

        assertThat(createCompletions().complete(completion(claimed), counted(claimed)))
                .isEmpty();

        assertThat(stored(claimed).status()).isEqualTo(SubmissionStatus.CANCELED);
        assertThat(used(claimed.tenant())).isZero();
    }

    @Test
    void doesNotFindTheSubmissionOfAnotherTenant() throws Exception {
        Submission claimed = claimed(aSubmission().of(tenant()).build());
        Submission foreign = aSubmission().of(tenant()).id(claimed.id()).build();

        FlowCheckpoint completion =
                aCheckpoint(foreign).attempt(1).completed().at(COMPLETED_AT).build();
        assertThat(createCompletions().complete(completion, counted(foreign))).isEmpty();

        assertThat(stored(claimed)).isEqualTo(claimed);
        assertThat(used(foreign.tenant())).isZero();
    }

    @Test
    void countsOnceWhenTwoSubmissionsOfOneDocumentCompleteAtOneInstant() throws Exception {
        FlowCompletions completions = createCompletions();
        TenantId tenant = tenant();
        int rounds = 50;
        try (Race race = new Race(2)) {
            for (int round = 0; round < rounds; round++) {
                // The store lets only one submission of a document be active, so the second counts the document of the
                // first.
                Submission first = claimed(aSubmission().of(tenant).build());
                Submission second = claimed(aSubmission().of(tenant).build());
                List<Submission> both = List.of(first, second);

                List<Optional<Counting>> answers = race.run(i -> () -> completions.complete(
                        completion(both.get(i)),
                        Optional.of(new CountedDocument(
                                tenant,
                                first.order().environment(),
                                first.order().feature(),
                                Direction.EXPORT,
                                first.order().document(),
                                COMPLETED_AT,
                                both.get(i).id()))));

                assertThat(answers)
                        .containsExactlyInAnyOrder(
                                Optional.of(Counting.COUNTED), Optional.of(Counting.ALREADY_COUNTED));
                assertThat(List.of(
                                Optional.of(stored(first).counting()),
                                Optional.of(stored(second).counting())))
                        .isEqualTo(answers);
            }
        }
        assertThat(used(tenant)).isEqualTo(rounds);
    }

    @Test
    void oneOfManyCompletionsOfOneClaimWins() throws Exception {
        FlowCompletions completions = createCompletions();
        Submission claimed = claimed(aSubmission().of(tenant()).build());

        try (Race race = new Race(8)) {
            List<Optional<Counting>> answers =
                    race.run(i -> () -> completions.complete(completion(claimed), counted(claimed)));

            assertThat(answers).filteredOn(Optional::isPresent).containsExactly(Optional.of(Counting.COUNTED));
        }
        assertThat(used(claimed.tenant())).isEqualTo(1);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        FlowCompletions unreachable = createUnreachableCompletions();
        Submission submission = aSubmission().build();

        assertThatThrownBy(() -> unreachable.complete(completion(submission), counted(submission)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private TenantId tenant() throws Exception {
        Tenant tenant = aTenant().build();
        createTenants().save(tenant, aStamp("tenant.create"));
        return tenant.id();
    }

    private Submission claimed(Submission submission) throws Exception {
        assertThat(createSubmissions().create(submission)).isEqualTo(Creation.CREATED);
        return createProgress()
                .claim(submission.tenant(), submission.id(), NOW, NOW.plus(Duration.ofMinutes(1)))
                .orElseThrow();
    }

    private Submission stored(Submission submission) throws Exception {
        return createSubmissions().find(submission.tenant(), submission.id()).orElseThrow();
    }

    private long used(TenantId tenant) throws Exception {
        return createFigures()
                .byMonth(tenant, Direction.EXPORT, MonthPeriod.of(MONTH), UsageFilter.NONE)
                .getOrDefault(MONTH, 0L);
    }

    private static FlowCheckpoint completion(Submission claimed) {
        return aCheckpoint(claimed).completed().at(COMPLETED_AT).build();
    }

    private static Optional<CountedDocument> counted(Submission submission) {
        return Optional.of(countedDocument(submission, COMPLETED_AT));
    }
}
