package io.einvoicing.testkit.data;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.NotificationSubscription;
import io.einvoicing.notification.TypePattern;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Builds a subscription; by default of a fresh tenant to everything, by e-mail to a mailbox of its own. */
public final class SubscriptionBuilder {
    private TenantId tenant = TestData.freshTenant();
    private UUID id = UUID.randomUUID();
    private List<TypePattern> types = List.of(new TypePattern("*"));
    private Channel channel = new Channel.Email("ada-" + UUID.randomUUID() + "@contoso.example");
    private final PrincipalId createdBy = TestData.freshPrincipal();
    private Instant createdAt = TestData.NOW;

    SubscriptionBuilder() {}

    public SubscriptionBuilder of(TenantId value) {
        tenant = value;
        return this;
    }

    public SubscriptionBuilder id(UUID value) {
        id = value;
        return this;
    }

    public SubscriptionBuilder to(String... patterns) {
        types = Stream.of(patterns).map(TypePattern::new).toList();
        return this;
    }

    public SubscriptionBuilder byEmail(String address) {
        channel = new Channel.Email(address);
        return this;
    }

    /** Has unsigned messages posted to the URL. */
    public SubscriptionBuilder byWebhook(URI url) {
        channel = new Channel.Webhook(url, Optional.empty());
        return this;
    }

    /** Has signed messages posted to the URL. */
    public SubscriptionBuilder byWebhook(URI url, SecretReference signingKey) {
        channel = new Channel.Webhook(url, Optional.of(signingKey));
        return this;
    }

    public SubscriptionBuilder at(Instant value) {
        createdAt = value;
        return this;
    }

    public NotificationSubscription build() {
        return new NotificationSubscription(tenant, id, types, channel, true, createdBy, createdAt);
    }
}
