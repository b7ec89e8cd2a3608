package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Lane;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.data.SubmissionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How every store keeps the order of {@link io.einvoicing.submission.DocumentChain}s. All factories give ports of the same store. */
public abstract class DocumentChainContract {
    private static final Instant LATER = NOW.plusSeconds(5);
    private static final Instant LEASE_END = NOW.plusSeconds(60);

    private final TenantId tenant = freshTenant();
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());
    private final FeatureId feature = new FeatureId(UUID.randomUUID());
    private SubmissionRepository submissions;
    private FlowProgress progress;
    private FlowCompletions completions;

    protected abstract FlowProgress createProgress() throws Exception;

    protected abstract FlowCompletions createCompletions() throws Exception;

    protected abstract SubmissionRepository createSubmissions() throws Exception;

    @BeforeEach
    void openPorts() throws Exception {
        progress = createProgress();
        completions = createCompletions();
        submissions = createSubmissions();
    }

    @Test
    void onlyTheFirstOfAChainIsDue() {
        Submission first = created("A");
        Submission second = created("A");

        assertThat(stored(first).dueAt()).contains(NOW);
        assertThat(stored(second).dueAt()).isEmpty();
        assertThat(stored(second).status()).isEqualTo(SubmissionStatus.SCHEDULED);
        assertThat(stored(second).order().chain()).contains("A");
        assertThat(claim(second)).isEmpty();
        assertThat(claim(first)).isPresent();
        assertThat(claim(second)).isEmpty();
    }

    @Test
    void theNextIsDueWhenTheFirstCompletes() {
        Submission first = created("A");
        Submission second = created("A");
        Submission third = created("A");

        completions.complete(
                aCheckpoint(claim(first).orElseThrow()).completed().at(LATER).build(), Optional.empty());

        assertThat(stored(second).dueAt()).contains(LATER);
        assertThat(stored(third).dueAt()).isEmpty();
    }

    @Test
    void theNextIsDueWhenTheFirstFails() {
        Submission first = created("A");
        Submission second = created("A");

        progress.record(aCheckpoint(claim(first).orElseThrow())
                .failed("refused")
                .at(LATER)
                .build());

        assertThat(stored(second).dueAt()).contains(LATER);
    }

    @Test
    void theNextIsDueWhenTheFirstIsCanceled() {
        Submission first = created("A");
        Submission second = created("A");

        assertThat(submissions.cancel(tenant, first.id(), LATER)).isTrue();

        assertThat(stored(second).dueAt()).contains(LATER);
    }

    @Test
    void theNextIsDueWhenTheFirstIsGivenUp() {
        Submission first = created("A");
        Submission second = created("A");
        progress.record(aCheckpoint(claim(first).orElseThrow())
                .sent()
                .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                .build());
        assertThat(stored(second).dueAt()).isEmpty();

        assertThat(submissions.decide(tenant, first.id(), LATER, Optional.of("given up"), aStamp("submission.decide")))
                .isTrue();

        assertThat(stored(second).dueAt()).contains(LATER);
    }

    @Test
    void whatWaitsHoldsBackThoseBehindIt() {
        Submission first = created("A");
        Submission second = created("A");
        Submission third = created("A");

        progress.record(aCheckpoint(claim(first).orElseThrow())
                .pending(PendingReason.RETRY, Optional.of(LATER))
                .build());
        assertThat(submissions.cancel(tenant, second.id(), LATER)).isTrue();

        assertThat(stored(first).dueAt()).contains(LATER);
        assertThat(stored(third).dueAt()).isEmpty();
    }

    @Test
    void oneThatLeavesTheMiddleChangesNothingForTheOthers() {
        Submission first = created("A");
        Submission second = created("A");
        Submission third = created("A");

        assertThat(submissions.cancel(tenant, second.id(), LATER)).isTrue();
        assertThat(stored(first).dueAt()).contains(NOW);
        assertThat(stored(third).dueAt()).isEmpty();
        assertThat(submissions.cancel(tenant, first.id(), LATER)).isTrue();

        assertThat(stored(third).dueAt()).contains(LATER);
    }

    @Test
    void anEmptiedChainStartsAnew() {
        Submission first = created("A");
        assertThat(submissions.cancel(tenant, first.id(), LATER)).isTrue();

        assertThat(stored(created("A")).dueAt()).contains(NOW);
    }

    @Test
    void otherChainsGoOn() {
        created("A");

        assertThat(List.of(
                        created("B"),
                        create(submission("A").to(new EnvironmentId(UUID.randomUUID()))),
                        create(submission("A").feature(new FeatureId(UUID.randomUUID()))),
                        create(submission("A").of(freshTenant())),
                        create(aSubmission().of(tenant).to(environment).feature(feature))))
                .allSatisfy(other -> assertThat(submissions
                                .find(other.tenant(), other.id())
                                .orElseThrow()
                                .dueAt())
                        .contains(NOW));
    }

    @Test
    void keepsTheOrderUnderAStorm() throws Exception {
        int number = 60;
        SubmissionFilter executing =
                SubmissionFilter.builder().status(SubmissionStatus.EXECUTING).build();
        List<Submission> ended = Collections.synchronizedList(new ArrayList<>());

        List<RunTogether.Outcome> outcomes = RunTogether.run(6, thread -> () -> {
            if (thread < 3) {
                for (int i = 0; i < number / 3; i++) {
                    created("A");
                }
                return null;
            }
            while (ended.size() < number) {
                for (Submission due : progress.claim(
                        lanes -> lanes.stream()
                                .filter(lane -> lane.tenant().equals(tenant))
                                .map(lane -> new Lane.Share(tenant, environment, 4))
                                .toList(),
                        LATER,
                        LEASE_END)) {
                    assertThat(submissions.list(tenant, executing, Optional.empty(), 10))
                            .hasSize(1);
                    ended.add(due);
                    completions.complete(aCheckpoint(due).completed().at(NOW).build(), Optional.empty());
                }
            }
            return null;
        });

        assertThat(outcomes).extracting(RunTogether.Outcome::failure).containsOnlyNulls();
        assertThat(ended).hasSize(number).doesNotHaveDuplicates();
    }

    private Optional<Submission> claim(Submission submission) {
        return progress.claim(tenant, submission.id(), NOW, LEASE_END);
    }

    private Submission stored(Submission submission) {
        return submissions.find(tenant, submission.id()).orElseThrow();
    }

    private SubmissionBuilder submission(String chain) {
        return aSubmission().of(tenant).to(environment).feature(feature).inChain(chain);
    }

    private Submission created(String chain) {
        return create(submission(chain));
    }

    private Submission create(SubmissionBuilder builder) {
        Submission submission = builder.build();
        assertThat(submissions.create(submission)).isEqualTo(SubmissionRepository.Creation.CREATED);
        return submission;
    }
}
