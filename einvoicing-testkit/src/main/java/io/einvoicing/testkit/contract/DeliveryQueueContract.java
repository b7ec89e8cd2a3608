package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubscription;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.ClaimedDelivery;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.NotificationDelivery;
import io.einvoicing.notification.NotificationDelivery.State;
import io.einvoicing.notification.NotificationSubscription;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link DeliveryQueue} does. All factories give ports of the same store. */
public abstract class DeliveryQueueContract {
    private static final Instant LEASE_END = NOW.plusSeconds(60);

    /** An instant before which only the tests of the limit have anything due. */
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.007Z");

    private final TenantId tenant = freshTenant();

    protected abstract DeliveryQueue createQueue() throws Exception;

    protected abstract DeliveryQueue createUnreachableQueue() throws Exception;

    protected abstract NotificationOutbox createOutbox() throws Exception;

    protected abstract SubscriptionRepository createSubscriptions() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void hasNothingForATenantWithoutDeliveries() throws Exception {
        assertThat(createQueue().list(tenant, Optional.empty(), Optional.empty(), 10))
                .isEmpty();
        assertThat(createQueue().find(tenant, new DeliveryId(UUID.randomUUID(), UUID.randomUUID())))
                .isEmpty();
        assertThat(claim(NOW)).isEmpty();
    }

    @Test
    void claimsWhatIsDueWithEverythingThatASenderNeeds() throws Exception {
        NotificationSubscription subscription = subscribed(aSubscription()
                .of(tenant)
                .byWebhook(
                        URI.create("https://erp.contoso.example/hook?x=1"),
                        new SecretReference(URI.create("https://contoso.vault.azure.net/"), "webhook-key"))
                .build());
        Notification notification = aNotification()
                .of(tenant)
                .text(Maximal.TEXT)
                .with("month", "2026-11")
                .build();
        createOutbox().add(notification);

        assertThat(claim(NOW))
                .containsExactly(new ClaimedDelivery(
                        new DeliveryId(notification.id(), subscription.id()),
                        notification,
                        subscription.channel(),
                        1,
                        NOW));

        assertThat(stored(notification, subscription))
                .isEqualTo(new NotificationDelivery(
                        tenant,
                        new DeliveryId(notification.id(), subscription.id()),
                        State.DUE,
                        1,
                        Optional.of(NOW),
                        Optional.empty(),
                        NOW,
                        Optional.empty()));
    }

    @Test
    void claimsNothingBeforeItIsDue() throws Exception {
        subscribed();
        added(NOW);

        assertThat(claim(NOW.minusMillis(1))).isEmpty();
        assertThat(claim(NOW)).hasSize(1);
    }

    @Test
    void claimsNothingThatAWorkerHoldsUntilItsLeaseEnds() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery first = claimed();

        assertThat(claim(LEASE_END.minusMillis(1))).isEmpty();

