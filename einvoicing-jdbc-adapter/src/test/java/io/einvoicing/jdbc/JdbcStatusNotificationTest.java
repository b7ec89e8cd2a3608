package io.einvoicing.jdbc;

import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.StatusNotificationContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcStatusNotificationTest extends StatusNotificationContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected SubmissionRepository createSubmissions() {
        return STORES.store().submissions();
    }

    @Override
    protected FlowProgress createProgress() {
        return STORES.store().progress();
    }

    @Override
    protected FlowCompletions createCompletions() {
        return STORES.store().completions();
    }

    @Override
    protected SubscriptionRepository createSubscriptions() {
        return STORES.store().subscriptions();
    }

    @Override
    protected NotificationOutbox createOutbox() {
        return STORES.store().notifications();
    }
}
