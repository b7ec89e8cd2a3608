package io.einvoicing.submission;

/** Why a submission is not driven on, or not decided about. */
public enum RedriveObstacle {
    NOT_FOUND("it does not exist"),
    IN_PROCESS("it runs, or will run at once"),
    WAITS_FOR_DECISION("what became of its call is not known: decide about it, or enter what the authority said"),
    NO_DECISION("it waits for no decision"),
    IN_CHANNEL_RUN("the run of its export channel sends its documents together: decide about the run"),
    WAITS_FOR_CHANNEL("its document is stored: start a run of its export channel, or drive on the run that has it"),
    DOCUMENTS_RELEASED("nothing was sent, and its documents wait for another run: start one"),
    COMPLETED("it has completed: resubmit it, or send a related submission"),
    CANCELED("it was canceled: resubmit it"),
    DOCUMENT_IN_PROCESS("another submission of its document is in process: wait until that has ended"),
    DOCUMENT_ACCEPTED("the authority accepted the document through another submission"),
    ENVIRONMENT_DELETED("its environment was deleted"),
    CHANGED("it changed meanwhile: read it again");

    private final String reason;

    RedriveObstacle(String reason) {
        this.reason = reason;
    }

    /** Returns the reason for people; what to do about it stands behind the colon. */
    public String reason() {
        return reason;
    }
}
