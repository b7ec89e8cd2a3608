package io.einvoicing.submission.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.ExportChannel;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores submissions. Thread-safe. Every method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no
 * answer.
 */
public interface SubmissionRepository {
    /**
     * Stores a new submission unless its document forbids it; decided by unique keys, so that of two identical calls at one instant
     * one is stored. Repeating a call with the same submission id answers {@link Creation#CREATED} again.
     */
    Creation create(Submission submission);

    /** What a creation answers. */
    enum Creation {
        CREATED,
        /** There is an ORIGINAL submission of the document already, and this is another; nothing was stored. */
        DOCUMENT_KEY_USED,
        /** Another submission of the document is active; nothing was stored. */
        IN_PROCESS,
        /** This is a RESUBMISSION and the authority accepted the document meanwhile; nothing was stored. */
        ACCEPTED,
        /** The environment was deleted meanwhile; nothing was stored. */
        ENVIRONMENT_DELETED
    }

    Optional<Submission> find(TenantId tenant, SubmissionId id);

    /** Returns all submissions of one document, the oldest first. */
    List<Submission> ofDocument(TenantId tenant, EnvironmentId environment, BusinessDocumentKey document);

    /**
     * Returns submissions of the tenant, the newest first, by instant of acceptance and then id.
     *
     * @param filter what to return
     * @param after the last submission of the page before; empty for the first page
     * @param limit at most so many, 1 to 1,000
     */
    List<Submission> list(TenantId tenant, SubmissionFilter filter, Optional<SubmissionId> after, int limit);

    /**
     * Makes an active submission CANCELED if no call was ever intended and no run of an export channel has its
     * document, and takes the lease from a worker that runs it. The documents of a run that is canceled wait for another.
     *
     * @return whether it was canceled; {@code false} if it is not active, a call was intended, or a run has it
     */
    boolean cancel(TenantId tenant, SubmissionId id, Instant at);

    /**
     * Applies a person's decision to a submission that is PENDING with {@code OUTCOME_UNKNOWN} and not due by itself: makes it due
     * at the instant, or FAILED with the failure text if given; stores the audit record with it, all or nothing. A document that a run of an export channel has is not sent again by
     * itself: it can only be given up.
     *
     * @return whether it was in that state; {@code false} changed nothing
     */
    boolean decide(TenantId tenant, SubmissionId id, Instant at, Optional<String> failure, AuditStamp stamp);

    /**
     * Puts a submission that failed or waits back into process and stores the audit record, all or nothing. A lease of it that was
     * lost is forgotten. Of two calls at one instant one takes effect. The documents of a run of an export channel wait for its end
     * again.
     *
     * @param found the submission as the caller read it
     * @param resumed the same as it goes on, active and due
     * @return what forbids it; empty if it was stored
     */
    Optional<RedriveObstacle> resume(Submission found, Submission resumed, AuditStamp stamp);

    /**
     * Returns documents that wait for the export channel and are in no run, the longest submitted first. All of them have the version
     * of the first.
     *
     * @param limit at most so many, 1 to 1,000
     */
    List<Submission> waitingForChannel(TenantId tenant, ExportChannel.Key channel, int limit);

    /**
     * Stores a run of an export channel and gives it exactly these documents, all or nothing: a document is in one run at a time, also
     * if runs are started at the same instant. Repeating a call with the same run answers {@link RunStart#STARTED} again.
     *
     * @param run SCHEDULED, of kind {@link io.einvoicing.submission.SubmissionKind#CHANNEL_RUN}
     * @param members not empty
     */
    RunStart startRun(Submission run, List<SubmissionId> members);

    /** What the start of a run answers. */
    enum RunStart {
        STARTED,
        /** A document does not wait any more, or is in another run; nothing was stored: ask what waits and try again. */
        MEMBERS_CHANGED,
        /** The environment was deleted meanwhile; nothing was stored. */
        ENVIRONMENT_DELETED
    }

    /** Returns the tenant's export channels in which documents wait or that had a run, in no order. */
    List<ExportChannel> channels(TenantId tenant);

    /** Names a submission of a tenant. */
    record Key(TenantId tenant, SubmissionId submission) {}

    /** Returns those of the submissions that have ended or go on only after a person did something; in one query. */
    List<Key> settled(List<Key> asked);
}
