package io.einvoicing.http.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.http.call.OutboundResult.Answered;
import io.einvoicing.http.call.internal.RetryAfter;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.Finding;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationSender;
import io.einvoicing.vault.SecretReference;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Posts notifications to webhooks as the Standard Webhooks specification says: {@code webhook-id} is the notification's id and stays
 * the same in every repetition. Thread-safe.
 *
 * <p>2xx = taken, 410 = refused for good, everything else is tried again; {@code Retry-After} of 429 and 503 is honoured up to an hour.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 *     Source: Standard Webhooks</a>
 * @since 0.1.0
 */
public final class WebhookSender implements NotificationSender<Channel.Webhook> {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final OutboundHttp http;
    private final Vaults vaults;
    private final InstantSource clock;

    public WebhookSender(OutboundHttp http, Vaults vaults, InstantSource clock) {
        this.http = http;
        this.vaults = vaults;
        this.clock = clock;
    }

    @Override
    public Optional<Finding> refusal(Channel.Webhook channel) {
        return http.policy()
                .refusal(channel.url())
                .map(reason -> Finding.error(
                        "address", reason, "choose another address, or have the operator allow this one"));
    }

    @Override
    public Outcome send(Channel.Webhook channel, Notification notification, DeliveryId delivery, Duration timeout) {
        byte[] body = body(notification);
        String id = notification.id().toString();
        long timestamp = clock.instant().getEpochSecond();
        Map<String, String> headers = new HashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        if (channel.signingKey().isPresent()) {
            SecretReference key = channel.signingKey().get();
            try {
                VaultUse use = VaultUse.byService(notification.tenant(), "webhook " + delivery.subscription());
                headers.put(
                        "webhook-signature",
                        new WebhookSignature(vaults.secret(use, key.vault(), key.name())).sign(id, timestamp, body));
            } catch (EinvoicingException | IllegalArgumentException e) {
                return Outcome.tryAgain(
                        "the message cannot be signed with the secret \"" + key.name() + "\": " + e.getMessage());
            }
        }
        return http.exchange(new OutboundRequest(
                        "POST",
                        channel.url(),
                        headers,
                        Optional.of(new DocumentContent("application/json", body)),
                        timeout))
                .fold(
                        notSent -> Outcome.tryAgain("not sent: " + notSent.reason()),
                        this::answered,
                        noAnswer -> Outcome.tryAgain("no answer: " + noAnswer.reason()));
    }

    private Outcome answered(Answered answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return Outcome.delivered();
        }
        if (status == 410) {
            return Outcome.refusedForGood("the receiver answered 410: it wants no more messages");
        }
        Optional<Duration> wait = status == 429 || status == 503
                ? answer.header("Retry-After").flatMap(value -> RetryAfter.parse(value, clock.instant()))
                : Optional.empty();
        return new Outcome.TryAgain(
                "the receiver answered " + status
                        + (status >= 300 && status < 400 ? "; redirects are not followed" : ""),
                wait);
    }

    private static byte[] body(Notification notification) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", notification.type());
        body.put("timestamp", notification.occurredAt().toString());
        body.put("id", notification.id().toString());
        body.put("tenant", notification.tenant().toString());
        body.put("subject", notification.subject());
        body.put("text", notification.text());
        body.put("data", new TreeMap<>(notification.data()));
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }
}
