package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.aNotification;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubscription;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NotificationRowsTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    private final Database database = new Database(STORES.dataSource());
    private final TenantId tenant = freshTenant();

    @Test
    void addsInTheTransactionOfWhoeverRaisesIt() {
        STORES.store().subscriptions().add(aSubscription().of(tenant).build(), aStamp("notification.subscribe"));
        Notification notification = aNotification().of(tenant).build();

        assertThatThrownBy(() -> database.<Boolean>inTransaction(handle -> {
                    assertThat(NotificationRows.add(handle, notification)).isTrue();
                    throw new IllegalStateException("as the test wants");
                }))
                .hasMessage("as the test wants");
        assertThat(notifications()).isZero();
        assertThat(deliveries()).isZero();

        assertThat(database.<Boolean>inTransaction(handle ->
                        NotificationRows.add(handle, notification) && !NotificationRows.add(handle, notification)))
                .isTrue();
        assertThat(notifications()).isOne();
        assertThat(deliveries()).isOne();
    }

    private int notifications() {
        return STORES.store().notifications().list(tenant, Optional.empty(), 10).size();
    }

    private int deliveries() {
        return STORES.store()
                .deliveries()
                .list(tenant, Optional.empty(), Optional.empty(), 10)
                .size();
    }
}
