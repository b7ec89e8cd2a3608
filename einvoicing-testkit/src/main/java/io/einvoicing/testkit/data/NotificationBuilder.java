package io.einvoicing.testkit.data;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Builds a notification; by default that a threshold of a fresh tenant was reached at {@link TestData#NOW}. */
public final class NotificationBuilder {
    private TenantId tenant = TestData.freshTenant();
    private UUID id = UUID.randomUUID();
    private String type = "usage.threshold-reached";
    private Instant occurredAt = TestData.NOW;
    private String subject = "80 % of the documents of November 2026 are used";
    private String text = "880 of 1,100 documents are used.";
    private final Map<String, String> data = new HashMap<>();

    NotificationBuilder() {}

    public NotificationBuilder of(TenantId value) {
        tenant = value;
        return this;
    }

    public NotificationBuilder id(UUID value) {
        id = value;
        return this;
    }

    public NotificationBuilder type(String value) {
        type = value;
        return this;
    }

    public NotificationBuilder at(Instant value) {
        occurredAt = value;
        return this;
    }

    public NotificationBuilder subject(String value) {
        subject = value;
        return this;
    }

    public NotificationBuilder text(String value) {
        text = value;
        return this;
    }

    /** Adds a value to the data. */
    public NotificationBuilder with(String name, String value) {
        data.put(name, value);
        return this;
    }

    public Notification build() {
        return new Notification(tenant, id, type, occurredAt, subject, text, data);
    }
}
