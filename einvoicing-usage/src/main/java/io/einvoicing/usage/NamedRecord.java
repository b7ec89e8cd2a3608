package io.einvoicing.usage;

import io.einvoicing.flow.Direction;
import io.einvoicing.submission.BusinessDocumentKey;
import java.time.Instant;

/**
 * A document that another system counted, which knows environment and feature by their names.
 *
 * @param environment name of the environment through which it went
 * @param feature name of the feature that processed it
 * @param direction issued, or received and taken over by the ERP
 * @param document which document
 * @param occurredAt when it was issued or taken over; to the microsecond
 */
public record NamedRecord(
        String environment, String feature, Direction direction, BusinessDocumentKey document, Instant occurredAt) {}
