package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.Finding;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationSender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Keeps what it is told to send, and answers as it is told. Thread-safe.
 *
 * @param <C> the channel
 */
public final class InMemorySender<C extends Channel> implements NotificationSender<C> {
    private final List<Sent<C>> sent = new CopyOnWriteArrayList<>();
    private volatile Function<Sent<C>, Outcome> answer = message -> Outcome.delivered();
    private volatile Optional<Finding> refusal = Optional.empty();

    /**
     * One attempt.
     *
     * @param <C> the channel
     */
    public record Sent<C extends Channel>(C channel, Notification notification, DeliveryId delivery) {}

    /** Answers every further attempt so. */
    public void answer(Function<Sent<C>, Outcome> value) {
        answer = value;
    }

    /** Refuses every channel from now on. */
    public void refuse(Finding finding) {
        refusal = Optional.of(finding);
    }

    /** Returns all attempts, the oldest first. */
    public List<Sent<C>> sent() {
        return List.copyOf(sent);
    }

    @Override
    public Optional<Finding> refusal(C channel) {
        return refusal;
    }

    @Override
    public Outcome send(C channel, Notification notification, DeliveryId delivery, Duration timeout) {
        Sent<C> message = new Sent<>(channel, notification, delivery);
        sent.add(message);
        return answer.apply(message);
    }
}
