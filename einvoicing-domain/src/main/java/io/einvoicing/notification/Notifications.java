package io.einvoicing.notification;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Shows what happened and looks after who is told. Thread-safe. Reading needs the role {@link Role#CONFIGURE} or {@link Role#USAGE},
 * changing {@link Role#CONFIGURE}; both see the caller's tenant only.
 */
public final class Notifications {
    /** Most subscriptions of one tenant. */
    public static final int MAX_SUBSCRIPTIONS = 100;

    private final Ports ports;
    private final NotificationSenders senders;
    private final Identifiers identifiers;
    private final InstantSource clock;

    /** What notifications need from the store. */
    public record Ports(NotificationOutbox outbox, SubscriptionRepository subscriptions, DeliveryQueue deliveries) {}

    public Notifications(Ports ports, NotificationSenders senders, Identifiers identifiers, InstantSource clock) {
        this.ports = ports;
        this.senders = senders;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Returns what happened, the newest first.
     *
     * @param after the last notification of the page before; empty for the first page
     * @param limit at most so many, 1 to 1,000
     */
    public Result<List<Notification>> list(Caller caller, Optional<UUID> after, int limit) {
        return reading(caller, () -> ports.outbox().list(caller.tenant(), after, limit));
    }

    /** Returns all subscriptions of the tenant, the oldest first. */
    public Result<List<NotificationSubscription>> subscriptions(Caller caller) {
        return reading(caller, () -> ports.subscriptions().list(caller.tenant()));
    }

    /**
     * Has notifications of the types sent to the channel from now on.
     *
     * <p>Refused as INVALID if this service does not send there, as DUPLICATE if there is a subscription with the address, as
     * CONFLICT beyond {@value #MAX_SUBSCRIPTIONS} subscriptions.
     */
    public Result<NotificationSubscription> subscribe(Caller caller, List<TypePattern> types, Channel channel) {
        Optional<Refusal> lack = caller.lacks(Role.CONFIGURE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        Optional<Finding> forbidden = senders.refusal(channel);
        if (forbidden.isPresent()) {
            return Result.refused(Refusal.invalid(
                    forbidden.get().message() + ": " + forbidden.get().remedy(),
                    forbidden.stream().toList()));
        }
        if (ports.subscriptions().list(caller.tenant()).size() >= MAX_SUBSCRIPTIONS) {
            return Result.refused(Refusal.conflict(
                    "there are " + MAX_SUBSCRIPTIONS + " subscriptions already, which is the most: remove one first"));
        }
        Instant now = clock.instant();
        NotificationSubscription subscription = new NotificationSubscription(
                caller.tenant(), identifiers.next(), types, channel, true, caller.principal(), now);
        return switch (ports.subscriptions().add(subscription, AuditStamp.of(caller, now, "notification.subscribe"))) {
            case SAVED -> Result.accepted(subscription);
            case NAME_TAKEN ->
                Result.refused(Refusal.duplicate(
                        "address",
                        "there is a subscription with this address already",
                        "remove it first to change its types"));
            case STALE, KEY_TAKEN, GONE -> throw new IllegalStateException("a new subscription cannot be stale");
        };
    }

    /** Removes a subscription with all its deliveries, and returns it as it was. */
    public Result<NotificationSubscription> unsubscribe(Caller caller, UUID id) {
        return changing(
                caller,
                "notification subscription " + id,
                () -> ports.subscriptions()
                        .remove(
                                caller.tenant(),
                                id,
                                AuditStamp.of(caller, clock.instant(), "notification.unsubscribe")));
    }

    /**
     * Returns deliveries, the newest first.
     *
     * @param state only deliveries in this state
     * @param after the last delivery of the page before; empty for the first page
     * @param limit at most so many, 1 to 1,000
     */
    public Result<List<NotificationDelivery>> deliveries(
            Caller caller, Optional<NotificationDelivery.State> state, Optional<DeliveryId> after, int limit) {
        return reading(caller, () -> ports.deliveries().list(caller.tenant(), state, after, limit));
    }

    /**
     * Has a notification sent again at once, whether it was delivered, given up or waits for its next attempt.
     *
     * <p>Refused as CONFLICT if the subscription has ended.
     */
    public Result<NotificationDelivery> redeliver(Caller caller, DeliveryId id) {
        Instant now = clock.instant();
        return changing(
                        caller,
                        "notification delivery " + id,
                        () -> ports.deliveries()
                                .redeliver(
                                        caller.tenant(), id, now, AuditStamp.of(caller, now, "notification.redeliver")))
                .fold(
                        Result::accepted,
                        refusal -> Result.refused(
                                refusal.kind() == Refusal.Kind.NOT_FOUND
                                                && ports.deliveries()
                                                        .find(caller.tenant(), id)
                                                        .isPresent()
                                        ? Refusal.conflict("the receiver refused for good, and the subscription "
                                                + id.subscription() + " has ended: remove it and subscribe anew")
                                        : refusal));
    }

    private static <T> Result<T> reading(Caller caller, Supplier<T> read) {
        return caller.has(Role.CONFIGURE)
                ? Result.accepted(read.get())
                : caller.lacks(Role.USAGE).<Result<T>>map(Result::refused).orElseGet(() -> Result.accepted(read.get()));
    }

    private static <T> Result<T> changing(Caller caller, String what, Supplier<Optional<T>> change) {
        return caller.lacks(Role.CONFIGURE)
                .<Result<T>>map(Result::refused)
                .orElseGet(() -> change.get()
                        .<Result<T>>map(Result::accepted)
                        .orElseGet(() -> Result.refused(Refusal.notFound(what))));
    }
}
