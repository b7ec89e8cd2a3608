package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.aSubscription;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.StatusNotification;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.port.SubmissionRepository;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Of which states every store tells whoever subscribed, together with the state. All factories give ports of the same store. */
public abstract class StatusNotificationContract {
    private static final Instant LATER = NOW.plusSeconds(30);

    private final TenantId tenant = freshTenant();
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());

    protected abstract SubmissionRepository createSubmissions() throws Exception;

    protected abstract FlowProgress createProgress() throws Exception;

    protected abstract FlowCompletions createCompletions() throws Exception;

    protected abstract SubscriptionRepository createSubscriptions() throws Exception;

    protected abstract NotificationOutbox createOutbox() throws Exception;

    @Test
    void tellsHowASubmissionEnded() throws Exception {
        subscribe("submission.*");
        Submission claimed = claimed();
        FlowCheckpoint completion = aCheckpoint(claimed)
                .completed()
                .results(Map.of("Uuid", "4711", "Long name", "x", "Empty", ""))
                .invoiceStatus(InvoiceStatus.ACCEPTED)
                .build();

        assertThat(createCompletions().complete(completion, Optional.empty())).isPresent();

        Notification told = told().get(0);
        assertThat(told.type()).isEqualTo(StatusNotification.COMPLETED);
        assertThat(told.occurredAt()).isEqualTo(completion.at());
        assertThat(told.data())
                .containsEntry("submission", claimed.id().toString())
                .containsEntry("sourceRecord", claimed.order().document().sourceRecord())
                .containsEntry("status", "COMPLETED")
                .containsEntry("invoiceStatus", "ACCEPTED")
                .containsEntry("result_Uuid", "4711")
                .containsEntry("resultsLeftOut", "true");
        assertThat(told()).hasSize(1);
        assertThat(createCompletions().complete(completion, Optional.empty())).isEmpty();
        assertThat(told()).hasSize(1);
    }

    @Test
    void tellsOfFailureCancellationAndWhatNeedsAPerson() throws Exception {
        subscribe("submission.*");
        Submission failed = claimed();
        assertThat(createProgress()
                        .record(aCheckpoint(failed).failed("no such customer").build()))
                .isTrue();
        Submission undecided = claimed();
        createProgress()
                .record(aCheckpoint(undecided)
                        .sent()
                        .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                        .build());
        createSubmissions()
                .decide(
                        tenant,
                        undecided.id(),
                        LATER.plusSeconds(1),
                        Optional.of("given up"),
                        aStamp("submission.decide"));
        Submission canceled = claimed();
        createSubmissions().cancel(tenant, canceled.id(), LATER.plusSeconds(2));
        Submission poisoned = claimed();
        createProgress().recover(LATER.plusSeconds(100), 1, 1_000);

        assertThat(told())
                .extracting(each -> each.data().get("submission") + " " + each.type())
                .containsExactlyInAnyOrder(
                        failed.id() + " " + StatusNotification.FAILED,
                        undecided.id() + " " + StatusNotification.NEEDS_PERSON,
                        undecided.id() + " " + StatusNotification.FAILED,
                        canceled.id() + " " + StatusNotification.CANCELED,
                        poisoned.id() + " " + StatusNotification.NEEDS_PERSON);
    }

    @Test
    void tellsNothingOnTheWayAndNothingThatWasNotRecorded() throws Exception {
        subscribe("submission.*");
        Submission claimed = claimed();
        createProgress().record(aCheckpoint(claimed).sent().build());
        assertThat(createProgress()
                        .record(aCheckpoint(claimed).attempt(7).failed("late").build()))
                .isFalse();
        createProgress()
                .record(aCheckpoint(claimed)
                        .pending(PendingReason.RETRY, Optional.of(LATER.plusSeconds(60)))
                        .build());

        assertThat(told()).isEmpty();
    }

    @Test
    void tellsOnlyWhatSomebodySubscribedTo() throws Exception {
        subscribe("submission.failed");
        Submission completed = claimed();
        createCompletions().complete(aCheckpoint(completed).completed().build(), Optional.empty());
        assertThat(told()).isEmpty();
        Submission failed = claimed();
        createProgress().record(aCheckpoint(failed).failed("no").build());
        assertThat(told()).hasSize(1);
        assertThat(createOutbox().list(freshTenant(), Optional.empty(), 10)).isEmpty();
    }

    private void subscribe(String types) throws Exception {
        createSubscriptions().add(aSubscription().of(tenant).to(types).build(), aStamp("notification.subscribe"));
    }

    private List<Notification> told() throws Exception {
        return createOutbox().list(tenant, Optional.empty(), 100);
    }

    private Submission claimed() throws Exception {
        Submission submission = aSubmission().of(tenant).to(environment).build();
        createSubmissions().create(submission);
        return createProgress()
                .claim(tenant, submission.id(), LATER, LATER.plusSeconds(60))
                .orElseThrow();
    }
}
