package io.einvoicing.notification;

import io.einvoicing.kernel.Finding;
import io.einvoicing.notification.port.NotificationSender;
import java.time.Duration;
import java.util.Optional;

/**
 * The sender of each channel.
 *
 * @param email sends e-mail
 * @param webhook calls webhooks
 */
public record NotificationSenders(
        NotificationSender<Channel.Email> email, NotificationSender<Channel.Webhook> webhook) {
    Optional<Finding> refusal(Channel channel) {
        return channel.fold(email::refusal, webhook::refusal);
    }

    NotificationSender.Outcome send(ClaimedDelivery delivery, Duration timeout) {
        return delivery.channel()
                .fold(
                        address -> email.send(address, delivery.notification(), delivery.id(), timeout),
                        hook -> webhook.send(hook, delivery.notification(), delivery.id(), timeout));
    }
}