        assertThat(claim(LEASE_END))
                .containsExactly(new ClaimedDelivery(
                        first.id(), first.notification(), first.channel(), 2, first.firstAttemptAt()));
    }

    @Test
    void givesOneDeliveryOfASubscriptionAtATimeTheLongestDueFirst() throws Exception {
        NotificationSubscription slow = subscribed();
        Notification second = added(NOW.minusSeconds(1));
        Notification first = added(NOW.minusSeconds(2));
        NotificationSubscription other =
                subscribed(aSubscription().of(tenant).to("vault.*").build());
        Notification third =
                aNotification().of(tenant).type("vault.object-expires").at(NOW).build();
        createOutbox().add(third);

        List<ClaimedDelivery> claimed = claim(NOW);

        assertThat(claimed)
                .extracting(ClaimedDelivery::id)
                .containsExactly(new DeliveryId(first.id(), slow.id()), new DeliveryId(third.id(), other.id()));
        assertThat(claim(NOW)).isEmpty();
        assertThat(createQueue().delivered(claimed.get(0), NOW)).isTrue();
        assertThat(claim(NOW)).extracting(ClaimedDelivery::notification).containsExactly(second);
    }

    @Test
    void claimsNoMoreThanTheLimitTheLongestDueFirst() throws Exception {
        NotificationSubscription[] subscriptions = new NotificationSubscription[3];
        for (int i = 0; i < subscriptions.length; i++) {
            subscriptions[i] =
                    subscribed(aSubscription().of(tenant).to("usage.type-" + i).build());
            createOutbox()
                    .add(aNotification()
                            .of(tenant)
                            .type("usage.type-" + i)
                            .at(LONG_AGO.minusSeconds(i))
                            .build());
        }

        List<ClaimedDelivery> claimed = createQueue().claim(LONG_AGO, LONG_AGO.plusSeconds(1), 2);

        assertThat(claimed)
                .extracting(each -> each.id().subscription())
                .containsExactly(subscriptions[2].id(), subscriptions[1].id());
        assertThat(createQueue().claim(LONG_AGO, LONG_AGO.plusSeconds(1), 2))
                .extracting(each -> each.id().subscription())
                .containsExactly(subscriptions[0].id());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void refusesToClaimNothing(int limit) throws Exception {
        DeliveryQueue queue = createQueue();
        assertThatThrownBy(() -> queue.claim(LONG_AGO, LEASE_END, limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesEachDeliveryToOneOfManyWorkersThatClaimAtOneInstant() throws Exception {
        for (int i = 0; i < 20; i++) {
            subscribed();
        }
        added(NOW);
        DeliveryQueue queue = createQueue();
        try (Race race = new Race(8)) {
            List<DeliveryId> claimed = race.run(i -> () -> queue.claim(NOW, LEASE_END, 1_000)).stream()
                    .flatMap(List::stream)
                    .filter(each -> each.notification().tenant().equals(tenant))
                    .map(ClaimedDelivery::id)
                    .toList();
            assertThat(claimed).doesNotHaveDuplicates();
            claimed.forEach(id ->
                    assertThat(queue.find(tenant, id).orElseThrow().attempts()).isEqualTo(1));
        }
    }

    @Test
    void recordsADelivery() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery failed = claimed();
        createQueue().postponed(failed, NOW.plusSeconds(30), "503");
        ClaimedDelivery claimed = claim(NOW.plusSeconds(30)).get(0);

        assertThat(createQueue().delivered(claimed, NOW.plusSeconds(31))).isTrue();

        assertThat(stored(claimed))
                .isEqualTo(new NotificationDelivery(
                        tenant,
                        claimed.id(),
                        State.DELIVERED,
                        2,
                        Optional.empty(),
                        Optional.empty(),
                        NOW,
                        Optional.of(NOW.plusSeconds(31))));
        assertThat(claim(NOW.plusSeconds(1_000_000))).isEmpty();
    }

    @Test
    void recordsAFailedAttemptAndGivesItAgainWhenItIsDue() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery claimed = claimed();

        assertThat(createQueue().postponed(claimed, NOW.plusSeconds(30), "bağlantı 🧾 \0 yok"))
                .isTrue();

        NotificationDelivery stored = stored(claimed);
        assertThat(stored.state()).isEqualTo(State.DUE);
        assertThat(stored.attempts()).isEqualTo(1);
        assertThat(stored.dueAt()).contains(NOW.plusSeconds(30));
        assertThat(stored.failure().orElseThrow()).startsWith("bağlantı 🧾").endsWith("yok");
        assertThat(claim(NOW.plusSeconds(29))).isEmpty();
        assertThat(claim(NOW.plusSeconds(30)))
                .containsExactly(new ClaimedDelivery(claimed.id(), claimed.notification(), claimed.channel(), 2, NOW));
    }

    @Test
    void recordsThatItIsGivenUp() throws Exception {
        NotificationSubscription subscription = subscribed();
        added(NOW);
        ClaimedDelivery claimed = claimed();

        assertThat(createQueue().givenUp(claimed, NOW.plusSeconds(5), "no answer"))
                .isTrue();

        assertThat(stored(claimed))
                .isEqualTo(new NotificationDelivery(
                        tenant,
                        claimed.id(),
                        State.GIVEN_UP,
                        1,
                        Optional.empty(),
                        Optional.of("no answer"),
                        NOW,
                        Optional.of(NOW.plusSeconds(5))));
        assertThat(claim(NOW.plusSeconds(1_000_000))).isEmpty();
        assertThat(createSubscriptions().find(tenant, subscription.id())).contains(subscription);
    }

    @Test
    void endsTheSubscriptionOfAReceiverThatRefusesForGood() throws Exception {
        NotificationSubscription subscription = subscribed();
        Notification sent = added(NOW.minusSeconds(1));
        Notification waiting = added(NOW);
        NotificationSubscription other = subscribed();
        Notification later = added(NOW.plusSeconds(1));
        ClaimedDelivery claimed = claimed();

        assertThat(createQueue().refused(claimed, NOW.plusSeconds(2), "410")).isTrue();

        assertThat(createSubscriptions().find(tenant, subscription.id())).contains(subscription.ended());
        assertThat(createSubscriptions().find(tenant, other.id())).contains(other);
        for (Notification each : List.of(sent, waiting, later)) {
            NotificationDelivery delivery = stored(each, subscription);
            assertThat(delivery.state()).isEqualTo(State.GIVEN_UP);
            assertThat(delivery.failure()).contains("410");
            assertThat(delivery.endedAt()).contains(NOW.plusSeconds(2));
        }
        assertThat(stored(later, other).state()).isEqualTo(State.DUE);
        Notification last = added(NOW.plusSeconds(3));
        assertThat(createQueue().find(tenant, new DeliveryId(last.id(), subscription.id())))
                .isEmpty();
    }

    @Test
    void letsOnlyTheLatestClaimRecordItsOutcomeAndOnlyOnce() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery lost = claimed();
        ClaimedDelivery latest = claim(LEASE_END).get(0);

        assertThat(createQueue().delivered(lost, NOW)).isFalse();
        assertThat(createQueue().postponed(lost, NOW, "late")).isFalse();
        assertThat(createQueue().givenUp(lost, NOW, "late")).isFalse();
        assertThat(createQueue().refused(lost, NOW, "late")).isFalse();
        assertThat(createSubscriptions()
                        .find(tenant, latest.id().subscription())
                        .orElseThrow()
                        .active())
                .isTrue();
        assertThat(createQueue().delivered(latest, NOW)).isTrue();
        assertThat(createQueue().delivered(latest, NOW)).isFalse();
        assertThat(createQueue().refused(latest, NOW, "late")).isFalse();
        assertThat(stored(latest).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void recordsNothingOnceTheSubscriptionIsRemoved() throws Exception {
        NotificationSubscription subscription = subscribed();
        added(NOW);
        ClaimedDelivery claimed = claimed();
        createSubscriptions().remove(tenant, subscription.id(), aStamp("notification.unsubscribe"));

        assertThat(createQueue().delivered(claimed, NOW)).isFalse();
        assertThat(createQueue().refused(claimed, NOW, "410")).isFalse();
        assertThat(createQueue().find(tenant, claimed.id())).isEmpty();
    }

    @Test
    void makesAnEndedDeliveryDueAgainWithAllPatience() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery claimed = claimed();
        createQueue().givenUp(claimed, NOW, "no answer");
        Instant later = NOW.plusSeconds(1_000_000);
        AuditStamp stamp = aStamp("notification.redeliver");

        NotificationDelivery again =
                createQueue().redeliver(tenant, claimed.id(), later, stamp).orElseThrow();

        assertThat(again)
                .isEqualTo(new NotificationDelivery(
                        tenant,
                        claimed.id(),
                        State.DUE,
                        1,
                        Optional.of(later),
                        Optional.of("no answer"),
                        NOW,
                        Optional.empty()));
        assertThat(stored(claimed)).isEqualTo(again);
        assertThat(createAuditTrail().newest(tenant, 1)).singleElement().satisfies(record -> {
            assertThat(record.stamp()).isEqualTo(stamp);
            assertThat(record.subject()).isEqualTo("notification-delivery/" + claimed.id());
            assertThat(record.before().orElseThrow()).contains("GIVEN_UP");
            assertThat(record.after().orElseThrow()).contains("DUE");
        });
        assertThat(claim(later))
                .containsExactly(
                        new ClaimedDelivery(claimed.id(), claimed.notification(), claimed.channel(), 2, later));
    }

    @Test
    void redeliversWhatWaitsAtOnceAndWhatIsBeingSentAfterwards() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery sending = claimed();
        createQueue().redeliver(tenant, sending.id(), NOW.plusSeconds(1), aStamp("notification.redeliver"));

        assertThat(claim(NOW.plusSeconds(1))).isEmpty();
        assertThat(createQueue().postponed(sending, NOW.plusSeconds(3_600), "503"))
                .isTrue();
        createQueue().redeliver(tenant, sending.id(), NOW.plusSeconds(2), aStamp("notification.redeliver"));

        assertThat(claim(NOW.plusSeconds(2))).hasSize(1);
    }

    @Test
    void redeliversNothingToASubscriptionThatHasEnded() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery claimed = claimed();
        createQueue().refused(claimed, NOW, "410");

        assertThat(createQueue().redeliver(tenant, claimed.id(), NOW, aStamp("notification.redeliver")))
                .isEmpty();

        assertThat(stored(claimed).state()).isEqualTo(State.GIVEN_UP);
    }

    @Test
    void listsTheNewestFirstInPagesAndByState() throws Exception {
        NotificationSubscription subscription = subscribed();
        Notification first = added(NOW.minusSeconds(2));
        Notification second = added(NOW.minusSeconds(1));
        Notification third = added(NOW);
        createQueue().delivered(claimed(), NOW);
        DeliveryId newest = new DeliveryId(third.id(), subscription.id());

        assertThat(notifications(Optional.empty(), Optional.empty(), 2)).containsExactly(third.id(), second.id());
        assertThat(notifications(Optional.empty(), Optional.of(newest), 2)).containsExactly(second.id(), first.id());
        assertThat(notifications(Optional.of(State.DUE), Optional.of(newest), 2))
                .containsExactly(second.id());
        assertThat(notifications(Optional.of(State.DELIVERED), Optional.empty(), 2))
                .containsExactly(first.id());
        assertThat(notifications(Optional.of(State.GIVEN_UP), Optional.empty(), 2))
                .isEmpty();
        assertThat(notifications(Optional.empty(), Optional.of(new DeliveryId(third.id(), UUID.randomUUID())), 2))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void refusesAPageOutOfRange(int limit) throws Exception {
        DeliveryQueue queue = createQueue();
        assertThatThrownBy(() -> queue.list(tenant, Optional.empty(), Optional.empty(), limit))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTenantsApart() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery claimed = claimed();
        TenantId other = freshTenant();

        assertThat(createQueue().find(other, claimed.id())).isEmpty();
        assertThat(createQueue().list(other, Optional.empty(), Optional.empty(), 10))
                .isEmpty();
        assertThat(createQueue().list(other, Optional.empty(), Optional.of(claimed.id()), 10))
                .isEmpty();
        assertThat(createQueue().redeliver(other, claimed.id(), NOW, aStamp("notification.redeliver")))
                .isEmpty();
        assertThat(createAuditTrail().newest(other, 10)).isEmpty();
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        subscribed();
        added(NOW);
        ClaimedDelivery claimed = claimed();
        DeliveryQueue unreachable = createUnreachableQueue();
        Outages.assertUnavailable(
                () -> unreachable.claim(NOW, LEASE_END, 1),
                () -> unreachable.delivered(claimed, NOW),
                () -> unreachable.postponed(claimed, NOW, "late"),
                () -> unreachable.givenUp(claimed, NOW, "late"),
                () -> unreachable.refused(claimed, NOW, "late"),
                () -> unreachable.find(tenant, claimed.id()),
                () -> unreachable.list(tenant, Optional.empty(), Optional.empty(), 10),
                () -> unreachable.redeliver(tenant, claimed.id(), NOW, aStamp("notification.redeliver")));
    }

    private List<UUID> notifications(Optional<State> state, Optional<DeliveryId> after, int limit) throws Exception {
        return createQueue().list(tenant, state, after, limit).stream()
                .map(delivery -> delivery.id().notification())
                .toList();
    }

    private NotificationSubscription subscribed() throws Exception {
        return subscribed(aSubscription().of(tenant).to("usage.*").build());
    }

    private NotificationSubscription subscribed(NotificationSubscription subscription) throws Exception {
        assertThat(createSubscriptions().add(subscription, aStamp("notification.subscribe")))
                .isEqualTo(SaveResult.SAVED);
        return subscription;
    }

    private Notification added(Instant at) throws Exception {
        Notification notification = aNotification().of(tenant).at(at).build();
        assertThat(createOutbox().add(notification)).isTrue();
        return notification;
    }

    /** Claims everything that is due, and returns what belongs to this test. */
    private List<ClaimedDelivery> claim(Instant now) throws Exception {
        return createQueue().claim(now, now.plusSeconds(60), 1_000).stream()
                .filter(claimed -> claimed.notification().tenant().equals(tenant))
                .toList();
    }

    private ClaimedDelivery claimed() throws Exception {
        List<ClaimedDelivery> claimed = claim(NOW);
        assertThat(claimed).isNotEmpty();
        return claimed.get(0);
    }

    private NotificationDelivery stored(ClaimedDelivery claimed) throws Exception {
        return createQueue().find(tenant, claimed.id()).orElseThrow();
    }

    private NotificationDelivery stored(Notification notification, NotificationSubscription subscription)
            throws Exception {
        return createQueue()
                .find(tenant, new DeliveryId(notification.id(), subscription.id()))
                .orElseThrow();
    }
}
