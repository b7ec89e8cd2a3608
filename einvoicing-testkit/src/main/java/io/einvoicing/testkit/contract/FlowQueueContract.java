package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.FlowQueue;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link FlowQueue} promises: it keeps a reminder until a worker takes it. Workers are each adapter's own tests. */
public abstract class FlowQueueContract {
    private final TenantId tenant = freshTenant();
    private final SubmissionId submission = new SubmissionId(UUID.randomUUID());

    /** Returns a queue that no worker empties. */
    protected abstract FlowQueue createQueue() throws Exception;

    /** Returns a queue of which no call gets an answer. */
    protected abstract FlowQueue createUnreachableQueue() throws Exception;

    /** Returns the instants at which workers will be reminded of the submission. */
    protected abstract Set<Instant> remindersOf(TenantId tenant, SubmissionId submission) throws Exception;

    @Test
    void keepsAReminderUntilAWorkerTakesIt() throws Exception {
        createQueue().remind(tenant, submission, NOW);

        assertThat(remindersOf(tenant, submission)).containsExactly(NOW);
    }

    @Test
    void takesTheSameReminderAgain() throws Exception {
        FlowQueue queue = createQueue();
        queue.remind(tenant, submission, NOW);
        queue.remind(tenant, submission, NOW);

        assertThat(remindersOf(tenant, submission)).containsExactly(NOW);
    }

    @Test
    void keepsALaterReminderBesideAnEarlierOne() throws Exception {
        FlowQueue queue = createQueue();
        queue.remind(tenant, submission, NOW.plusSeconds(60));
        queue.remind(tenant, submission, NOW);

        assertThat(remindersOf(tenant, submission)).containsExactlyInAnyOrder(NOW, NOW.plusSeconds(60));
    }

    @Test
    void mixesNoSubmissionsUp() throws Exception {
        createQueue().remind(tenant, submission, NOW);

        assertThat(remindersOf(freshTenant(), submission)).isEmpty();
        assertThat(remindersOf(tenant, new SubmissionId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void reportsAnOutage() throws Exception {
        FlowQueue unreachable = createUnreachableQueue();

        assertThatThrownBy(() -> unreachable.remind(tenant, submission, NOW))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
