package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.NotificationDelivery;
import io.einvoicing.notification.NotificationDelivery.State;
import io.einvoicing.notification.NotificationDispatcher;
import io.einvoicing.notification.NotificationPolicy;
import io.einvoicing.notification.NotificationSenders;
import io.einvoicing.notification.NotificationSubscription;
import io.einvoicing.notification.Notifications;
import io.einvoicing.notification.TypePattern;
import io.einvoicing.notification.port.NotificationSender.Outcome;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemorySender;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationsTest {
    private static final List<TypePattern> ALL = List.of(new TypePattern("*"));
    private static final Channel.Email ADA = new Channel.Email("ada@contoso.example");

    private final InMemoryStore store = new InMemoryStore();
    private final TestClock clock = new TestClock();
    private final InMemorySender<Channel.Email> email = new InMemorySender<>();
    private final InMemorySender<Channel.Webhook> webhook = new InMemorySender<>();
    private final NotificationSenders senders = new NotificationSenders(email, webhook);
    private final Notifications notifications = new Notifications(
            new Notifications.Ports(store.notifications(), store.notifications(), store.notifications()),
            senders,
            new SequentialIdentifiers(),
            clock);
    private final NotificationDispatcher dispatcher = new NotificationDispatcher(
            store.notifications(), senders, NotificationPolicy.DEFAULT, clock, Runnable::run);
    private final TenantId tenant = freshTenant();
    private final Caller caller = aCaller().of(tenant).withRoles(Role.CONFIGURE).build();
    private final Caller reader = aCaller().of(tenant).withRoles(Role.USAGE).build();

    private NotificationSubscription subscribed(Channel channel) {
        return notifications.subscribe(caller, ALL, channel).orThrow();
    }

    private static Channel.Webhook hook(String path) {
        return new Channel.Webhook(URI.create("https://erp.contoso.example/" + path), Optional.empty());
    }

    private Notification added() {
        Notification notification =
                aNotification().of(tenant).at(clock.instant()).build();
        store.notifications().add(notification);
        return notification;
    }

    private NotificationDelivery delivery(Notification notification, NotificationSubscription subscription) {
        return store.notifications()
                .find(tenant, new DeliveryId(notification.id(), subscription.id()))
                .orElseThrow();
    }

    @Test
    void subscribesAndSaysWhoDidIt() {
        NotificationSubscription subscription = subscribed(ADA);

        assertThat(subscription)
                .isEqualTo(new NotificationSubscription(
                        tenant, subscription.id(), ALL, ADA, true, caller.principal(), NOW));
        assertThat(notifications.subscriptions(reader).orThrow()).containsExactly(subscription);
        assertThat(store.auditTrail().newest(tenant, 10))
                .extracting(entry -> entry.stamp())
                .containsExactly(AuditStamp.of(caller, NOW, "notification.subscribe"));
    }

    @Test
    void refusesAChannelToWhichThisServiceDoesNotSend() {
        Finding finding = Finding.error("address", "e-mail is not configured", "set the mail server");
        email.refuse(finding);

        Refusal refusal = refused(notifications.subscribe(caller, ALL, ADA), Refusal.Kind.INVALID);

        assertThat(refusal.message()).isEqualTo("e-mail is not configured: set the mail server");
        assertThat(refusal.findings()).containsExactly(finding);
        assertThat(notifications.subscriptions(caller).orThrow()).isEmpty();
        assertThat(store.auditTrail().newest(tenant, 10)).isEmpty();
    }

    @Test
    void refusesTheSameAddressTwiceAndMoreSubscriptionsThanTheMost() {
        subscribed(ADA);
        refused(notifications.subscribe(caller, ALL, ADA), Refusal.Kind.DUPLICATE);
        for (int i = 1; i < Notifications.MAX_SUBSCRIPTIONS; i++) {
            subscribed(hook(String.valueOf(i)));
        }

        Refusal refusal = refused(notifications.subscribe(caller, ALL, hook("more")), Refusal.Kind.CONFLICT);

        assertThat(refusal.message()).contains("100");
    }

    @Test
    void unsubscribesOnce() {
        NotificationSubscription subscription = subscribed(ADA);

        assertThat(notifications.unsubscribe(caller, subscription.id()).orThrow())
                .isEqualTo(subscription);

        refused(notifications.unsubscribe(caller, subscription.id()), Refusal.Kind.NOT_FOUND);
        added();
        dispatcher.dispatch();
        assertThat(email.sent()).isEmpty();
        assertThat(store.auditTrail().newest(tenant, 1).get(0).stamp().operation())
                .isEqualTo("notification.unsubscribe");
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"SUBMIT", "OPERATE"})
    void needsTheRoleConfigureOrUsageToRead(Role role) {
        Caller other = aCaller().of(tenant).withRoles(role).build();

        refused(notifications.list(other, Optional.empty(), 10), Refusal.Kind.FORBIDDEN);
        refused(notifications.subscriptions(other), Refusal.Kind.FORBIDDEN);
        refused(notifications.deliveries(other, Optional.empty(), Optional.empty(), 10), Refusal.Kind.FORBIDDEN);
    }

    @Test
    void needsTheRoleConfigureToChange() {
        NotificationSubscription subscription = subscribed(ADA);
        Notification notification = added();
        DeliveryId delivery = new DeliveryId(notification.id(), subscription.id());

        refused(notifications.subscribe(reader, ALL, hook("x")), Refusal.Kind.FORBIDDEN);
        refused(notifications.unsubscribe(reader, subscription.id()), Refusal.Kind.FORBIDDEN);
        refused(notifications.redeliver(reader, delivery), Refusal.Kind.FORBIDDEN);
        assertThat(notifications.list(reader, Optional.empty(), 10).orThrow()).containsExactly(notification);
        assertThat(notifications
                        .deliveries(reader, Optional.of(State.DUE), Optional.empty(), 10)
                        .orThrow())
                .extracting(NotificationDelivery::id)
                .containsExactly(delivery);
    }

    @Test
    void keepsTenantsApart() {
        NotificationSubscription subscription = subscribed(ADA);
        Notification notification = added();
        Caller stranger = aCaller().build();

        assertThat(notifications.list(stranger, Optional.empty(), 10).orThrow()).isEmpty();
        assertThat(notifications.subscriptions(stranger).orThrow()).isEmpty();
        refused(notifications.unsubscribe(stranger, subscription.id()), Refusal.Kind.NOT_FOUND);
        refused(
                notifications.redeliver(stranger, new DeliveryId(notification.id(), subscription.id())),
                Refusal.Kind.NOT_FOUND);
    }

    @Test
    void saysThatTheStoreIsDown() {
        store.outage().begin();

        assertThatThrownBy(() -> notifications.subscribe(caller, ALL, ADA))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(dispatcher::dispatch).isInstanceOf(StoreUnavailableException.class);
        store.outage().end();
        NotificationSubscription subscription = subscribed(ADA);
        Notification notification = added();
        dispatcher.dispatch();
        assertThat(delivery(notification, subscription).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void sendsToEverySubscriptionOnce() {
        NotificationSubscription mail = subscribed(ADA);
        NotificationSubscription call = subscribed(hook("a"));
        List<Notification> all = List.of(added(), added(), added());

        dispatcher.dispatch();
        dispatcher.dispatch();

        assertThat(email.sent())
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .map(each -> new InMemorySender.Sent<>(ADA, each, new DeliveryId(each.id(), mail.id())))
                        .toList());
        assertThat(webhook.sent()).hasSize(3);
        assertThat(notifications
                        .deliveries(caller, Optional.of(State.DELIVERED), Optional.empty(), 10)
                        .orThrow())
                .hasSize(6)
                .allSatisfy(delivery -> assertThat(delivery.attempts()).isEqualTo(1));
        assertThat(call.active()).isTrue();
    }

    @Test
    void triesAgainWithGrowingWaitsAndGivesUpAfterThreeDays() {
        NotificationSubscription subscription = subscribed(ADA);
        Notification notification = added();
        email.answer(message -> Outcome.tryAgain("the mail server\r\ndoes not answer"));
        List<Duration> waits = new ArrayList<>();
        while (delivery(notification, subscription).state() == State.DUE) {
            Instant due = delivery(notification, subscription).dueAt().orElseThrow();
            waits.add(Duration.between(clock.instant(), due));
            clock.set(due.minusMillis(1));
            dispatcher.dispatch();
            assertThat(email.sent()).hasSize(waits.size() - 1);
            clock.set(due);
            dispatcher.dispatch();
            assertThat(email.sent()).hasSize(waits.size());
        }

        assertThat(waits.subList(0, 5))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(4));
        assertThat(waits.get(waits.size() - 1)).isEqualTo(Duration.ofHours(6));
        assertThat(clock.instant()).isBetween(NOW.plus(Duration.ofHours(66)), NOW.plus(Duration.ofDays(3)));
        NotificationDelivery givenUp = delivery(notification, subscription);
        assertThat(givenUp.state()).isEqualTo(State.GIVEN_UP);
        assertThat(givenUp.failure()).contains("the mail server does not answer");
    }

    @Test
    void triesAtLeastOnceHoweverLongTheServiceStoodStill() {
        NotificationSubscription subscription = subscribed(ADA);
        Notification notification = added();
        clock.advance(Duration.ofDays(30));
        email.answer(message -> Outcome.tryAgain("no answer"));

        dispatcher.dispatch();

        assertThat(delivery(notification, subscription).dueAt())
                .contains(clock.instant().plusSeconds(30));
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        NotificationSubscription subscription = subscribed(hook("a"));
        Notification notification = added();
        webhook.answer(message -> new Outcome.TryAgain("429", Optional.of(Duration.ofMinutes(10))));

        dispatcher.dispatch();

        assertThat(delivery(notification, subscription).dueAt()).contains(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void endsTheSubscriptionOfAReceiverThatRefusesForGood() {
        NotificationSubscription subscription = subscribed(hook("gone"));
        Notification notification = added();
        webhook.answer(message -> Outcome.refusedForGood("410"));

        dispatcher.dispatch();
        added();
        dispatcher.dispatch();

        assertThat(webhook.sent()).hasSize(1);
        assertThat(notifications.subscriptions(caller).orThrow()).containsExactly(subscription.ended());
        Refusal refusal = refused(
                notifications.redeliver(caller, new DeliveryId(notification.id(), subscription.id())),
                Refusal.Kind.CONFLICT);
        assertThat(refusal.message()).contains("has ended");
    }

    @Test
    void sendsAgainWhatSomebodyAsksFor() {
        NotificationSubscription subscription = subscribed(ADA);
        Notification notification = added();
        dispatcher.dispatch();
        clock.advance(Duration.ofDays(10));
        DeliveryId id = new DeliveryId(notification.id(), subscription.id());

        NotificationDelivery again = notifications.redeliver(caller, id).orThrow();
        email.answer(message -> Outcome.tryAgain("no answer"));
        dispatcher.dispatch();

        assertThat(again.state()).isEqualTo(State.DUE);
        assertThat(email.sent()).hasSize(2);
        assertThat(delivery(notification, subscription).dueAt())
                .contains(clock.instant().plusSeconds(30));
        refused(
                notifications.redeliver(caller, new DeliveryId(UUID.randomUUID(), subscription.id())),
                Refusal.Kind.NOT_FOUND);
    }

    @Test
    void aFaultOfTheSenderIsAFailedAttempt() {
        NotificationSubscription subscription = subscribed(ADA);
        Notification notification = added();
        email.answer(message -> {
            throw new IllegalStateException("internal secret");
        });

        assertThatThrownBy(dispatcher::dispatch).isInstanceOf(IllegalStateException.class);

        NotificationDelivery failed = delivery(notification, subscription);
        assertThat(failed.dueAt()).contains(NOW.plusSeconds(30));
        assertThat(failed.failure()).contains("the sender failed: IllegalStateException");
    }

    @Test
    void sendsAgainWhatAWorkerLeftBehind() {
        NotificationSubscription subscription = subscribed(ADA);
        Notification notification = added();
        email.answer(message -> {
            store.outage().begin();
            return Outcome.delivered();
        });
        assertThatThrownBy(dispatcher::dispatch).isInstanceOf(StoreUnavailableException.class);
        store.outage().end();
        email.answer(message -> Outcome.delivered());

        dispatcher.dispatch();
        assertThat(email.sent()).hasSize(1);
        clock.advance(NotificationPolicy.DEFAULT.lease());
        dispatcher.dispatch();

        assertThat(email.sent()).hasSize(2);
        assertThat(delivery(notification, subscription).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void sendsNothingMoreOnceItIsStopped() {
        subscribed(ADA);
        added();
        added();
        email.answer(message -> {
            dispatcher.stop();
            return Outcome.delivered();
        });

        dispatcher.dispatch();
        dispatcher.dispatch();

        assertThat(email.sent()).hasSize(1);
        assertThat(notifications
                        .deliveries(caller, Optional.of(State.DUE), Optional.empty(), 10)
                        .orThrow())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.attempts()).isZero());
    }

    @Test
    void aSlowReceiverHoldsUpOnlyItself() throws Exception {
        NotificationSubscription fast = subscribed(hook("fast"));
        NotificationSubscription slow = subscribed(ADA);
        CountDownLatch fastOnes = new CountDownLatch(20);
        webhook.answer(message -> {
            fastOnes.countDown();
            return Outcome.delivered();
        });
        CountDownLatch release = new CountDownLatch(1);
        email.answer(message -> {
            try {
                return release.await(60, TimeUnit.SECONDS) ? Outcome.delivered() : Outcome.tryAgain("not released");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Outcome.tryAgain("interrupted");
            }
        });
        List<Notification> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(added());
        }
        ExecutorService workers = Executors.newCachedThreadPool();
        NotificationDispatcher concurrent = new NotificationDispatcher(
                store.notifications(),
                senders,
                new NotificationPolicy(
                        2,
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(30),
                        Duration.ofHours(6),
                        Duration.ofDays(3)),
                clock,
                workers);

        concurrent.dispatch();

        assertThat(fastOnes.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(email.sent()).hasSizeLessThanOrEqualTo(1);
        release.countDown();
        workers.shutdown();
        assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(all).allSatisfy(each -> {
            assertThat(delivery(each, fast).state()).isEqualTo(State.DELIVERED);
            assertThat(delivery(each, slow).state()).isEqualTo(State.DELIVERED);
        });
    }
}
