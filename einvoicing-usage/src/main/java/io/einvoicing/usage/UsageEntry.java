package io.einvoicing.usage;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One counted business document, whatever its number of lines; never changed and never deleted.
 *
 * <p>{tenant, environment, direction, document} identify it: environments are independent of each other. Everything else is its
 * content.
 *
 * @param tenant whose usage it is
 * @param environment through which it went
 * @param feature that processed it
 * @param direction issued or received
 * @param document which document
 * @param occurredAt when its flow completed, or when the ERP took it over; to the microsecond
 * @param billingDay day in the tenant's billing zone on which it counts; never changes, whatever becomes of the zone
 * @param late whether it was recorded after the month in which it occurred had closed, and so counts on the day of recording
 * @param submission whose flow completed; empty for a document that another system counted
 */
public record UsageEntry(
        TenantId tenant,
        EnvironmentId environment,
        FeatureId feature,
        Direction direction,
        BusinessDocumentKey document,
        Instant occurredAt,
        LocalDate billingDay,
        boolean late,
        Optional<SubmissionId> submission) {
    public UsageEntry {
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** What identifies an entry within its tenant. */
    public record Key(EnvironmentId environment, Direction direction, BusinessDocumentKey document) {}

    /** Where a page of entries ended. */
    public record Cursor(LocalDate billingDay, Key key) {}

    public Key key() {
        return new Key(environment, direction, document);
    }

    /** Tells whether the other entry says the same of the same document; who recorded it when does not matter. */
    public boolean sameContent(UsageEntry other) {
        return key().equals(other.key()) && feature.equals(other.feature) && occurredAt.equals(other.occurredAt);
    }
}
