package io.einvoicing.flow;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A command to drive on many submissions, or to decide about many calls whose outcome is unknown, and how far it is.
 *
 * @param tenant whose submissions
 * @param id the command
 * @param selection which of them
 * @param decision what is decided about each; empty = they are driven on
 * @param total how many were meant when the command was given
 * @param redriven submissions that were driven on, or decided about
 * @param refused submissions that were left as they are, by reason
 * @param failed submissions that could not be read or stored
 * @param startedBy object id of who gave it
 * @param startedByName name of who gave it, for people
 * @param startedAt when; what is submitted later is not meant
 * @param seenAt when it last went on
 * @param endedAt when it was done; empty while it runs
 */
public record RedriveCommand(
        TenantId tenant,
        UUID id,
        Selection selection,
        Optional<Submissions.Decision> decision,
        long total,
        long redriven,
        Map<RedriveObstacle, Long> refused,
        long failed,
        PrincipalId startedBy,
        String startedByName,
        Instant startedAt,
        Instant seenAt,
        Optional<Instant> endedAt) {
    /** Most submissions that a command names one by one. */
    public static final int MAX_IDS = 10_000;

    public RedriveCommand {
        refused = Map.copyOf(refused);
    }

    /**
     * Which submissions are meant.
     *
     * @param filter which, of those in the log
     * @param submissions only these of them, at most {@value #MAX_IDS}; empty = all
     */
    public record Selection(SubmissionFilter filter, List<SubmissionId> submissions) {
        public Selection {
            submissions = List.copyOf(new LinkedHashSet<>(submissions));
            if (submissions.size() > MAX_IDS) {
                throw new IllegalArgumentException(
                        "submissions must be at most " + MAX_IDS + ", are " + submissions.size());
            }
        }
    }

    /** Returns how many submissions it has come across. */
    public long selected() {
        return redriven
                + failed
                + refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Tells whether it has come to its end. */
    public boolean isDone() {
        return endedAt.isPresent();
    }
}
