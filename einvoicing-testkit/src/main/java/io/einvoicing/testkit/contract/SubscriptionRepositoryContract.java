package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubscription;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.NotificationSubscription;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.testkit.data.SubscriptionBuilder;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link SubscriptionRepository} does. All factories give ports of the same store. */
public abstract class SubscriptionRepositoryContract {
    private static final URI HOOK = URI.create("https://erp.contoso.example:8443/hook?q=%C3%BC&x=1");
    private static final SecretReference KEY =
            new SecretReference(URI.create("https://contoso.vault.azure.net/"), "webhook-key");

    private final TenantId tenant = freshTenant();

    protected abstract SubscriptionRepository createSubscriptions() throws Exception;

    protected abstract SubscriptionRepository createUnreachableSubscriptions() throws Exception;

    protected abstract NotificationOutbox createOutbox() throws Exception;

    protected abstract DeliveryQueue createDeliveries() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void isEmptyForATenantWithoutSubscriptions() throws Exception {
        assertThat(createSubscriptions().list(freshTenant())).isEmpty();
        assertThat(createSubscriptions().find(tenant, UUID.randomUUID())).isEmpty();
    }

    @Test
    void keepsTheWholeSubscriptionAndTheOldestFirst() throws Exception {
        NotificationSubscription signed = aSubscription()
                .of(tenant)
                .to("usage.*", "vault.object-expires", "*")
                .byWebhook(HOOK, KEY)
                .at(NOW.plusMillis(2))
                .build();
        NotificationSubscription unsigned = aSubscription()
                .of(tenant)
                .byWebhook(URI.create("https://erp.contoso.example/2"))
                .at(NOW.plusMillis(3))
                .build();
        NotificationSubscription mailed = aSubscription()
                .of(tenant)
                .byEmail("o'neil+alerts@mail.contoso.example")
                .at(NOW.plusMillis(1))
                .build();
        for (NotificationSubscription subscription : List.of(signed, unsigned, mailed)) {
            add(subscription);
        }

        assertThat(createSubscriptions().list(tenant)).containsExactly(mailed, signed, unsigned);
        assertThat(createSubscriptions().find(tenant, signed.id())).contains(signed);
    }

    @Test
    void storesOneAuditRecordHoweverOftenTheCallIsRepeated() throws Exception {
        AuditStamp stamp = aStamp("notification.subscribe");
        NotificationSubscription subscription = webhook().build();

        assertThat(createSubscriptions().add(subscription, stamp)).isEqualTo(SaveResult.SAVED);
        assertThat(createSubscriptions().add(subscription, stamp)).isEqualTo(SaveResult.SAVED);

        assertThat(createAuditTrail().newest(tenant, 10)).singleElement().satisfies(record -> {
            assertThat(record.stamp()).isEqualTo(stamp);
            assertThat(record.subject()).isEqualTo("notification-subscription/" + subscription.id());
            assertThat(record.before()).isEmpty();
            assertThat(record.after().orElseThrow()).contains(HOOK.toString(), "webhook-key");
        });
    }

    @Test
    void refusesASecondSubscriptionWithTheSameAddress() throws Exception {
        NotificationSubscription first = webhook().build();
        add(first);

        assertThat(createSubscriptions().add(webhook().to("vault.*").build(), aStamp("notification.subscribe")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(createSubscriptions().list(tenant)).containsExactly(first);
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(1);
    }

    @Test
    void oneOfManySubscriptionsWithTheSameAddressAtOneInstantWins() throws Exception {
        SubscriptionRepository subscriptions = createSubscriptions();
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> subscriptions.add(webhook().build(), aStamp("notification.subscribe"))))
                    .containsOnlyOnce(SaveResult.SAVED);
        }
        assertThat(subscriptions.list(tenant)).hasSize(1);
    }

    @Test
    void removesASubscriptionWithItsDeliveries() throws Exception {
        NotificationSubscription subscription = webhook().build();
        NotificationSubscription other = aSubscription().of(tenant).build();
        add(subscription);
        add(other);
        Notification notification = aNotification().of(tenant).build();
        createOutbox().add(notification);
        AuditStamp stamp = aStamp("notification.unsubscribe");

        assertThat(createSubscriptions().remove(tenant, subscription.id(), stamp))
                .contains(subscription);

        assertThat(createSubscriptions().list(tenant)).containsExactly(other);
        assertThat(createDeliveries().find(tenant, new DeliveryId(notification.id(), subscription.id())))
                .isEmpty();
        assertThat(createDeliveries().find(tenant, new DeliveryId(notification.id(), other.id())))
                .isPresent();
        assertThat(createOutbox().list(tenant, Optional.empty(), 10)).containsExactly(notification);
        AuditRecord record = createAuditTrail().newest(tenant, 1).get(0);
        assertThat(record.stamp()).isEqualTo(stamp);
        assertThat(record.before().orElseThrow()).contains(HOOK.toString());
        assertThat(record.after()).isEmpty();
    }

    @Test
    void removesOnce() throws Exception {
        SubscriptionRepository subscriptions = createSubscriptions();
        NotificationSubscription subscription = webhook().build();
        add(subscription);
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> subscriptions
                            .remove(tenant, subscription.id(), aStamp("notification.unsubscribe"))
                            .isPresent()))
                    .containsOnlyOnce(true);
        }
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(2);
        assertThat(subscriptions.add(webhook().build(), aStamp("notification.subscribe")))
                .isEqualTo(SaveResult.SAVED);
    }

    @Test
    void keepsTenantsApart() throws Exception {
        NotificationSubscription foreign = aSubscription().byWebhook(HOOK, KEY).build();
        add(foreign);

        assertThat(createSubscriptions().list(tenant)).isEmpty();
        assertThat(createSubscriptions().find(tenant, foreign.id())).isEmpty();
        assertThat(createSubscriptions().remove(tenant, foreign.id(), aStamp("notification.unsubscribe")))
                .isEmpty();
        assertThat(createAuditTrail().newest(tenant, 10)).isEmpty();
        add(webhook().build());
        assertThat(createSubscriptions().list(foreign.tenant())).containsExactly(foreign);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        SubscriptionRepository unreachable = createUnreachableSubscriptions();
        Outages.assertUnavailable(
                () -> unreachable.list(tenant),
                () -> unreachable.find(tenant, UUID.randomUUID()),
                () -> unreachable.add(webhook().build(), aStamp("notification.subscribe")),
                () -> unreachable.remove(tenant, UUID.randomUUID(), aStamp("notification.unsubscribe")));
    }

    private SubscriptionBuilder webhook() {
        return aSubscription().of(tenant).byWebhook(HOOK, KEY);
    }

    private void add(NotificationSubscription subscription) throws Exception {
        assertThat(createSubscriptions().add(subscription, aStamp("notification.subscribe")))
                .isEqualTo(SaveResult.SAVED);
    }
}
