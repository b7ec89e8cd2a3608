package io.einvoicing.testkit.memory;

import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.StatusNotificationContract;

class InMemoryStatusNotificationTest extends StatusNotificationContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected SubmissionRepository createSubmissions() {
        return store.submissions();
    }

    @Override
    protected FlowProgress createProgress() {
        return store.progress();
    }

    @Override
    protected FlowCompletions createCompletions() {
        return store.completions();
    }

    @Override
    protected SubscriptionRepository createSubscriptions() {
        return store.notifications();
    }

    @Override
    protected NotificationOutbox createOutbox() {
        return store.notifications();
    }
}
