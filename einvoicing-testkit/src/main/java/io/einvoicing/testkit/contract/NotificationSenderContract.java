package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.aNotification;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationSender;
import io.einvoicing.notification.port.NotificationSender.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every {@link NotificationSender} does.
 *
 * @param <C> its channel
 */
public abstract class NotificationSenderContract<C extends Channel> {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Notification notification =
            aNotification().subject("Ça 🧾 suffit").with("month", "2026-11").build();
    private final DeliveryId delivery = new DeliveryId(notification.id(), UUID.randomUUID());

    /** Returns a sender whose receivers answer. */
    protected abstract NotificationSender<C> createSender() throws Exception;

    /** Returns a sender of which nobody takes a connection. */
    protected abstract NotificationSender<C> createUnreachableSender() throws Exception;

    /** Returns a sender whose messages nobody answers. */
    protected abstract NotificationSender<C> createSilentSender() throws Exception;

    /** Returns a channel of which the receiver takes everything. */
    protected abstract C createChannel() throws Exception;

    /** Returns a channel of which the receiver does not exist any more. */
    protected abstract C createGoneChannel() throws Exception;

    /** Returns what receivers took, the oldest first. */
    protected abstract List<Received> received() throws Exception;

    /**
     * A message as its receiver sees it.
     *
     * @param identity by which the receiver tells a repetition
     * @param subject what it says in one line
     */
    public record Received(String identity, String subject) {}

    @Test
    void saysThatTheReceiverTookTheMessage() throws Exception {
        NotificationSender<C> sender = createSender();
        C channel = createChannel();

        assertThat(sender.refusal(channel)).isEmpty();
        assertThat(sender.send(channel, notification, delivery, LONG)).isEqualTo(Outcome.delivered());

        assertThat(received()).extracting(Received::subject).containsExactly("Ça 🧾 suffit");
    }

    @Test
    void letsTheReceiverTellARepetition() throws Exception {
        NotificationSender<C> sender = createSender();
        C channel = createChannel();
        Notification other = aNotification().build();

        sender.send(channel, notification, delivery, LONG);
        sender.send(channel, notification, delivery, LONG);
        sender.send(channel, other, new DeliveryId(other.id(), delivery.subscription()), LONG);

        assertThat(received()).hasSize(3);
        assertThat(received().get(1).identity()).isEqualTo(received().get(0).identity());
        assertThat(received().get(2).identity()).isNotEqualTo(received().get(0).identity());
    }

    @Test
    void triesAgainWhenNobodyTakesTheConnection() throws Exception {
        assertThat(createUnreachableSender().send(createChannel(), notification, delivery, LONG))
                .isInstanceOfSatisfying(
                        Outcome.TryAgain.class,
                        again -> assertThat(again.reason()).isNotBlank());
        assertThat(received()).isEmpty();
    }

    @Test
    void triesAgainWhenNobodyAnswersInTime() throws Exception {
        NotificationSender<C> silent = createSilentSender();
        C channel = createChannel();
        long start = System.nanoTime();

        Outcome outcome = silent.send(channel, notification, delivery, SHORT);

        assertThat(outcome).isInstanceOf(Outcome.TryAgain.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    }

    @Test
    void saysThatTheReceiverDoesNotExistAnyMore() throws Exception {
        assertThat(createSender().send(createGoneChannel(), notification, delivery, LONG))
                .isInstanceOf(Outcome.RefusedForGood.class);
    }
}
