package io.einvoicing.http.api;

import io.einvoicing.flow.Direction;
import io.einvoicing.submission.BusinessDocumentKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Request to count documents that other systems issued, or received and took over; all of them or none.
 *
 * @param reservation the reservation that they use
 * @param entries 1 to 10,000
 */
public record NewUsageBatch(Optional<UUID> reservation, List<Entry> entries) {
    public NewUsageBatch {
        entries = List.copyOf(entries);
    }

    /** Returns a batch that uses no reservation. */
    public static NewUsageBatch of(List<Entry> entries) {
        return new NewUsageBatch(Optional.empty(), entries);
    }

    /**
     * One document.
     *
     * @param document which document; counting it twice with the same content is safe
     * @param environment name of the service environment
     * @param feature name of the feature
     * @param direction EXPORT if absent
     * @param occurredAt when it was issued or taken over; to the microsecond
     */
    public record Entry(
            BusinessDocumentKey document,
            String environment,
            String feature,
            Optional<Direction> direction,
            Instant occurredAt) {}
}
