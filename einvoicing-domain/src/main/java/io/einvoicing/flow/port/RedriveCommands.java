package io.einvoicing.flow.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.flow.RedriveCommand;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps commands to drive on many submissions, or to decide about many, and carries them out bit by bit. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface RedriveCommands {
    /**
     * Stores a new command with the number of submissions that it means and the audit record, all or nothing.
     *
     * @return the command as stored
     */
    RedriveCommand begin(RedriveCommand command, AuditStamp stamp);

    Optional<RedriveCommand> find(TenantId tenant, UUID id);

    /**
     * Returns the tenant's latest commands, the newest first.
     *
     * @param limit at most so many, 1 to 1,000
     */
    List<RedriveCommand> latest(TenantId tenant, int limit);

    /**
     * Drives on the next submissions of a command of any tenant that is not done and that nobody else carries out just now, the newest
     * first, each as {@link io.einvoicing.submission.Submission#drivenOn} says; or decides about them, each as
     * {@link io.einvoicing.submission.port.SubmissionRepository#decide} does. What is driven on and how far the command came is one
     * transaction: no submission is left out or driven on twice, whoever dies.
     *
     * @param most at most so many submissions, positive
     * @return whether there was such a command
     */
    boolean advance(Instant now, int most);
}
