package io.einvoicing.http.api;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.environment.PublishedEnvironment;
import java.time.Instant;

/**
 * A snapshot in the history of an environment.
 *
 * @param number 1 for the first publication
 * @param publishedAt instant of publication
 * @param publishedBy object id of who published
 * @param publishedByName who published, for people
 */
public record SnapshotSummary(int number, Instant publishedAt, PrincipalId publishedBy, String publishedByName) {
    /** Shows a snapshot without its settings. */
    public static SnapshotSummary of(PublishedEnvironment snapshot) {
        return new SnapshotSummary(
                snapshot.number(), snapshot.publishedAt(), snapshot.publishedBy(), snapshot.publishedByName());
    }
}
