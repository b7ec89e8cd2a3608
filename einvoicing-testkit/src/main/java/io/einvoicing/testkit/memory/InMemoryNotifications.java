package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps notifications, subscriptions and deliveries in memory. Thread-safe. */
public final class InMemoryNotifications implements NotificationOutbox, SubscriptionRepository, DeliveryQueue {
    private static final Comparator<Notification> NEWEST_FIRST = Comparator.comparing(Notification::occurredAt)
            .thenComparing(notification -> notification.id().toString())
            .reversed();
    private static final Comparator<NotificationDelivery> LATEST_FIRST = Comparator.comparing(
                    NotificationDelivery::createdAt)
            .thenComparing(delivery -> delivery.id().toString())
            .reversed();
    private static final Comparator<NotificationSubscription> OLDEST_FIRST = Comparator.comparing(
                    NotificationSubscription::createdAt)
            .thenComparing(subscription -> subscription.id().toString());

    private final Map<Key, Notification> notifications = new HashMap<>();
    private final Map<Key, NotificationSubscription> subscriptions = new HashMap<>();
    private final Map<DeliveryKey, Row> deliveries = new HashMap<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    private record Key(TenantId tenant, UUID id) {}

    private record DeliveryKey(TenantId tenant, DeliveryId id) {
        Key subscription() {
            return new Key(tenant, id.subscription());
        }
    }

    /** A delivery with what only the queue knows. */
    private record Row(NotificationDelivery delivery, Optional<Instant> firstAttemptAt, Optional<Instant> leaseEnd) {
        boolean isLeased(Instant now) {
            return leaseEnd.filter(now::isBefore).isPresent();
        }

        boolean isDue(Instant now) {
            return delivery.dueAt().filter(due -> !due.isAfter(now)).isPresent() && !isLeased(now);
        }
    }

