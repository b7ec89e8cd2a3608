package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.submission.ExportChannel;
import java.time.Instant;
import java.util.Optional;

/**
 * An export channel in which documents wait, or that had a run.
 *
 * @param environment the environment through which documents were submitted
 * @param feature the feature
 * @param setup name of its setup
 * @param waiting documents that wait and are in no run
 * @param waitingSince when the longest waiting of them was submitted; null if none waits
 * @param lastRun the run that was started last; null if there was none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ExportChannelView(
        EnvironmentId environment,
        FeatureId feature,
        String setup,
        long waiting,
        Optional<Instant> waitingSince,
        Optional<SubmissionView> lastRun) {
    /** Shows a channel. */
    public static ExportChannelView of(ExportChannel channel) {
        return new ExportChannelView(
                channel.key().environment(),
                channel.key().feature(),
                channel.key().setup(),
                channel.waiting(),
                channel.waitingSince(),
                channel.lastRun().map(SubmissionView::of));
    }
}
