package io.einvoicing.http.api;

import io.einvoicing.flow.Direction;
import io.einvoicing.submission.BusinessDocumentKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Request to count a document that another system issued, or received and took over.
 *
 * @param document which document; counting it twice with the same content is safe
 * @param environment name of the service environment
 * @param feature name of the feature
 * @param direction EXPORT if absent
 * @param occurredAt when it was issued or taken over; to the microsecond
 * @param reservation the reservation that it uses
 */
public record NewUsageEntry(
        BusinessDocumentKey document,
        String environment,
        String feature,
        Optional<Direction> direction,
        Instant occurredAt,
        Optional<UUID> reservation) {}