    InMemoryNotifications(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public boolean add(Notification notification) {
        outage.check();
        return addWithin(notification);
    }

    /** Tells whether a subscription wants the notification. */
    synchronized boolean isWanted(Notification notification) {
        return subscriptions.values().stream()
                .anyMatch(subscription ->
                        subscription.tenant().equals(notification.tenant()) && subscription.wants(notification.type()));
    }

    /** Adds a notification within the call of another adapter of the same store. */
    synchronized boolean addWithin(Notification notification) {
        if (notifications.putIfAbsent(new Key(notification.tenant(), notification.id()), notification) != null) {
            return false;
        }
        subscriptions.values().stream()
                .filter(subscription ->
                        subscription.tenant().equals(notification.tenant()) && subscription.wants(notification.type()))
                .map(subscription -> new NotificationDelivery(
                        notification.tenant(),
                        new DeliveryId(notification.id(), subscription.id()),
                        State.DUE,
                        0,
                        Optional.of(notification.occurredAt()),
                        Optional.empty(),
                        notification.occurredAt(),
                        Optional.empty()))
                .forEach(delivery -> put(delivery, Optional.empty(), Optional.empty()));
        return true;
    }

    private void put(NotificationDelivery delivery, Optional<Instant> firstAttemptAt, Optional<Instant> leaseEnd) {
        deliveries.put(new DeliveryKey(delivery.tenant(), delivery.id()), new Row(delivery, firstAttemptAt, leaseEnd));
    }

    @Override
    public List<Notification> list(TenantId tenant, Optional<UUID> after, int limit) {
        requirePage(limit);
        outage.check();
        synchronized (this) {
            Optional<Notification> last = after.map(id -> notifications.get(new Key(tenant, id)));
            if (after.isPresent() && last.isEmpty()) {
                return List.of();
            }
            return notifications.values().stream()
                    .filter(notification -> notification.tenant().equals(tenant))
                    .filter(notification -> last.isEmpty() || NEWEST_FIRST.compare(notification, last.get()) > 0)
                    .sorted(NEWEST_FIRST)
                    .limit(limit)
                    .toList();
        }
    }

    private static void requirePage(int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
    }

    @Override
    public synchronized List<NotificationSubscription> list(TenantId tenant) {
        outage.check();
        return subscriptions.values().stream()
                .filter(subscription -> subscription.tenant().equals(tenant))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    @Override
    public synchronized Optional<NotificationSubscription> find(TenantId tenant, UUID id) {
        outage.check();
        return Optional.ofNullable(subscriptions.get(new Key(tenant, id)));
    }

    @Override
    public synchronized SaveResult add(NotificationSubscription subscription, AuditStamp stamp) {
        outage.check();
        Key key = new Key(subscription.tenant(), subscription.id());
        if (subscriptions.containsKey(key)) {
            return SaveResult.SAVED;
        }
        if (subscriptions.values().stream().anyMatch(other -> hasSameAddress(other, subscription))) {
            return SaveResult.NAME_TAKEN;
        }
        subscriptions.put(key, subscription);
        audit(subscription, stamp, Optional.empty(), Optional.of(subscription.toString()));
        return SaveResult.SAVED;
    }

    private static boolean hasSameAddress(NotificationSubscription one, NotificationSubscription other) {
        return one.tenant().equals(other.tenant())
                && one.channel().getClass().equals(other.channel().getClass())
                && one.channel().address().equals(other.channel().address());
    }

    private void audit(
            NotificationSubscription subscription, AuditStamp stamp, Optional<String> before, Optional<String> after) {
        auditTrail.add(new AuditRecord(
                subscription.tenant(), stamp, "notification-subscription/" + subscription.id(), before, after));
    }

    @Override
    public synchronized Optional<NotificationSubscription> remove(TenantId tenant, UUID id, AuditStamp stamp) {
        outage.check();
        Key key = new Key(tenant, id);
        Optional<NotificationSubscription> removed = Optional.ofNullable(subscriptions.remove(key));
        removed.ifPresent(subscription -> {
            deliveries.keySet().removeIf(delivery -> delivery.subscription().equals(key));
            audit(subscription, stamp, Optional.of(subscription.toString()), Optional.empty());
        });
        return removed;
    }

    @Override
    public synchronized List<ClaimedDelivery> claim(Instant now, Instant leaseEnd, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive, was " + limit);
        }
        outage.check();
        Set<Key> taken = new HashSet<>();
        deliveries.forEach((key, row) -> {
            if (row.isLeased(now)) {
                taken.add(key.subscription());
            }
        });
        return deliveries.values().stream()
                .filter(row -> row.isDue(now))
                .sorted(Comparator.comparing(row -> row.delivery().dueAt().orElseThrow()))
                .map(row ->
                        new DeliveryKey(row.delivery().tenant(), row.delivery().id()))
                .filter(key -> taken.add(key.subscription()))
                .limit(limit)
                .toList()
                .stream()
                .map(key -> claim(key, now, leaseEnd))
                .toList();
    }

    private ClaimedDelivery claim(DeliveryKey key, Instant now, Instant leaseEnd) {
        Row row = row(key);
        NotificationDelivery due = row.delivery();
        NotificationDelivery claimed = new NotificationDelivery(
                due.tenant(),
                due.id(),
                due.state(),
                due.attempts() + 1,
                due.dueAt(),
                due.failure(),
                due.createdAt(),
                due.endedAt());
        Instant firstAttemptAt = row.firstAttemptAt().orElse(now);
        put(claimed, Optional.of(firstAttemptAt), Optional.of(leaseEnd));
        return new ClaimedDelivery(
                key.id(),
                notification(new Key(key.tenant(), key.id().notification())),
                subscription(key.subscription()).channel(),
                claimed.attempts(),
                firstAttemptAt);
    }

    private Row row(DeliveryKey key) {
        return stored(deliveries.get(key));
    }

    private Notification notification(Key key) {
        return stored(notifications.get(key));
    }

    private NotificationSubscription subscription(Key key) {
        return stored(subscriptions.get(key));
    }

    private static <T> T stored(@Nullable T value) {
        return Optional.ofNullable(value).orElseThrow(() -> new IllegalStateException("a delivery lacks its parts"));
    }

    @Override
    public boolean delivered(ClaimedDelivery claimed, Instant at) {
        return record(claimed, row -> put(ended(row.delivery(), State.DELIVERED, at, Optional.empty())));
    }

    @Override
    public boolean postponed(ClaimedDelivery claimed, Instant nextAttempt, String failure) {
        return record(
                claimed,
                row -> put(
                        due(row.delivery(), nextAttempt, Optional.of(failure)),
                        row.firstAttemptAt(),
                        Optional.empty()));
    }

    @Override
    public boolean givenUp(ClaimedDelivery claimed, Instant at, String failure) {
        return record(claimed, row -> put(ended(row.delivery(), State.GIVEN_UP, at, Optional.of(failure))));
    }

    @Override
    public boolean refused(ClaimedDelivery claimed, Instant at, String failure) {
        return record(claimed, row -> {
            Key subscription =
                    new Key(claimed.notification().tenant(), claimed.id().subscription());
            subscriptions.computeIfPresent(subscription, (key, active) -> active.ended());
            List.copyOf(deliveries.entrySet()).stream()
                    .filter(entry -> entry.getKey().subscription().equals(subscription))
                    .map(entry -> entry.getValue().delivery())
                    .filter(delivery -> delivery.state() == State.DUE)
                    .forEach(delivery -> put(ended(delivery, State.GIVEN_UP, at, Optional.of(failure))));
        });
    }

    private synchronized boolean record(ClaimedDelivery claimed, Consumer<Row> change) {
        outage.check();
        Row row = deliveries.get(new DeliveryKey(claimed.notification().tenant(), claimed.id()));
        if (row == null || row.delivery().state() != State.DUE || row.delivery().attempts() != claimed.attempt()) {
            return false;
        }
        change.accept(row);
        return true;
    }

    private void put(NotificationDelivery ended) {
        put(ended, Optional.empty(), Optional.empty());
    }

    private static NotificationDelivery ended(
            NotificationDelivery delivery, State state, Instant at, Optional<String> failure) {
        return new NotificationDelivery(
                delivery.tenant(),
                delivery.id(),
                state,
                delivery.attempts(),
                Optional.empty(),
                failure,
                delivery.createdAt(),
                Optional.of(at));
    }

    private static NotificationDelivery due(NotificationDelivery delivery, Instant at, Optional<String> failure) {
        return new NotificationDelivery(
                delivery.tenant(),
                delivery.id(),
                State.DUE,
                delivery.attempts(),
                Optional.of(at),
                failure,
                delivery.createdAt(),
                Optional.empty());
    }

    @Override
    public synchronized Optional<NotificationDelivery> find(TenantId tenant, DeliveryId id) {
        outage.check();
        return Optional.ofNullable(deliveries.get(new DeliveryKey(tenant, id))).map(Row::delivery);
    }

    @Override
    public List<NotificationDelivery> list(
            TenantId tenant, Optional<State> state, Optional<DeliveryId> after, int limit) {
        requirePage(limit);
        outage.check();
        synchronized (this) {
            Optional<NotificationDelivery> last =
                    after.map(id -> deliveries.get(new DeliveryKey(tenant, id))).map(Row::delivery);
            if (after.isPresent() && last.isEmpty()) {
                return List.of();
            }
            List<NotificationDelivery> all = new ArrayList<>();
            deliveries.values().forEach(row -> all.add(row.delivery()));
            return all.stream()
                    .filter(delivery -> delivery.tenant().equals(tenant))
                    .filter(delivery -> state.map(delivery.state()::equals).orElse(true))
                    .filter(delivery -> last.isEmpty() || LATEST_FIRST.compare(delivery, last.get()) > 0)
                    .sorted(LATEST_FIRST)
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public synchronized Optional<NotificationDelivery> redeliver(
            TenantId tenant, DeliveryId id, Instant at, AuditStamp stamp) {
        outage.check();
        DeliveryKey key = new DeliveryKey(tenant, id);
        Row row = deliveries.get(key);
        if (row == null || !subscription(key.subscription()).active()) {
            return Optional.empty();
        }
        NotificationDelivery before = row.delivery();
        NotificationDelivery again = due(before, at, before.failure());
        put(again, Optional.empty(), row.leaseEnd());
        auditTrail.add(new AuditRecord(
                tenant,
                stamp,
                "notification-delivery/" + id,
                Optional.of(before.toString()),
                Optional.of(again.toString())));
        return Optional.of(again);
    }
}
