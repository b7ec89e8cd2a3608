package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What became of the request for a run of an export channel.
 *
 * @param run the run, which is a submission; null if no document waits
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelRunStart(Optional<SubmissionView> run) {}
