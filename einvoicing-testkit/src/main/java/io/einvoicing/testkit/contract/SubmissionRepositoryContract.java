package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.freshDocument;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.submission.port.SubmissionRepository.Creation;
import io.einvoicing.testkit.data.SubmissionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link SubmissionRepository} does. All factories give ports of the same store. */
public abstract class SubmissionRepositoryContract {
    private static final Instant LATER = NOW.plusSeconds(30);

    private final TenantId tenant = freshTenant();
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());

    protected abstract SubmissionRepository createSubmissions() throws Exception;

    protected abstract SubmissionRepository createUnreachableSubmissions() throws Exception;

    protected abstract FlowProgress createProgress() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void findsNothingInAnEmptyTenant() throws Exception {
        SubmissionRepository submissions = createSubmissions();
        SubmissionId unknown = new SubmissionId(UUID.randomUUID());

        assertThat(submissions.find(tenant, unknown)).isEmpty();
        assertThat(submissions.ofDocument(tenant, environment, freshDocument())).isEmpty();
        assertThat(submissions.list(tenant, SubmissionFilter.ALL, Optional.empty(), 1_000))
                .isEmpty();
        assertThat(submissions.list(tenant, SubmissionFilter.ALL, Optional.of(unknown), 1_000))
                .isEmpty();
        assertThat(submissions.cancel(tenant, unknown, NOW)).isFalse();
        assertThat(submissions.decide(tenant, unknown, NOW, Optional.empty(), aStamp("submission.decide")))
                .isFalse();
    }

    @Test
    void findsTheSubmissionWithEverythingThatWasOrdered() throws Exception {
        Submission submission = ours().setup("Müşteri faturaları Ω 🧾")
                .kind(SubmissionKind.CORRECTION)
                .document(new BusinessDocumentKey(
                        "ERP 'ı'", "DΕMF", "Satış % _ \\ faturası", "FTI-\"1\" 𝔘 " + UUID.randomUUID()))
                .input(Maximal.file("2026/11/23/00-input/a1-document.xml"))
                .context(Maximal.context())
                .variables(Map.of("Gönderen", Maximal.TEXT, "Empty", ""))
                .submittedBy(freshPrincipal())
                .submittedAt(NOW.plusMillis(1))
                .build();

        assertThat(createSubmissions().create(submission)).isEqualTo(Creation.CREATED);

        assertThat(createSubmissions().find(tenant, submission.id())).contains(submission);
        assertThat(createSubmissions()
                        .ofDocument(tenant, environment, submission.order().document()))
                .containsExactly(submission);
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryKindAndItsParent(SubmissionKind kind) throws Exception {
        Submission parent = completed(ours().build());
        Submission child = ours().document(freshDocument()).kind(kind).build();
        Submission related = aSubmission()
                .childOf(parent, kind == SubmissionKind.ORIGINAL ? SubmissionKind.CORRECTION : kind)
                .build();

        assertThat(createSubmissions().create(child)).isEqualTo(Creation.CREATED);
        assertThat(createSubmissions().create(related)).isEqualTo(Creation.CREATED);

        assertThat(stored(child)).isEqualTo(child);
        assertThat(stored(related)).isEqualTo(related);
    }

    @Test
    void doesNotFindTheSubmissionOfAnotherTenant() throws Exception {
        SubmissionRepository submissions = createSubmissions();
        Submission submission = created(ours().build());
        Submission unknown = pendingDecision(ours().build());
        TenantId other = freshTenant();

        assertThat(submissions.find(other, submission.id())).isEmpty();
        assertThat(submissions.ofDocument(other, environment, submission.order().document()))
                .isEmpty();
        assertThat(submissions.list(other, SubmissionFilter.ALL, Optional.empty(), 10))
                .isEmpty();
        assertThat(submissions.cancel(other, submission.id(), NOW)).isFalse();
        assertThat(submissions.decide(other, unknown.id(), NOW, Optional.empty(), aStamp("submission.decide")))
                .isFalse();
        assertThat(stored(submission)).isEqualTo(submission);
        assertThat(stored(unknown)).isEqualTo(unknown);
    }

    @Test
    void acceptsAnOriginalOfADocumentOnce() throws Exception {
        Submission first = completed(ours().build());
        Submission second = ours().document(first.order().document()).build();

        assertThat(createSubmissions().create(second)).isEqualTo(Creation.DOCUMENT_KEY_USED);

        assertThat(createSubmissions().find(tenant, second.id())).isEmpty();
        assertThat(createSubmissions()
                        .ofDocument(tenant, environment, first.order().document()))
                .containsExactly(first);
    }

    @Test
    void saysThatTheKeyIsUsedAlsoWhileTheOriginalIsInProcess() throws Exception {
        Submission first = created(ours().build());

        assertThat(createSubmissions()
                        .create(ours().document(first.order().document()).build()))
                .isEqualTo(Creation.DOCUMENT_KEY_USED);
    }

    @Test
    void acceptsNothingElseOfADocumentThatIsInProcess() throws Exception {
        Submission original = created(ours().build());
        for (SubmissionKind kind : List.of(
                SubmissionKind.RESUBMISSION,
                SubmissionKind.CORRECTION,
                SubmissionKind.CANCELLATION,
                SubmissionKind.STATUS_CHANGE)) {
            Submission child = aSubmission().childOf(original, kind).build();

            assertThat(createSubmissions().create(child)).as(kind.name()).isEqualTo(Creation.IN_PROCESS);

            assertThat(createSubmissions().find(tenant, child.id())).isEmpty();
        }
        claimed(original);
        assertThat(createSubmissions()
                        .create(aSubmission()
                                .childOf(original, SubmissionKind.CORRECTION)
                                .build()))
                .isEqualTo(Creation.IN_PROCESS);
    }

    @Test
    void acceptsNothingElseOfADocumentThatWaitsForADecision() throws Exception {
        Submission original = pendingDecision(ours().build());

        assertThat(createSubmissions()
                        .create(aSubmission()
                                .childOf(original, SubmissionKind.CANCELLATION)
                                .build()))
                .isEqualTo(Creation.IN_PROCESS);
    }

    @Test
    void acceptsRelatedSubmissionsOneAfterAnother() throws Exception {
        Submission original = completed(ours().build());
        Submission correction = aSubmission()
                .childOf(original, SubmissionKind.CORRECTION)
                .submittedAt(NOW.plusSeconds(1))
                .build();
        Submission cancellation = aSubmission()
                .childOf(original, SubmissionKind.CANCELLATION)
                .submittedAt(NOW.plusSeconds(2))
                .build();

        assertThat(createSubmissions().create(correction)).isEqualTo(Creation.CREATED);
        assertThat(createSubmissions().create(cancellation)).isEqualTo(Creation.IN_PROCESS);
        assertThat(createSubmissions().cancel(tenant, correction.id(), LATER)).isTrue();
        assertThat(createSubmissions().create(cancellation)).isEqualTo(Creation.CREATED);

        assertThat(createSubmissions()
                        .ofDocument(tenant, environment, original.order().document()))
                .extracting(Submission::id)
                .containsExactly(original.id(), correction.id(), cancellation.id());
    }

    @Test
    void keepsDocumentsOfTenantsAndEnvironmentsApart() throws Exception {
        Submission first = created(ours().build());
        BusinessDocumentKey key = first.order().document();

        assertThat(createSubmissions()
                        .create(aSubmission().to(environment).document(key).build()))
                .isEqualTo(Creation.CREATED);
        assertThat(createSubmissions()
                        .create(aSubmission().of(tenant).document(key).build()))
                .isEqualTo(Creation.CREATED);
        for (BusinessDocumentKey other : List.of(
                new BusinessDocumentKey("ERP-2", key.legalEntity(), key.documentContext(), key.sourceRecord()),
                new BusinessDocumentKey(key.erpApplication(), "demf", key.documentContext(), key.sourceRecord()),
                new BusinessDocumentKey(key.erpApplication(), key.legalEntity(), "Credit note", key.sourceRecord()))) {
            assertThat(createSubmissions().create(ours().document(other).build()))
                    .as(other.toString())
                    .isEqualTo(Creation.CREATED);
        }
        assertThat(createSubmissions().ofDocument(tenant, environment, key)).containsExactly(first);
    }

    @Test
    void answersARepeatedCreationAsTheFirst() throws Exception {
        Submission submission = created(ours().build());
        assertThat(createSubmissions().create(submission)).isEqualTo(Creation.CREATED);
        Submission completed = completed(submission);

        assertThat(createSubmissions().create(submission)).isEqualTo(Creation.CREATED);

        assertThat(stored(submission)).isEqualTo(completed);
        assertThat(createSubmissions().list(tenant, SubmissionFilter.ALL, Optional.empty(), 10))
                .hasSize(1);
    }

    @Test
    void storesOneOfTwoOriginalsOfADocumentAThousandTimes() throws Exception {
        SubmissionRepository submissions = createSubmissions();
        try (Race race = new Race(2)) {
            for (int round = 0; round < 1_000; round++) {
                BusinessDocumentKey document = freshDocument();
                List<Submission> rivals = List.of(
                        ours().document(document).build(),
                        ours().document(document).build());

                List<Creation> answers = race.run(i -> () -> submissions.create(rivals.get(i)));

                assertThat(answers).containsExactlyInAnyOrder(Creation.CREATED, Creation.DOCUMENT_KEY_USED);
                assertThat(submissions.ofDocument(tenant, environment, document))
                        .containsExactly(rivals.get(answers.indexOf(Creation.CREATED)));
            }
        }
    }

    @Test
    void doesNotIssueADocumentAgainThatTheAuthorityAccepted() throws Exception {
        Submission rejected = endedWith(ours().build(), InvoiceStatus.REJECTED);
        Submission again = aSubmission()
                .childOf(rejected, SubmissionKind.RESUBMISSION)
                .submittedAt(NOW.plusSeconds(1))
                .build();
        endedWith(again, InvoiceStatus.ACCEPTED);
        Submission onceMore = aSubmission()
                .childOf(rejected, SubmissionKind.RESUBMISSION)
                .submittedAt(NOW.plusSeconds(2))
                .build();

        assertThat(createSubmissions().create(onceMore)).isEqualTo(Creation.ACCEPTED);
        assertThat(createSubmissions().find(tenant, onceMore.id())).isEmpty();
        assertThat(createSubmissions().create(again)).as("a repeated call").isEqualTo(Creation.CREATED);
        assertThat(createSubmissions()
                        .create(aSubmission()
                                .childOf(rejected, SubmissionKind.CANCELLATION)
                                .build()))
                .isEqualTo(Creation.CREATED);
    }

    @Test
    void storesOneOfManyRelatedSubmissionsAtOneInstant() throws Exception {
        SubmissionRepository submissions = createSubmissions();
        try (Race race = new Race(8)) {
            for (int round = 0; round < 20; round++) {
                Submission original = completed(ours().build());

                List<Creation> answers = race.run(i -> () -> submissions.create(aSubmission()
                        .childOf(original, SubmissionKind.CORRECTION)
                        .build()));

                assertThat(answers).containsOnlyOnce(Creation.CREATED);
                assertThat(Collections.frequency(answers, Creation.IN_PROCESS)).isEqualTo(7);
            }
        }
    }

    @Test
    void answersARepeatedCreationAtOneInstantAsTheFirst() throws Exception {
        SubmissionRepository submissions = createSubmissions();
        Submission submission = ours().build();
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> submissions.create(submission))).containsOnly(Creation.CREATED);
        }
        assertThat(submissions.list(tenant, SubmissionFilter.ALL, Optional.empty(), 10))
                .containsExactly(submission);
    }

    @Test
    void returnsTheSubmissionsOfADocumentTheOldestFirst() throws Exception {
        Submission original = completed(ours().build());
        List<SubmissionId> expected = new ArrayList<>(List.of(original.id()));
        for (int i = 1; i <= 12; i++) {
            Submission correction = aSubmission()
                    .childOf(original, SubmissionKind.CORRECTION)
                    .submittedAt(NOW.plusMillis(i))
                    .build();
            completed(correction);
            expected.add(correction.id());
        }

        assertThat(createSubmissions()
                        .ofDocument(tenant, environment, original.order().document()))
                .extracting(Submission::id)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void listsPageByPageTheNewestFirst() throws Exception {
        List<SubmissionId> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            expected.add(
                    0, created(ours().submittedAt(NOW.plusMillis(i)).build()).id());
        }

        assertThat(ids(SubmissionFilter.ALL, Optional.empty(), 1_000)).isEqualTo(expected);
        assertThat(ids(SubmissionFilter.ALL, Optional.empty(), 3)).isEqualTo(expected.subList(0, 3));
        assertThat(ids(SubmissionFilter.ALL, Optional.of(expected.get(2)), 3)).isEqualTo(expected.subList(3, 6));
        assertThat(ids(SubmissionFilter.ALL, Optional.of(expected.get(5)), 3)).isEqualTo(expected.subList(6, 7));
        assertThat(ids(SubmissionFilter.ALL, Optional.of(expected.get(6)), 3)).isEmpty();
    }

    @Test
    void listsSubmissionsOfOneInstantByIdWithoutLossOrRepetition() throws Exception {
        List<SubmissionId> expected = new ArrayList<>();
        for (String first : List.of("ffffffff", "80000000", "7fffffff", "00000000")) {
            SubmissionId id =
                    SubmissionId.parse(first + UUID.randomUUID().toString().substring(8));
            created(ours().id(id).build());
            expected.add(id);
        }

        assertThat(ids(SubmissionFilter.ALL, Optional.empty(), 10)).isEqualTo(expected);
        assertThat(ids(SubmissionFilter.ALL, Optional.of(expected.get(1)), 1)).isEqualTo(expected.subList(2, 3));
    }

    @Test
    void listsWhatTheFilterAsksFor() throws Exception {
        Submission original = completed(ours().build());
        Submission child = created(aSubmission()
                .childOf(original, SubmissionKind.CORRECTION)
                .submittedAt(NOW.plusMillis(1))
                .build());
        Submission elsewhere =
                created(aSubmission().of(tenant).submittedAt(NOW.plusMillis(2)).build());

        assertThat(ids(SubmissionFilter.ALL)).containsExactly(elsewhere.id(), child.id(), original.id());
        assertThat(ids(only().environment(environment))).containsExactly(child.id(), original.id());
        assertThat(ids(SubmissionFilter.ALL.to(environment))).containsExactly(child.id(), original.id());
        assertThat(ids(only().status(SubmissionStatus.SCHEDULED))).containsExactly(elsewhere.id(), child.id());
        assertThat(ids(only().status(SubmissionStatus.FAILED))).isEmpty();
        assertThat(ids(only().status(SubmissionStatus.FAILED, SubmissionStatus.COMPLETED)))
                .containsExactly(original.id());
        assertThat(ids(only().status(SubmissionStatus.SCHEDULED, SubmissionStatus.COMPLETED)))
                .containsExactly(elsewhere.id(), child.id(), original.id());
        assertThat(ids(only().parent(original.id()))).containsExactly(child.id());
        assertThat(ids(only().environment(environment).status(SubmissionStatus.COMPLETED)))
                .containsExactly(original.id());
        assertThat(ids(only().environment(environment).build(), Optional.of(child.id()), 10))
                .containsExactly(original.id());
        assertThat(ids(only().environment(environment)
                        .status(SubmissionStatus.SCHEDULED)
                        .parent(original.id())))
                .containsExactly(child.id());
        assertThat(ids(only().environment(environment).parent(child.id()))).isEmpty();
    }

    @Test
    void listsWhatWaitsWhatTheAuthoritySaidAndWhatWasCounted() throws Exception {
        Submission rejected = endedWith(ours().build(), InvoiceStatus.REJECTED);
        Submission accepted = endedWith(ours().submittedAt(NOW.plusMillis(1)).build(), InvoiceStatus.ACCEPTED);
        Submission undecided =
                pendingDecision(ours().submittedAt(NOW.plusMillis(2)).build());
        Submission child = created(aSubmission()
                .childOf(rejected, SubmissionKind.CORRECTION)
                .submittedAt(NOW.plusMillis(3))
                .build());

        assertThat(ids(only().pendingReason(PendingReason.OUTCOME_UNKNOWN))).containsExactly(undecided.id());
        assertThat(ids(only().pendingReason(PendingReason.RETRY))).isEmpty();
        assertThat(ids(only().needsPerson())).containsExactly(undecided.id());
        assertThat(ids(only().needsPerson().status(SubmissionStatus.FAILED))).isEmpty();
        assertThat(ids(only().pendingReason(PendingReason.OUTCOME_UNKNOWN).status(SubmissionStatus.COMPLETED)))
                .isEmpty();
        assertThat(ids(only().invoiceStatus(InvoiceStatus.REJECTED))).containsExactly(rejected.id());
        assertThat(ids(only().invoiceStatus(InvoiceStatus.ACCEPTED))).containsExactly(accepted.id());
        assertThat(ids(only().kind(SubmissionKind.CORRECTION))).containsExactly(child.id());
        assertThat(ids(only().kind(SubmissionKind.ORIGINAL)))
                .containsExactly(undecided.id(), accepted.id(), rejected.id());
        assertThat(ids(only().feature(accepted.order().feature()))).containsExactly(accepted.id());
        assertThat(ids(only().counting(Counting.NOT_YET)))
                .containsExactly(child.id(), undecided.id(), accepted.id(), rejected.id());
        assertThat(ids(only().counting(Counting.COUNTED))).isEmpty();
        assertThat(ids(only().submittedFrom(NOW.plusMillis(1)).submittedTo(NOW.plusMillis(3))))
                .containsExactly(undecided.id(), accepted.id());
    }

    @Test
    void listsByThePartsOfTheDocumentKey() throws Exception {
        Submission first =
                created(ours().document(new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-%1"))
                        .build());
        Submission second =
                created(ours().document(new BusinessDocumentKey("ERP-1", "USMF", "Customer invoice", "FTI-%10"))
                        .submittedAt(NOW.plusMillis(1))
                        .build());
        Submission third = created(
                ours().document(new BusinessDocumentKey("ERP-1", "DEMF", "Project invoice", "FTI-X1 \uD83E\uDDFE"))
                        .submittedAt(NOW.plusMillis(2))
                        .build());
        completed(first);
        Submission child = created(aSubmission()
                .childOf(first, SubmissionKind.CORRECTION)
                .submittedAt(NOW.plusMillis(3))
                .build());

        assertThat(ids(only().legalEntity("DEMF"))).containsExactly(child.id(), third.id(), first.id());
        assertThat(ids(only().legalEntity("demf"))).isEmpty();
        assertThat(ids(only().documentContext("Customer invoice")))
                .containsExactly(child.id(), second.id(), first.id());
        assertThat(ids(only().legalEntity("DEMF").documentContext("Project invoice")))
                .containsExactly(third.id());
        assertThat(ids(only().sourceRecord("FTI-%1"))).containsExactly(child.id(), first.id());
        assertThat(ids(only().sourceRecordStart("FTI-%1"))).containsExactly(child.id(), second.id(), first.id());
        assertThat(ids(only().sourceRecordStart("FTI-X1"))).containsExactly(third.id());
        assertThat(ids(only().sourceRecordStart("FTI-").build(), Optional.of(third.id()), 1))
                .containsExactly(second.id());
        assertThat(ids(only().sourceRecordStart("fti"))).isEmpty();
        assertThat(ids(only().sourceRecordStart("FTI-%1").legalEntity("USMF"))).containsExactly(second.id());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void refusesALimitOutOfRange(int limit) throws Exception {
        SubmissionRepository submissions = createSubmissions();
        assertThatThrownBy(() -> submissions.list(tenant, SubmissionFilter.ALL, Optional.empty(), limit))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cancelsAScheduledSubmission() throws Exception {
        Submission scheduled = created(ours().build());

        assertThat(createSubmissions().cancel(tenant, scheduled.id(), LATER)).isTrue();

        assertThat(stored(scheduled)).isEqualTo(canceled(scheduled, 1));
        assertThat(createProgress().claim(tenant, scheduled.id(), LATER, LATER.plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void cancelsAWaitingSubmission() throws Exception {
        Submission claimed = claimed(created(ours().build()));
        record(aCheckpoint(claimed)
                .pending(PendingReason.RETRY, Optional.of(LATER))
                .failure("the other side was busy")
                .build());

        assertThat(createSubmissions().cancel(tenant, claimed.id(), LATER)).isTrue();

        assertThat(stored(claimed)).isEqualTo(canceled(claimed, 2));
    }

    @Test
    void takesTheLeaseFromTheWorkerOfACanceledSubmission() throws Exception {
        Submission claimed = claimed(created(ours().build()));

        assertThat(createSubmissions().cancel(tenant, claimed.id(), LATER)).isTrue();

        assertThat(createProgress().record(aCheckpoint(claimed).sent().build())).isFalse();
        assertThat(stored(claimed)).isEqualTo(canceled(claimed, 2));
    }

    @Test
    void doesNotCancelOnceACallWasIntended() throws Exception {
        Submission claimed = claimed(created(ours().build()));
        record(aCheckpoint(claimed).sent().build());
        Submission sent = stored(claimed);

        assertThat(createSubmissions().cancel(tenant, claimed.id(), LATER)).isFalse();

        assertThat(stored(claimed)).isEqualTo(sent);
    }

    @Test
    void doesNotCancelWhatHasEnded() throws Exception {
        Submission completed = completed(ours().build());
        Submission failed = claimed(created(ours().build()));
        record(aCheckpoint(failed).failed("no").build());
        Submission canceled = created(ours().build());
        createSubmissions().cancel(tenant, canceled.id(), NOW);

        for (Submission ended : List.of(completed, stored(failed), stored(canceled))) {
            assertThat(createSubmissions().cancel(tenant, ended.id(), LATER))
                    .as(ended.status().name())
                    .isFalse();
            assertThat(stored(ended)).isEqualTo(ended);
        }
    }

    @Test
    void eitherCancelsOrLetsTheCallBeIntended() throws Exception {
        SubmissionRepository submissions = createSubmissions();
        FlowProgress progress = createProgress();
        try (Race race = new Race(2)) {
            for (int round = 0; round < 200; round++) {
                Submission claimed = claimed(created(ours().build()));
                FlowCheckpoint intent = aCheckpoint(claimed).sent().build();

                List<Boolean> answers = race.run(
                        i -> () -> i == 0 ? submissions.cancel(tenant, claimed.id(), LATER) : progress.record(intent));

                assertThat(answers).containsOnlyOnce(true);
                assertThat(stored(claimed).status())
                        .isEqualTo(answers.get(0) ? SubmissionStatus.CANCELED : SubmissionStatus.EXECUTING);
                assertThat(stored(claimed).sent()).isEqualTo(answers.get(1));
            }
        }
    }

    @Test
    void repeatsAnUnknownOutcomeAsDecided() throws Exception {
        Submission pending = pendingDecision(ours().build());

        assertThat(createSubmissions()
                        .decide(tenant, pending.id(), LATER, Optional.empty(), aStamp("submission.decide")))
                .isTrue();

        Submission decided = stored(pending);
        assertThat(decided.status()).isEqualTo(SubmissionStatus.PENDING);
        assertThat(decided.pendingReason()).contains(PendingReason.RETRY);
        assertThat(decided.dueAt()).contains(LATER);
        assertThat(decided.endedAt()).isEmpty();
        assertThat(decided.flow()).isEqualTo(pending.flow());
        assertThat(decided.attempt()).isEqualTo(pending.attempt());
        assertThat(decided.sent()).isTrue();
        assertRecorded(pending, "submission.decide");
        assertThat(createProgress().claim(tenant, pending.id(), LATER, LATER.plusSeconds(60)))
                .isPresent();
    }

    /** Exactly one change of the tenant is recorded: this one. */
    private void assertRecorded(Submission submission, String operation) throws Exception {
        assertThat(createAuditTrail().newest(tenant, 10)).singleElement().satisfies(record -> {
            assertThat(record.subject()).isEqualTo("submission/" + submission.id());
            assertThat(record.stamp().operation()).isEqualTo(operation);
            assertThat(record.before().orElseThrow())
                    .contains(submission.status().name());
            assertThat(record.after().orElseThrow())
                    .contains(stored(submission).status().name());
        });
    }

    @Test
    void givesUpAnUnknownOutcomeAsDecided() throws Exception {
        Submission pending = pendingDecision(ours().build());

        assertThat(createSubmissions()
                        .decide(
                                tenant,
                                pending.id(),
                                LATER,
                                Optional.of("Öykü vazgeçti 🧾"),
                                aStamp("submission.decide")))
                .isTrue();

        Submission decided = stored(pending);
        assertRecorded(pending, "submission.decide");
        assertThat(ids(only().needsPerson())).containsExactly(decided.id());
        assertThat(decided.status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(decided.failure()).isEqualTo("Öykü vazgeçti 🧾");
        assertThat(decided.endedAt()).contains(LATER);
        assertThat(decided.pendingReason()).isEmpty();
        assertThat(decided.dueAt()).isEmpty();
        assertThat(decided.flow()).isEqualTo(pending.flow());
        assertThat(createProgress().claim(tenant, pending.id(), LATER, LATER.plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void decidesNothingThatDoesNotWaitForADecision() throws Exception {
        Submission scheduled = created(ours().build());
        Submission executing = claimed(created(ours().build()));
        Submission completed = completed(ours().build());
        Submission retrying = claimed(created(ours().build()));
        record(aCheckpoint(retrying)
                .pending(PendingReason.RETRY, Optional.of(LATER))
                .build());
        Submission recovering = claimed(created(ours().build()));
        record(aCheckpoint(recovering)
                .pending(PendingReason.OUTCOME_UNKNOWN, Optional.of(LATER))
                .build());
        Submission suspended = claimed(created(ours().build()));
        record(aCheckpoint(suspended)
                .pending(PendingReason.OUTAGE, Optional.empty())
                .build());

        for (Submission each :
                List.of(scheduled, executing, completed, stored(retrying), stored(recovering), stored(suspended))) {
            assertThat(createSubmissions()
                            .decide(tenant, each.id(), LATER, Optional.empty(), aStamp("submission.decide")))
                    .as(each.status() + " " + each.pendingReason())
                    .isFalse();
            assertThat(createSubmissions()
                            .decide(tenant, each.id(), LATER, Optional.of("given up"), aStamp("submission.decide")))
                    .as(each.status() + " " + each.pendingReason())
                    .isFalse();
            assertThat(stored(each)).isEqualTo(each);
        }
        assertThat(createAuditTrail().newest(tenant, 10)).isEmpty();
    }

    @Test
    void oneOfManyDecisionsAtOneInstantWins() throws Exception {
        SubmissionRepository submissions = createSubmissions();
        Submission pending = pendingDecision(ours().build());
        try (Race race = new Race(8)) {
            List<Boolean> answers = race.run(i -> () -> submissions.decide(
                    tenant,
                    pending.id(),
                    LATER,
                    i % 2 == 0 ? Optional.empty() : Optional.of("given up " + i),
                    aStamp("submission.decide")));

            assertThat(answers).containsOnlyOnce(true);
            assertThat(createAuditTrail().newest(tenant, 10)).hasSize(1);
            int winner = answers.indexOf(true);
            assertThat(stored(pending).failure()).isEqualTo(winner % 2 == 0 ? pending.failure() : "given up " + winner);
        }
    }

    @Test
    void tellsWhichSubmissionsHaveEndedOrNeedAPerson() throws Exception {
        Submission completed = completed(ours().build());
        Submission failed = failed(ours().document(freshDocument()).build());
        Submission undecided = pendingDecision(ours().document(freshDocument()).build());
        Submission scheduled = created(ours().document(freshDocument()).build());
        List<SubmissionRepository.Key> asked = new ArrayList<>();
        for (Submission each : List.of(completed, failed, undecided, scheduled)) {
            asked.add(new SubmissionRepository.Key(tenant, each.id()));
        }
        asked.add(new SubmissionRepository.Key(freshTenant(), completed.id()));

        assertThat(createSubmissions().settled(asked)).containsExactlyInAnyOrderElementsOf(asked.subList(0, 3));
        assertThat(createSubmissions().settled(List.of())).isEmpty();
    }

    @Test
    void putsAFailedSubmissionBackIntoProcess() throws Exception {
        Submission failed = failed(ours().build());
        Submission driven = failed.drivenOn(failed.flow().next(), LATER);

        assertThat(createSubmissions().resume(failed, driven, aStamp("submission.redrive")))
                .isEmpty();

        assertThat(stored(failed)).isEqualTo(driven);
        assertThat(claimed(failed).attempt()).isEqualTo(failed.attempt() + 1);
        assertThat(createSubmissions().resume(failed, driven, aStamp("submission.redrive")))
                .contains(RedriveObstacle.CHANGED);
    }

    @Test
    void putsBackIntoProcessOnlyWhatNobodyChanged() throws Exception {
        Submission undecided = pendingDecision(ours().build());
        createSubmissions().decide(tenant, undecided.id(), LATER, Optional.of("given up"), aStamp("submission.decide"));
        Submission now = stored(undecided);

        assertThat(createSubmissions().resume(undecided, undecided.drivenOn(2, LATER), aStamp("submission.redrive")))
                .contains(RedriveObstacle.CHANGED);
        assertThat(stored(undecided)).isEqualTo(now);
    }

    @Test
    void doesNotPutBackIntoProcessWhileTheDocumentIs() throws Exception {
        Submission failed = failed(ours().build());
        created(aSubmission().childOf(failed, SubmissionKind.CORRECTION).build());

        assertThat(createSubmissions().resume(failed, failed.drivenOn(1, LATER), aStamp("submission.redrive")))
                .contains(RedriveObstacle.DOCUMENT_IN_PROCESS);
        assertThat(stored(failed)).isEqualTo(failed);
    }

    @Test
    void doesNotPutBackIntoProcessWhatTheAuthorityAcceptedThroughAnother() throws Exception {
        Submission failed = failed(ours().build());
        endedWith(aSubmission().childOf(failed, SubmissionKind.RESUBMISSION).build(), InvoiceStatus.ACCEPTED);
        Submission cancellation = failed(
                aSubmission().childOf(failed, SubmissionKind.CANCELLATION).build());

        assertThat(createSubmissions().resume(failed, failed.drivenOn(1, LATER), aStamp("submission.redrive")))
                .contains(RedriveObstacle.DOCUMENT_ACCEPTED);
        assertThat(createSubmissions()
                        .resume(cancellation, cancellation.drivenOn(1, LATER), aStamp("submission.redrive")))
                .isEmpty();
    }

    @Test
    void putsWhatFailedBehindTheOthersOfItsChain() throws Exception {
        FeatureId feature = new FeatureId(UUID.randomUUID());
        Submission failed = failed(ours().inChain("A-2026").feature(feature).build());
        Submission next = created(ours().inChain("A-2026")
                .feature(feature)
                .document(freshDocument())
                .build());
        assertThat(stored(next).dueAt()).isPresent();

        assertThat(createSubmissions().resume(failed, failed.drivenOn(1, LATER), aStamp("submission.redrive")))
                .isEmpty();

        assertThat(stored(failed).status()).isEqualTo(SubmissionStatus.SCHEDULED);
        assertThat(stored(failed).dueAt()).isEmpty();
        completed(next);
        assertThat(stored(failed).dueAt()).isPresent();
    }

    @Test
    void eitherPutsBackIntoProcessOrTakesAnotherOfTheDocument() throws Exception {
        SubmissionRepository submissions = createSubmissions();
        try (Race race = new Race(2)) {
            for (int round = 0; round < 100; round++) {
                Submission failed = failed(ours().document(freshDocument()).build());
                Submission child =
                        aSubmission().childOf(failed, SubmissionKind.CORRECTION).build();

                List<Boolean> won = race.run(i -> () -> i == 0
                        ? submissions.create(child) == Creation.CREATED
                        : submissions
                                .resume(failed, failed.drivenOn(1, LATER), aStamp("submission.redrive"))
                                .isEmpty());

                assertThat(won).containsOnlyOnce(true);
            }
        }
    }

    private Submission failed(Submission submission) throws Exception {
        created(submission);
        record(aCheckpoint(claimed(submission)).failed("no such customer").build());
        return stored(submission);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        SubmissionRepository unreachable = createUnreachableSubmissions();
        Submission submission = ours().build();
        Outages.assertUnavailable(
                () -> unreachable.create(submission),
                () -> unreachable.find(tenant, submission.id()),
                () -> unreachable.ofDocument(
                        tenant, environment, submission.order().document()),
                () -> unreachable.list(tenant, SubmissionFilter.ALL, Optional.empty(), 10),
                () -> unreachable.cancel(tenant, submission.id(), NOW),
                () -> unreachable.settled(List.of(new SubmissionRepository.Key(tenant, submission.id()))),
                () -> unreachable.resume(submission, submission, aStamp("submission.redrive")),
                () -> unreachable.decide(tenant, submission.id(), NOW, Optional.empty(), aStamp("submission.decide")),
                () -> unreachable.decide(
                        tenant, submission.id(), NOW, Optional.of("given up"), aStamp("submission.decide")));
    }

    private SubmissionBuilder ours() {
        return aSubmission().of(tenant).to(environment);
    }

    private Submission created(Submission submission) throws Exception {
        assertThat(createSubmissions().create(submission)).isEqualTo(Creation.CREATED);
        return submission;
    }

    private Submission claimed(Submission submission) throws Exception {
        return createProgress()
                .claim(submission.tenant(), submission.id(), LATER, LATER.plusSeconds(60))
                .orElseThrow();
    }

    private void record(FlowCheckpoint checkpoint) throws Exception {
        assertThat(createProgress().record(checkpoint)).isTrue();
    }

    /** Creates the submission unless it is stored already, and completes it. */
    private Submission completed(Submission submission) throws Exception {
        created(submission);
        record(aCheckpoint(claimed(submission)).completed().build());
        return stored(submission);
    }

    private Submission endedWith(Submission submission, InvoiceStatus verdict) throws Exception {
        created(submission);
        record(aCheckpoint(claimed(submission))
                .completed()
                .invoiceStatus(verdict)
                .build());
        return stored(submission);
    }

    private Submission pendingDecision(Submission submission) throws Exception {
        Submission claimed = claimed(created(submission));
        record(aCheckpoint(claimed)
                .sent()
                .flow(Maximal.flow())
                .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                .failure("no answer within 30 s")
                .build());
        return stored(submission);
    }

    private Submission stored(Submission submission) throws Exception {
        return createSubmissions().find(submission.tenant(), submission.id()).orElseThrow();
    }

    private static SubmissionFilter.Builder only() {
        return SubmissionFilter.builder();
    }

    private List<SubmissionId> ids(SubmissionFilter.Builder filter) throws Exception {
        return ids(filter.build());
    }

    private List<SubmissionId> ids(SubmissionFilter filter) throws Exception {
        return ids(filter, Optional.empty(), 10);
    }

    private List<SubmissionId> ids(SubmissionFilter filter, Optional<SubmissionId> after, int limit) throws Exception {
        return createSubmissions().list(tenant, filter, after, limit).stream()
                .map(Submission::id)
                .toList();
    }

    private static Submission canceled(Submission submission, int attempt) {
        return new Submission(
                submission.tenant(),
                submission.id(),
                submission.order(),
                SubmissionStatus.CANCELED,
                Optional.empty(),
                Optional.empty(),
                attempt,
                submission.sent(),
                submission.flow(),
                submission.results(),
                submission.invoiceStatus(),
                "",
                submission.counting(),
                Optional.of(LATER),
                submission.channelRun());
    }
}
