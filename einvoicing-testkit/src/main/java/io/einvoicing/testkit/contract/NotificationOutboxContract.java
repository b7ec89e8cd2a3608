package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubscription;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.NotificationDelivery;
import io.einvoicing.notification.NotificationDelivery.State;
import io.einvoicing.notification.NotificationSubscription;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link NotificationOutbox} does. All factories give ports of the same store. */
public abstract class NotificationOutboxContract {
    private final TenantId tenant = freshTenant();

    protected abstract NotificationOutbox createOutbox() throws Exception;

    protected abstract NotificationOutbox createUnreachableOutbox() throws Exception;

    protected abstract SubscriptionRepository createSubscriptions() throws Exception;

    protected abstract DeliveryQueue createDeliveries() throws Exception;

    @Test
    void isEmptyForATenantToWhichNothingHappened() throws Exception {
        assertThat(createOutbox().list(freshTenant(), Optional.empty(), 1_000)).isEmpty();
    }

    @Test
    void keepsTheWholeNotification() throws Exception {
        Notification notification = aNotification()
                .of(tenant)
                .type("vault.object-expires.in-30-days")
                .at(NOW.plusNanos(1_000))
                .subject("İmza 🧾 'O'Neil' \"& Co\" \\ %_")
                .text(Maximal.TEXT)
                .with("month", "2026-11")
                .with("Metin", Maximal.TEXT)
                .with("empty", "")
                .build();

        assertThat(createOutbox().add(notification)).isTrue();

        assertThat(createOutbox().list(tenant, Optional.empty(), 10)).containsExactly(notification);
    }

    @Test
    void makesADeliveryForEachSubscriptionThatWantsTheType() throws Exception {
        NotificationSubscription all = subscribed("*");
        NotificationSubscription group = subscribed("usage.*");
        NotificationSubscription exact = subscribed("vault.object-expires", "usage.threshold-reached");
        subscribed("usage.threshold");
        subscribed("usage.threshold-reached.*");
        subscribed("vault.*");
        Notification notification = added();

        List<NotificationDelivery> deliveries = deliveries();

        assertThat(deliveries)
                .extracting(delivery -> delivery.id().subscription())
                .containsExactlyInAnyOrder(all.id(), group.id(), exact.id());
        assertThat(deliveries)
                .contains(new NotificationDelivery(
                        tenant,
                        new DeliveryId(notification.id(), all.id()),
                        State.DUE,
                        0,
                        Optional.of(NOW),
                        Optional.empty(),
                        NOW,
                        Optional.empty()));
    }

    @Test
    void changesNothingWhenANotificationIsAddedAgain() throws Exception {
        subscribed("*");
        Notification first = added();
        subscribed("usage.*");

        assertThat(createOutbox().add(first)).isFalse();
        assertThat(createOutbox()
                        .add(aNotification()
                                .of(tenant)
                                .id(first.id())
                                .subject("Other")
                                .build()))
                .isFalse();

        assertThat(createOutbox().list(tenant, Optional.empty(), 10)).containsExactly(first);
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void addsOnceWhenManyAddTheSameNotificationAtOneInstant() throws Exception {
        subscribed("*");
        NotificationOutbox outbox = createOutbox();
        Notification notification = aNotification().of(tenant).build();
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> outbox.add(notification))).containsOnlyOnce(true);
        }
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void addsWhileASubscriptionIsBeingRemoved() throws Exception {
        for (int round = 0; round < 10; round++) {
            NotificationSubscription subscription = subscribed("*");
            SubscriptionRepository subscriptions = createSubscriptions();
            NotificationOutbox outbox = createOutbox();
            try (Race race = new Race(2)) {
                assertThat(race.run(i -> () -> i == 0
                                ? outbox.add(aNotification().of(tenant).build())
                                : subscriptions
                                        .remove(tenant, subscription.id(), aStamp("notification.unsubscribe"))
                                        .isPresent()))
                        .containsOnly(true);
            }
            assertThat(deliveries()).isEmpty();
        }
    }

    @Test
    void givesTheNewestFirstInPages() throws Exception {
        Notification first = aNotification().of(tenant).at(NOW.minusSeconds(1)).build();
        Notification low = aNotification().of(tenant).id(new UUID(0x7000, 1)).build();
        Notification high = aNotification()
                .of(tenant)
                .id(new UUID(0x8000_0000_0000_7000L, 1))
                .build();
        for (Notification notification : List.of(high, first, low)) {
            createOutbox().add(notification);
        }

        assertThat(createOutbox().list(tenant, Optional.empty(), 2)).containsExactly(high, low);
        assertThat(createOutbox().list(tenant, Optional.of(high.id()), 2)).containsExactly(low, first);
        assertThat(createOutbox().list(tenant, Optional.of(first.id()), 2)).isEmpty();
        assertThat(createOutbox().list(tenant, Optional.of(UUID.randomUUID()), 2))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void refusesALimitOutOfRange(int limit) throws Exception {
        NotificationOutbox outbox = createOutbox();
        assertThatThrownBy(() -> outbox.list(tenant, Optional.empty(), limit))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTenantsApart() throws Exception {
        subscribed("*");
        Notification notification = aNotification().build();
        createOutbox().add(notification);
        Notification own = aNotification().of(tenant).id(notification.id()).build();

        assertThat(createOutbox().list(tenant, Optional.empty(), 10)).isEmpty();
        assertThat(createOutbox().list(tenant, Optional.of(notification.id()), 10))
                .isEmpty();
        assertThat(deliveries()).isEmpty();
        assertThat(createOutbox().add(own)).isTrue();
        assertThat(createOutbox().list(notification.tenant(), Optional.empty(), 10))
                .containsExactly(notification);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        NotificationOutbox unreachable = createUnreachableOutbox();
        Outages.assertUnavailable(
                () -> unreachable.add(aNotification().build()), () -> unreachable.list(tenant, Optional.empty(), 10));
    }

    private NotificationSubscription subscribed(String... types) throws Exception {
        NotificationSubscription subscription =
                aSubscription().of(tenant).to(types).build();
        assertThat(createSubscriptions().add(subscription, aStamp("notification.subscribe")))
                .isEqualTo(SaveResult.SAVED);
        return subscription;
    }

    private Notification added() throws Exception {
        Notification notification = aNotification().of(tenant).build();
        assertThat(createOutbox().add(notification)).isTrue();
        return notification;
    }

    private List<NotificationDelivery> deliveries() throws Exception {
        return createDeliveries().list(tenant, Optional.empty(), Optional.empty(), 1_000);
    }
}
