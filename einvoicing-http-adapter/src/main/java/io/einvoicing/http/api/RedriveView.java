package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.einvoicing.flow.RedriveCommand;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A command to drive on many submissions, or to decide about many calls whose outcome is unknown, and how far it is.
 *
 * @param id the command
 * @param filter which submissions of the log are meant
 * @param named how many submissions were named one by one; 0 = all that the filter means
 * @param decision what is decided about each; null = they are driven on
 * @param total how many were meant when the command was given
 * @param selected how many it has come across
 * @param redriven how many of them were driven on, or decided about
 * @param refused how many of them were left as they are, by reason
 * @param failed how many of them could not be read or stored
 * @param done whether it has come to its end
 * @param startedBy who gave it
 * @param startedAt when
 * @param seenAt when it last went on
 * @param endedAt when it was done; null while it runs
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RedriveView(
        UUID id,
        SubmissionFilterForm filter,
        int named,
        Optional<Submissions.Decision> decision,
        long total,
        long selected,
        long redriven,
        List<Refused> refused,
        long failed,
        boolean done,
        Named startedBy,
        Instant startedAt,
        Instant seenAt,
        Optional<Instant> endedAt) {
    /**
     * Submissions that were left as they are for one reason.
     *
     * @param code the reason as a code
     * @param reason the reason for people
     * @param number how many
     */
    public record Refused(RedriveObstacle code, String reason, long number) {}

    /** Shows a command. */
    public static RedriveView of(RedriveCommand command) {
        return new RedriveView(
                command.id(),
                SubmissionFilterForm.of(command.selection().filter()),
                command.selection().submissions().size(),
                command.decision(),
                command.total(),
                command.selected(),
                command.redriven(),
                command.refused().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> new Refused(each.getKey(), each.getKey().reason(), each.getValue()))
                        .toList(),
                command.failed(),
                command.isDone(),
                new Named(command.startedBy().value(), command.startedByName()),
                command.startedAt(),
                command.seenAt(),
                command.endedAt());
    }
}
