package io.einvoicing.submission;

/** What a PENDING submission waits for. */
public enum PendingReason {
    /** The next retry of an action that failed retryably. */
    RETRY,
    /** An action asked to be run again later, such as polling for an answer. */
    WAITING_FOR_RESPONSE,
    /**
     * A request was sent, or may have been, and its outcome is not known. With a due time the action's recovery runs then;
     * without one a person decides.
     */
    OUTCOME_UNKNOWN,
    /** The customer's storage or vault, or another part of the service's own surroundings, gave no answer. */
    OUTAGE,
    /** The web service's host has as many calls as it may have, or did not answer lately; due by itself, uses up no retry. */
    WEB_SERVICE_BUSY,
    /** Workers died with it in hand again and again; a person decides. */
    SET_ASIDE,
    /** Its document is generated and stored; it waits for a run of its export channel, or for the end of the run that has it. */
    WAITING_FOR_CHANNEL
}
