package io.einvoicing.testkit.core;

import static io.einvoicing.feature.ApplicabilityRule.all;
import static io.einvoicing.feature.ApplicabilityRule.equal;
import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.FeatureVersionBuilder.aSetup;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.TenantGate;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RelatedCommand;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionPolicy;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.submission.SubmitResult.AlreadySubmitted;
import io.einvoicing.submission.SubmitResult.DocumentKeyUsed;
import io.einvoicing.submission.SubmitResult.InProcess;
import io.einvoicing.submission.SubmitResult.NoFeatureSelected;
import io.einvoicing.submission.SubmitResult.Reason;
import io.einvoicing.submission.SubmitResult.Rejected;
import io.einvoicing.submission.SubmitResult.Scheduled;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.FlowCheckpointBuilder;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TenantBuilder;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemoryFlowQueue.Reminder;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubmissionsTest {
    private static final String CONTAINER = "https://contoso.blob.core.windows.net/c?sig=x";
    private static final BusinessDocumentKey DOCUMENT =
            new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-1");
    private static final long LIMIT = 1_000;

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    private final InMemorySecretVault vault = new InMemorySecretVault();
    private final TestClock clock = new TestClock();
    private final Caller caller = aCaller().withRoles(Role.SUBMIT).build();
    private final Submissions submissions = new Submissions(
            new Submissions.Ports(
                    new TenantGate(store.tenants(), EndpointDirectory.STANDARD),
                    store.environments(),
                    store.features(),
                    store.submissions(),
                    documents,
                    vault.uncached(),
                    SubmissionsTest::inspect,
                    store.queue()),
            new SubmissionPolicy(LIMIT),
            new SequentialIdentifiers(),
            clock);
    private final ServiceEnvironment environment =
            anEnvironment().of(caller.tenant()).listing(caller).published().build();

    @BeforeEach
    void setUp() {
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, CONTAINER);
        store.tenants()
                .save(
                        aTenant()
                                .id(caller.tenant())
                                .activatedFor(caller.clientApplication())
                                .build(),
                        aStamp("tenant.create"));
        store.environments().save(environment, aStamp("environment.publish"));
    }

    @Nested
    class Submitting {
        @Test
        void storesTheDocumentAndTheSubmissionAndRemindsAWorker() {
            FeatureVersion version = deployed("Peppol");

            Submission submission = scheduled(submit("{\"n\":1}"));

            Submission.Order order = submission.order();
            assertThat(submission.status()).isEqualTo(SubmissionStatus.SCHEDULED);
            assertThat(submission.dueAt()).contains(NOW);
            assertThat(order.environment()).isEqualTo(environment.id());
            assertThat(order.feature()).isEqualTo(version.feature());
            assertThat(order.version()).isEqualTo(1);
            assertThat(order.setup()).isEqualTo("Invoices");
            assertThat(order.kind()).isEqualTo(SubmissionKind.ORIGINAL);
            assertThat(order.parent()).isEmpty();
            assertThat(order.document()).isEqualTo(DOCUMENT);
            assertThat(order.submittedBy()).isEqualTo(caller.principal());
            assertThat(order.submittedAt()).isEqualTo(NOW);
            assertThat(order.input().size()).isEqualTo(7);
            assertThat(documents.read(container(), order.input().name()))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"n\":1}");
            assertThat(submissions.find(caller, submission.id()).orThrow()).isEqualTo(submission);
            assertThat(store.queue().reminders()).containsExactly(new Reminder(caller.tenant(), submission.id(), NOW));
        }

        @Test
        void addsTheKeyAndTheKindToTheContext() {
            deployed("Peppol");

            Submission submission = scheduled(submissions.submit(
                    caller,
                    command("{}", Map.of("Country", FieldValue.of("DE"), "LegalEntityID", FieldValue.of("forged")))));

            assertThat(submission.order().context())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "Country", FieldValue.of("DE"),
                            "LegalEntityID", FieldValue.of("DEMF"),
                            "DocumentContext", FieldValue.of("Customer invoice"),
                            "SubmissionKind", FieldValue.of("ORIGINAL")));
        }

        @Test
        void answersTheSameContentWithTheExistingSubmission() {
            deployed("Peppol");
            Submission first = scheduled(submit("{\"n\":1}"));

            assertThat(submit("{\"n\":1}")).isEqualTo(new AlreadySubmitted(first));
            Submission completed = end(first, FlowCheckpointBuilder::completed);
            assertThat(submit("{\"n\":1}")).isEqualTo(new AlreadySubmitted(completed));
            assertThat(stored()).hasSize(1);
            assertThat(documents.files(container())).hasSize(1);
            assertThat(store.queue().reminders()).hasSize(1);
        }

        @Test
        void refusesOtherContentUnderAUsedKeyAlsoAfterAFailure() {
            deployed("Peppol");
            Submission first = scheduled(submit("{\"n\":1}"));

            assertThat(submit("{\"n\":2}")).isEqualTo(new DocumentKeyUsed(first));
            Submission failed = end(first, checkpoint -> checkpoint.failed("no"));
            assertThat(submit("{\"n\":2}")).isEqualTo(new DocumentKeyUsed(failed));
            assertThat(stored()).hasSize(1);
        }

        @Test
        void saysThatAnEnvironmentIsUnknownOrNotPublished() {
            store.environments()
                    .save(
                            anEnvironment()
                                    .of(caller.tenant())
                                    .named("Draft")
                                    .listing(caller)
                                    .build(),
                            aStamp("environment.create"));

            assertThat(rejected(submitTo("Nowhere"), Reason.UNKNOWN_ENVIRONMENT).message())
                    .contains("Nowhere");
            assertThat(rejected(submitTo("production"), Reason.UNKNOWN_ENVIRONMENT))
                    .isNotNull();
            assertThat(rejected(submitTo("Draft"), Reason.NOT_PUBLISHED).message())
                    .contains("publish it");
        }

        @Test
        void refusesACallerWhomTheSnapshotDoesNotList() {
            deployed("Peppol");
            Caller unlisted = aCaller()
                    .of(caller.tenant())
                    .through(caller.clientApplication())
                    .build();

            Rejected rejected = rejected(submissions.submit(unlisted, command("{}", Map.of())), Reason.NOT_LISTED);

            assertThat(rejected.message())
                    .contains(environment.name())
                    .contains(unlisted.principal().toString())
                    .contains("publish");
            assertThat(stored()).isEmpty();
        }

        @Test
        void refusesAListedUserWithoutThePermissionToSubmit() {
            deployed("Peppol");
            EnvironmentSettings settings = environment.draft();
            ServiceEnvironment deployersOnly = environment
                    .edit(new EnvironmentSettings(
                            settings.description(),
                            settings.keyVaults(),
                            settings.storageSecret(),
                            List.of(new EnvironmentUser(caller.principal(), "ada@contoso.example", false, true)),
                            List.of(),
                            List.of()))
                    .publish(AuditStamp.of(caller, NOW, "environment.publish"), Optional.empty());
            republish(deployersOnly);

            rejected(submit("{}"), Reason.NOT_LISTED);
        }

        @Test
        void acceptsAListedApplication() {
            deployed("Peppol");
            Caller application = aCaller()
                    .of(caller.tenant())
                    .application()
                    .through(caller.clientApplication())
                    .build();
            ServiceEnvironment other = anEnvironment()
                    .of(caller.tenant())
                    .id(environment.id())
                    .listing(application)
                    .build();
            republish(environment
                    .edit(other.draft())
                    .publish(AuditStamp.of(caller, NOW, "environment.publish"), Optional.empty()));

            scheduled(submissions.submit(application, command("{}", Map.of())));
        }

        @Test
        void refusesAnApplicationThatIsNotActivated() {
            deployed("Peppol");
            Caller elsewhere =
                    aCaller().of(caller.tenant()).principal(caller.principal()).build();
            assertThat(rejected(submissions.submit(elsewhere, command("{}", Map.of())), Reason.FORBIDDEN)
                            .message())
                    .contains(elsewhere.clientApplication().toString());

            store.tenants()
                    .save(
                            aTenant()
                                    .id(caller.tenant())
                                    .with(new Activation(
                                            TenantBuilder.aProject("Production", caller.clientApplication()), false))
                                    .revision(2)
                                    .build(),
                            aStamp("activation.disable"));
            rejected(submit("{}"), Reason.FORBIDDEN);
        }

        @Test
        void refusesATenantThatDoesNotUseTheService() {
            Caller stranger = aCaller().build();

            assertThat(rejected(submissions.submit(stranger, command("{}", Map.of())), Reason.UNKNOWN_TENANT)
                            .message())
                    .contains("operator");
        }

        @Test
        void takesADocumentOfTheLargestSizeAndRefusesOneByteMore() {
            deployed("Peppol");
            String largest = "{\"x\":\"" + "x".repeat((int) LIMIT - 8) + "\"}";

            assertThat(rejected(submit(largest + " "), Reason.TOO_LARGE).message())
                    .contains("1001 bytes")
                    .contains("1000");
            scheduled(submit(largest));
        }

        @Test
        void refusesADocumentThatTheInspectorRefusesWithItsFindings() {
            deployed("Peppol");

            Rejected rejected = rejected(submit("{broken"), Reason.INVALID);

            assertThat(rejected.findings()).extracting(Finding::field).containsExactly("document");
            assertThat(stored()).isEmpty();
            assertThat(documents.files(container())).isEmpty();
        }

        @Test
        void acceptsADocumentOfWhichTheInspectorOnlyWarns() {
            deployed("Peppol");

            scheduled(submit("{odd}"));
        }

        @Test
        void namesEachCandidateWhenNoFeatureApplies() {
            deployed("Orders", aSetup("Orders", equal("DocumentContext", "Order"), action()));

            NoFeatureSelected none = (NoFeatureSelected) submit("{}");

            assertThat(none.selection()
                            .<String>fold(
                                    selected -> "selected",
                                    no -> no.candidates().get(0).describe(),
                                    ambiguous -> "ambiguous"))
                    .contains("version 1 of feature \"Orders\"")
                    .contains("does not hold: DocumentContext = \"Order\"");
            assertThat(stored()).isEmpty();
        }

        @Test
        void refusesToChooseBetweenFeaturesThatApplyEqually() {
            deployed("One");
            deployed("Two");

            NoFeatureSelected none = (NoFeatureSelected) submit("{}");

            assertThat(none.selection()
                            .<Integer>fold(
                                    selected -> 0,
                                    no -> 0,
                                    ambiguous -> ambiguous.candidates().size()))
                    .isEqualTo(2);
        }

        @Test
        void selectsWhatIsDeployedThereAndEffectiveNow() {
            FeatureVersion version = version("Peppol", invoices());
            Deployment future = deployment(version, environment.id(), NOW.plusSeconds(10));
            store.features().deploy(future, version, aStamp("feature.deploy"));
            store.features()
                    .deploy(deployment(version, anEnvironment().build().id(), NOW), version, aStamp("feature.deploy"));

            assertThat(submit("{}")).isInstanceOf(NoFeatureSelected.class);
            clock.set(NOW.plusSeconds(10));
            scheduled(submit("{}"));
            store.features().cancel(future.cancel(NOW.plusSeconds(11)), aStamp("feature.cancelDeployment"));
            clock.set(NOW.plusSeconds(11));
            assertThat(submissions.submit(caller, command(document("FTI-2"), "{}")))
                    .isInstanceOf(NoFeatureSelected.class);
        }

        @Test
        void pinsTheVersionThatServesWhenItIsSubmitted() {
            FeatureVersion first = deployed("Peppol");
            Submission before = scheduled(submit("{}"));
            FeatureVersion second = first.next().complete();
            store.features().save(first.next(), aStamp("feature.newVersion"));
            store.features().save(second, aStamp("feature.complete"));
            clock.set(NOW.plusSeconds(1));
            store.features()
                    .deploy(
                            deployment(second, environment.id(), NOW.plusSeconds(1)),
                            second.publish(),
                            aStamp("feature.deploy"));

            Submission after = scheduled(submissions.submit(caller, command(document("FTI-2"), "{}")));

            assertThat(before.order().version()).isEqualTo(1);
            assertThat(after.order().version()).isEqualTo(2);
            assertThat(submissions.find(caller, before.id()).orThrow().order().version())
                    .isEqualTo(1);
        }

        @Test
        void findsEveryVariableThatIsMissingUnknownOrOfTheWrongType() {
            deployed(
                    "Peppol",
                    new FeatureSetup(
                            "Invoices",
                            FeatureSetup.Type.PROCESSING_PIPELINE,
                            all(),
                            List.of(
                                    fromClient("Needed", DataType.STRING, null),
                                    fromClient("Optional", DataType.STRING, "default"),
                                    fromClient("Date", DataType.DATE, null),
                                    new Variable(
                                            "Fixed",
                                            "",
                                            Variable.Kind.CONSTANT,
                                            DataType.STRING,
                                            Optional.of("x"),
                                            Optional.empty())),
                            List.of(action())));

            Rejected rejected = rejected(
                    submissions.submit(
                            caller,
                            new SubmitCommand(
                                    environment.name(),
                                    DOCUMENT,
                                    Map.of(),
                                    Map.of("Date", "23.11.2026", "Fixed", "changed"),
                                    json("{}"))),
                    Reason.INVALID);

            assertThat(rejected.findings())
                    .extracting(Finding::field)
                    .containsExactly("variables.Needed", "variables.Date", "variables.Fixed");
            assertThat(rejected.findings())
                    .allMatch(finding -> !finding.remedy().isBlank());
            assertThat(stored()).isEmpty();
            Submission submission = scheduled(submissions.submit(
                    caller,
                    new SubmitCommand(
                            environment.name(),
                            DOCUMENT,
                            Map.of(),
                            Map.of("Date", "2026-11-23", "Needed", ""),
                            json("{}"))));
            assertThat(submission.order().variables()).isEqualTo(Map.of("Date", "2026-11-23", "Needed", ""));
        }

        @Test
        void storesNothingWhileTheCustomersStorageOrVaultIsDown() {
            deployed("Peppol");
            documents.goDown();
            assertThatThrownBy(() -> submit("{}")).isInstanceOf(DocumentStoreUnavailableException.class);
            documents.comeUp();
            vault.goDown();
            assertThatThrownBy(() -> submit("{}")).isInstanceOf(EinvoicingException.class);
            vault.comeUp();

            assertThat(stored()).isEmpty();
            assertThat(store.queue().reminders()).isEmpty();
            scheduled(submit("{}"));
        }

        @Test
        void acceptsTheRepeatedCallAfterAnOutageOfTheStoreAtAnyStep() {
            deployed("Peppol");
            for (int calls = 0; calls < 7; calls++) {
                SubmitCommand command = command(document("FTI-" + calls), "{}");
                store.outage().beginAfter(calls);
                assertThatThrownBy(() -> submissions.submit(caller, command))
                        .as("after " + calls + " calls")
                        .isInstanceOf(StoreUnavailableException.class);
                store.outage().end();

                SubmitResult repeated = submissions.submit(caller, command);

                // The seventh call is the reminder: by then the submission is stored, and the sweep makes up for the
                // reminder.
                assertThat(repeated)
                        .as("after " + calls + " calls")
                        .isInstanceOf(calls < 6 ? Scheduled.class : AlreadySubmitted.class);
            }
        }

        @Test
        void followsARotationOfTheStorageSecret() {
            deployed("Peppol");
            String rotated = "https://contoso.blob.core.windows.net/c?sig=new";
            vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, rotated);

            scheduled(submit("{}"));

            assertThat(documents.files(new Container(new SecretValue(rotated)))).hasSize(1);
        }

        @Test
        void refusesACommandThatIsMalformed() {
            assertThatIllegalArgumentException().isThrownBy(() -> command("{}", Map.of(" ", FieldValue.of("x"))));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SubmitCommand(
                            "Production",
                            DOCUMENT,
                            Map.of(),
                            Map.of(),
                            new DocumentContent("application/json\nX: y", new byte[0])));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RelatedCommand(
                            SubmissionKind.CORRECTION, Map.of(), Map.of("a\u0000", "x"), json("{}")));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RelatedCommand(SubmissionKind.RESUBMISSION, Map.of(), Map.of(), json("{}")));
        }
    }

    @Nested
    class Resubmitting {
        @Test
        void runsTheStoredInputAgainWithTheFeatureThatServesNow() {
            deployed("Peppol");
            Submission failed = end(scheduled(submit("{\"n\":1}")), checkpoint -> checkpoint.failed("no"));
            clock.set(NOW.plusSeconds(1));

            Submission again = scheduled(submissions.resubmit(caller, failed.id()));

            assertThat(again.id()).isNotEqualTo(failed.id());
            assertThat(again.order().kind()).isEqualTo(SubmissionKind.RESUBMISSION);
            assertThat(again.order().parent()).contains(failed.id());
            assertThat(again.order().document()).isEqualTo(DOCUMENT);
            assertThat(again.order().input().sha256())
                    .isEqualTo(failed.order().input().sha256());
            assertThat(again.order().context()).containsEntry("SubmissionKind", FieldValue.of("RESUBMISSION"));
            assertThat(submissions.find(caller, failed.id()).orThrow()).isEqualTo(failed);
        }

        @Test
        void isAllowedAfterARejectionAndRefusedAfterAnAcceptance() {
            deployed("Peppol");
            Submission rejected = end(
                    scheduled(submit("{}")),
                    checkpoint -> checkpoint.completed().invoiceStatus(InvoiceStatus.REJECTED));
            Submission accepted = end(
                    scheduled(submissions.resubmit(caller, rejected.id())),
                    checkpoint -> checkpoint.completed().invoiceStatus(InvoiceStatus.ACCEPTED));

            for (Submission each : List.of(rejected, accepted)) {
                assertThat(rejected(submissions.resubmit(caller, each.id()), Reason.CONFLICT)
                                .message())
                        .contains("related submission");
            }
        }

        @Test
        void isRefusedWhileAnySubmissionOfTheDocumentIsInProcess() {
            deployed("Peppol");
            Submission original = scheduled(submit("{}"));
            assertThat(submissions.resubmit(caller, original.id())).isEqualTo(new InProcess(original));
            Submission failed = end(original, checkpoint -> checkpoint.failed("no"));
            Submission again = scheduled(submissions.resubmit(caller, failed.id()));
            int files = documents.files(container()).size();

            assertThat(submissions.resubmit(caller, failed.id())).isEqualTo(new InProcess(again));

            assertThat(documents.files(container())).hasSize(files);
        }

        @ParameterizedTest
        @EnumSource(names = {"CANCELLATION", "STATUS_CHANGE"})
        void isRefusedForWhatDoesNotIssueTheDocument(SubmissionKind kind) {
            deployed("Peppol");
            Submission failed = end(scheduled(submit("{}")), checkpoint -> checkpoint.failed("no"));
            Submission related = end(
                    scheduled(submissions.sendRelated(caller, failed.id(), relatedCommand(kind, "{\"cancel\":1}"))),
                    checkpoint -> checkpoint.failed("no"));

            assertThat(rejected(submissions.resubmit(caller, related.id()), Reason.CONFLICT)
                            .message())
                    .contains(kind.name());
        }

        @Test
        void isAllowedForACorrection() {
            deployed("Peppol");
            Submission failed = end(scheduled(submit("{}")), checkpoint -> checkpoint.failed("no"));
            Submission correction = end(
                    scheduled(submissions.sendRelated(
                            caller, failed.id(), relatedCommand(SubmissionKind.CORRECTION, "{\"n\":2}"))),
                    checkpoint -> checkpoint.failed("no"));

            Submission again = scheduled(submissions.resubmit(caller, correction.id()));

            assertThat(again.order().input().sha256())
                    .isEqualTo(correction.order().input().sha256());
        }

        @Test
        void needsAKnownSubmissionOfTheTenant() {
            deployed("Peppol");
            Submission failed = end(scheduled(submit("{}")), checkpoint -> checkpoint.failed("no"));
            Caller stranger = aCaller().build();
            store.tenants()
                    .save(
                            aTenant()
                                    .id(stranger.tenant())
                                    .activatedFor(stranger.clientApplication())
                                    .build(),
                            aStamp("tenant.create"));

            rejected(submissions.resubmit(stranger, failed.id()), Reason.UNKNOWN_SUBMISSION);
            rejected(submissions.resubmit(caller, new SubmissionId(new UUID(9, 9))), Reason.UNKNOWN_SUBMISSION);
        }
    }

    @Nested
    class SendingRelated {
        @ParameterizedTest
        @EnumSource(names = {"CORRECTION", "CANCELLATION", "STATUS_CHANGE"})
        void isAChildWithTheDocumentOfItsParent(SubmissionKind kind) {
            deployed("Peppol");
            Submission accepted = end(
                    scheduled(submit("{\"n\":1}")),
                    checkpoint -> checkpoint.completed().invoiceStatus(InvoiceStatus.ACCEPTED));

            Submission child =
                    scheduled(submissions.sendRelated(caller, accepted.id(), relatedCommand(kind, "{\"n\":2}")));

            assertThat(child.order().kind()).isEqualTo(kind);
            assertThat(child.order().parent()).contains(accepted.id());
            assertThat(child.order().document()).isEqualTo(DOCUMENT);
            assertThat(child.order().context())
                    .containsEntry("SubmissionKind", FieldValue.of(kind.name()))
                    .containsEntry("LegalEntityID", FieldValue.of("DEMF"))
                    .containsEntry("Why", FieldValue.of("typing error"));
            assertThat(submissions
                            .list(
                                    caller,
                                    SubmissionFilter.builder()
                                            .parent(accepted.id())
                                            .build(),
                                    Optional.empty(),
                                    10)
                            .orThrow())
                    .containsExactly(child);
        }

        @Test
        void isRefusedWhileTheDocumentIsInProcess() {
            deployed("Peppol");
            Submission original = scheduled(submit("{}"));
            assertThat(submissions.sendRelated(
                            caller, original.id(), relatedCommand(SubmissionKind.CANCELLATION, "{}")))
                    .isEqualTo(new InProcess(original));

            end(original, FlowCheckpointBuilder::completed);
            Submission child = scheduled(
                    submissions.sendRelated(caller, original.id(), relatedCommand(SubmissionKind.CORRECTION, "{}")));
            assertThat(submissions.sendRelated(
                            caller, original.id(), relatedCommand(SubmissionKind.CANCELLATION, "{}")))
                    .isEqualTo(new InProcess(child));
        }

        @Test
        void canHaveAFeatureOfItsOwn() {
            deployed("Peppol");
            FeatureVersion cancellations = deployed(
                    "Cancellations",
                    aSetup(
                            "Cancel",
                            all(
                                    equal("DocumentContext", "Customer invoice"),
                                    equal(Submissions.SUBMISSION_KIND, "CANCELLATION")),
                            action()));
            Submission original = end(scheduled(submit("{}")), FlowCheckpointBuilder::completed);

            Submission cancellation = scheduled(
                    submissions.sendRelated(caller, original.id(), relatedCommand(SubmissionKind.CANCELLATION, "{}")));

            assertThat(cancellation.order().feature()).isEqualTo(cancellations.feature());
        }
    }

    @Nested
    class Withdrawing {
        @Test
        void cancelsBeforeAnythingWasSent() {
            deployed("Peppol");
            Submission scheduled = scheduled(submit("{}"));
            clock.set(NOW.plusSeconds(1));

            Submission canceled = submissions.cancel(caller, scheduled.id()).orThrow();

            assertThat(canceled.status()).isEqualTo(SubmissionStatus.CANCELED);
            assertThat(canceled.endedAt()).contains(NOW.plusSeconds(1));
            assertThat(submissions.cancel(caller, scheduled.id()).orThrow()).isEqualTo(canceled);
        }

        @Test
        void isRefusedOnceACallWasIntended() {
            deployed("Peppol");
            Submission scheduled = scheduled(submit("{}"));
            record(aCheckpoint(claim(scheduled)).sent().build());

            Refusal refusal = refused(submissions.cancel(caller, scheduled.id()), Refusal.Kind.CONFLICT);

            assertThat(refusal.message()).contains("CANCELLATION");
        }

        @Test
        void isRefusedAfterTheEndAndForWhatBelongsToAnotherTenant() {
            deployed("Peppol");
            Submission completed = end(scheduled(submit("{}")), FlowCheckpointBuilder::completed);

            refused(submissions.cancel(caller, completed.id()), Refusal.Kind.CONFLICT);
            refused(submissions.cancel(aCaller().build(), completed.id()), Refusal.Kind.NOT_FOUND);
        }
    }

    @Nested
    class Deciding {
        @Test
        void repeatsTheRequestAtOnce() {
            Submission pending = pendingDecision();
            clock.set(NOW.plusSeconds(90));

            Submission decided = submissions
                    .decide(caller, pending.id(), Submissions.Decision.REPEAT)
                    .orThrow();

            assertThat(decided.pendingReason()).contains(PendingReason.RETRY);
            assertThat(decided.dueAt()).contains(NOW.plusSeconds(90));
            assertThat(store.queue().reminders())
                    .contains(new Reminder(caller.tenant(), pending.id(), NOW.plusSeconds(90)));
        }

        @Test
        void givesUpInThePersonsName() {
            Submission pending = pendingDecision();

            Submission decided = submissions
                    .decide(caller, pending.id(), Submissions.Decision.GIVE_UP)
                    .orThrow();

            assertThat(decided.status()).isEqualTo(SubmissionStatus.FAILED);
            assertThat(decided.failure()).contains(caller.displayName()).contains("unknown");
            assertThat(store.auditTrail().newest(caller.tenant(), 1))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.stamp())
                                .isEqualTo(
                                        AuditStamp.of(caller, decided.endedAt().orElseThrow(), "submission.decide"));
                        assertThat(record.subject()).isEqualTo("submission/" + decided.id());
                    });
        }

        @Test
        void isRefusedForWhatDoesNotWaitForADecision() {
            Submission pending = pendingDecision();
            submissions
                    .decide(caller, pending.id(), Submissions.Decision.GIVE_UP)
                    .orThrow();

            Refusal refusal = refused(
                    submissions.decide(caller, pending.id(), Submissions.Decision.REPEAT), Refusal.Kind.CONFLICT);

            assertThat(refusal.message()).contains("does not wait for a decision");
            refused(
                    submissions.decide(aCaller().build(), pending.id(), Submissions.Decision.REPEAT),
                    Refusal.Kind.NOT_FOUND);
        }

        private Submission pendingDecision() {
            deployed("Peppol");
            Submission scheduled = scheduled(submit("{}"));
            record(aCheckpoint(claim(scheduled))
                    .sent()
                    .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                    .build());
            return scheduled;
        }
    }

    @Nested
    class Reading {
        @Test
        void returnsAFileOfTheLogOnly() {
            deployed("Peppol");
            Submission submission = scheduled(submit("{\"n\":1}"));
            String name = submission.order().input().name();
            String foreign = scheduled(submissions.submit(caller, command(document("FTI-2"), "{}")))
                    .order()
                    .input()
                    .name();

            assertThat(submissions.file(caller, submission.id(), name).orThrow())
                    .isEqualTo(json("{\"n\":1}"));
            refused(submissions.file(caller, submission.id(), foreign), Refusal.Kind.NOT_FOUND);
            refused(submissions.file(caller, submission.id(), "../secret"), Refusal.Kind.NOT_FOUND);
            refused(submissions.file(aCaller().build(), submission.id(), name), Refusal.Kind.NOT_FOUND);
        }

        @Test
        void listsTheTenantsSubmissionsPageByPage() {
            deployed("Peppol");
            Submission first = scheduled(submit("{}"));
            clock.set(NOW.plusSeconds(1));
            Submission second = scheduled(submissions.submit(caller, command(document("FTI-2"), "{}")));

            assertThat(submissions
                            .list(caller, SubmissionFilter.ALL, Optional.empty(), 1)
                            .orThrow())
                    .containsExactly(second);
            assertThat(submissions
                            .list(caller, SubmissionFilter.ALL, Optional.of(second.id()), 1)
                            .orThrow())
                    .containsExactly(first);
            assertThat(submissions
                            .list(aCaller().build(), SubmissionFilter.ALL, Optional.empty(), 10)
                            .orThrow())
                    .isEmpty();
        }

        @ParameterizedTest
        @EnumSource(names = "SUBMIT", mode = EnumSource.Mode.EXCLUDE)
        void needsTheRoleSubmitLikeEverythingElse(Role other) {
            deployed("Peppol");
            SubmissionId id = scheduled(submit("{}")).id();
            Caller clerk = aCaller()
                    .of(caller.tenant())
                    .principal(caller.principal())
                    .through(caller.clientApplication())
                    .withRoles(other)
                    .build();

            rejected(submissions.submit(clerk, command("{}", Map.of())), Reason.FORBIDDEN);
            rejected(submissions.resubmit(clerk, id), Reason.FORBIDDEN);
            rejected(
                    submissions.sendRelated(clerk, id, relatedCommand(SubmissionKind.CORRECTION, "{}")),
                    Reason.FORBIDDEN);
            refused(submissions.find(clerk, id), Refusal.Kind.FORBIDDEN);
            refused(submissions.list(clerk, SubmissionFilter.ALL, Optional.empty(), 10), Refusal.Kind.FORBIDDEN);
            refused(submissions.cancel(clerk, id), Refusal.Kind.FORBIDDEN);
            refused(submissions.decide(clerk, id, Submissions.Decision.REPEAT), Refusal.Kind.FORBIDDEN);
            refused(submissions.file(clerk, id, "x"), Refusal.Kind.FORBIDDEN);
        }
    }

    private SubmitResult submit(String content) {
        return submissions.submit(caller, command(content, Map.of()));
    }

    private SubmitResult submitTo(String name) {
        return submissions.submit(caller, new SubmitCommand(name, DOCUMENT, Map.of(), Map.of(), json("{}")));
    }

    private SubmitCommand command(String content, Map<String, FieldValue> context) {
        return new SubmitCommand(environment.name(), DOCUMENT, context, Map.of(), json(content));
    }

    private SubmitCommand command(BusinessDocumentKey document, String content) {
        return new SubmitCommand(environment.name(), document, Map.of(), Map.of(), json(content));
    }

    private static RelatedCommand relatedCommand(SubmissionKind kind, String content) {
        return new RelatedCommand(kind, Map.of("Why", FieldValue.of("typing error")), Map.of(), json(content));
    }

    private static BusinessDocumentKey document(String record) {
        return new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", record);
    }

    private static DocumentContent json(String text) {
        return new DocumentContent("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Submission scheduled(SubmitResult result) {
        assertThat(result).isInstanceOf(Scheduled.class);
        return ((Scheduled) result).submission();
    }

    private static Rejected rejected(SubmitResult result, Reason reason) {
        assertThat(result).isInstanceOf(Rejected.class);
        Rejected rejected = (Rejected) result;
        assertThat(rejected.reason()).as(rejected.message()).isEqualTo(reason);
        return rejected;
    }

    /** Ends the submission as its worker would, and returns it as stored. */
    private Submission end(Submission submission, UnaryOperator<FlowCheckpointBuilder> how) {
        record(how.apply(aCheckpoint(claim(submission))).build());
        return submissions.find(caller, submission.id()).orThrow();
    }

    private Submission claim(Submission submission) {
        return store.progress()
                .claim(
                        caller.tenant(),
                        submission.id(),
                        clock.instant(),
                        clock.instant().plusSeconds(60))
                .orElseThrow();
    }

    private void record(FlowCheckpoint checkpoint) {
        assertThat(store.progress().record(checkpoint)).isTrue();
    }

    private List<Submission> stored() {
        return submissions
                .list(caller, SubmissionFilter.ALL, Optional.empty(), 1_000)
                .orThrow();
    }

    private void republish(ServiceEnvironment edited) {
        ServiceEnvironment stored = ServiceEnvironment.restore(
                edited.tenant(),
                edited.id(),
                edited.name(),
                edited.draft(),
                edited.published(),
                edited.container(),
                edited.creator(),
                environment.revision() + 1);
        store.environments().save(stored, aStamp("environment.publish"));
    }

    private FeatureVersion deployed(String name, FeatureSetup... setups) {
        FeatureVersion version = version(name, setups.length == 0 ? new FeatureSetup[] {invoices()} : setups);
        store.features().deploy(deployment(version, environment.id(), NOW), version, aStamp("feature.deploy"));
        return version;
    }

    private FeatureVersion version(String name, FeatureSetup... setups) {
        FeatureVersion version = aFeatureVersion()
                .of(caller.tenant())
                .named(name)
                .published()
                .withContent(new FeatureContent("", List.of(setups), List.of()))
                .build();
        store.features().create(featureOf(version), version, aStamp("feature.create"));
        return version;
    }

    private static FeatureSetup invoices() {
        return aSetup("Invoices", equal("DocumentContext", "Customer invoice"), action());
    }

    private static Action action() {
        return Action.of("Step", "Step", Map.of());
    }

    private static Variable fromClient(String name, DataType type, @Nullable String preset) {
        return new Variable(name, "", Variable.Kind.FROM_CLIENT, type, Optional.ofNullable(preset), Optional.empty());
    }

    private static Container container() {
        return new Container(new SecretValue(CONTAINER));
    }

    private static List<Finding> inspect(DocumentContent content) {
        String text = new String(content.bytes(), StandardCharsets.UTF_8);
        if (text.equals("{broken")) {
            return List.of(Finding.error("document", "malformed", "mend it"));
        }
        return text.equals("{odd}") ? List.of(Finding.warning("document", "odd", "look at it")) : List.of();
    }
}
