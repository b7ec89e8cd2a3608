package io.einvoicing.submission;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import java.time.Instant;
import java.util.Optional;

/**
 * An export channel as it stands: documents that wait in it for a run.
 *
 * @param key which channel
 * @param waiting documents that wait and are in no run
 * @param waitingSince when the longest waiting of them was submitted
 * @param lastRun the run that was started last
 */
public record ExportChannel(Key key, long waiting, Optional<Instant> waitingSince, Optional<Submission> lastRun) {
    /**
     * Names an export channel of a tenant.
     *
     * @param environment the environment through which documents were submitted
     * @param feature the feature, whatever its version
     * @param setup the setup, an {@code EXPORT_CHANNEL_AND_PIPELINE}
     */
    public record Key(EnvironmentId environment, FeatureId feature, String setup) {
        /** Returns the channel for which a submission waits, or which it is a run of. */
        public static Key of(Submission submission) {
            Submission.Order order = submission.order();
            return new Key(order.environment(), order.feature(), order.setup());
        }
    }
}
