package io.einvoicing.usage;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.submission.BusinessDocumentKey;
import java.time.Instant;

/**
 * A document that the vendor counts, whatever its number of lines.
 *
 * @param environment through which it went
 * @param feature that processed it
 * @param direction issued, or received and taken over by the ERP
 * @param document the vendor's own key of the document
 * @param occurredAt when it was issued or taken over; to the microsecond
 */
public record UsageRecord(
        EnvironmentId environment,
        FeatureId feature,
        Direction direction,
        BusinessDocumentKey document,
        Instant occurredAt) {}
