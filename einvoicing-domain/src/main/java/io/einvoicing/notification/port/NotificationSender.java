package io.einvoicing.notification.port;

import io.einvoicing.kernel.Finding;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends notifications through one sort of channel. Thread-safe.
 *
 * @param <C> the channel
 */
public interface NotificationSender<C extends Channel> {
    /**
     * Returns why this service does not send to the channel, as far as that is known without calling anybody; empty if it does. The
     * finding's field is {@code address} or {@code secret}.
     */
    Optional<Finding> refusal(C channel);

    /**
     * Sends a notification, once; the receiver can tell a repetition by the delivery's or the notification's id. Returns within the
     * timeout or little later, whatever the other side does, and says every failure of the outside as an outcome.
     */
    Outcome send(C channel, Notification notification, DeliveryId delivery, Duration timeout);

    /** What became of one attempt. */
    sealed interface Outcome {
        /** Longest reason that is kept, in characters. */
        int REASON_LENGTH = 500;

        /** The receiver took it. */
        record Delivered() implements Outcome {}

        /**
         * It was not taken, or nobody knows.
         *
         * @param reason for people, in one line; never holds a secret
         * @param after how long the receiver asks to wait
         */
        record TryAgain(String reason, Optional<Duration> after) implements Outcome {
            public TryAgain {
                reason = line(reason);
            }
        }

        /**
         * The receiver wants nothing of this subscription any more.
         *
         * @param reason for people, in one line; never holds a secret
         */
        record RefusedForGood(String reason) implements Outcome {
            public RefusedForGood {
                reason = line(reason);
            }
        }

        static Outcome delivered() {
            return new Delivered();
        }

        static Outcome tryAgain(String reason) {
            return new TryAgain(reason, Optional.empty());
        }

        static Outcome refusedForGood(String reason) {
            return new RefusedForGood(reason);
        }

        /** Handles every case. */
        default <T> T fold(
                Function<Delivered, T> onDelivered,
                Function<TryAgain, T> onTryAgain,
                Function<RefusedForGood, T> onRefusedForGood) {
            if (this instanceof Delivered delivered) {
                return onDelivered.apply(delivered);
            }
            return this instanceof TryAgain again
                    ? onTryAgain.apply(again)
                    : onRefusedForGood.apply((RefusedForGood) this);
        }

        /** Makes one storable line of what may come from outside. */
        private static String line(String reason) {
            String line = reason.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
            if (line.length() <= REASON_LENGTH) {
                return line;
            }
            int end = REASON_LENGTH - 1;
            return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
        }
    }
}
