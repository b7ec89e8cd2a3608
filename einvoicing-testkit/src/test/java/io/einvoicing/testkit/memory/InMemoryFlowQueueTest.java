package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.testkit.contract.FlowQueueContract;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

class InMemoryFlowQueueTest extends FlowQueueContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected FlowQueue createQueue() {
        return store.queue();
    }

    @Override
    protected FlowQueue createUnreachableQueue() {
        return InMemoryStore.unreachable().queue();
    }

    @Override
    protected Set<Instant> remindersOf(TenantId tenant, SubmissionId submission) {
        return store.queue().reminders().stream()
                .filter(reminder -> reminder.tenant().equals(tenant)
                        && reminder.submission().equals(submission))
                .map(InMemoryFlowQueue.Reminder::at)
                .collect(Collectors.toSet());
    }
}
