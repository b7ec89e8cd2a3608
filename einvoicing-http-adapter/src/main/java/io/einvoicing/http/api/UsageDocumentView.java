package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.einvoicing.flow.Direction;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.usage.NamedEntry;
import io.einvoicing.usage.UsageEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A counted document.
 *
 * @param document which document
 * @param environment through which it went
 * @param feature that processed it
 * @param direction issued or received
 * @param occurredAt when its flow completed, or when the ERP took it over
 * @param billingDay day in the billing zone on which it counts
 * @param late whether its month had closed when it was recorded, so that it counts on the day of recording
 * @param submission whose flow completed; null for a document that another system counted
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UsageDocumentView(
        BusinessDocumentKey document,
        Named environment,
        Named feature,
        Direction direction,
        Instant occurredAt,
        LocalDate billingDay,
        boolean late,
        Optional<SubmissionId> submission) {
    /** Shows an entry. */
    public static UsageDocumentView of(NamedEntry named) {
        UsageEntry entry = named.entry();
        return new UsageDocumentView(
                entry.document(),
                new Named(entry.environment().value(), named.environmentName()),
                new Named(entry.feature().value(), named.featureName()),
                entry.direction(),
                entry.occurredAt(),
                entry.billingDay(),
                entry.late(),
                entry.submission());
    }
}
