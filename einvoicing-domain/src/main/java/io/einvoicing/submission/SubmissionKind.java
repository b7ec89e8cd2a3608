package io.einvoicing.submission;

/** Why a submission was made. */
public enum SubmissionKind {
    /** The first submission of a business document. */
    ORIGINAL(true),
    /** The service runs stored data again. */
    RESUBMISSION(true),
    /** The ERP sends the document again, corrected, as a child of the former one. */
    CORRECTION(true),
    /** Cancels the document at the authority, as a child of the one that issued it. */
    CANCELLATION(false),
    /** Changes or asks the document's status at the authority, as a child of the one that issued it. */
    STATUS_CHANGE(false),
    /** A run of an export channel, which sends the documents that wait for it. */
    CHANNEL_RUN(false);

    private final boolean counts;

    SubmissionKind(boolean counts) {
        this.counts = counts;
    }

    /** Tells whether such a submission counts when its flow completes and its document was not counted before. */
    public boolean counts() {
        return counts;
    }

    /** Tells whether the ERP sends it as a child of another submission. */
    public boolean isRelated() {
        return this == CORRECTION || this == CANCELLATION || this == STATUS_CHANGE;
    }
}
