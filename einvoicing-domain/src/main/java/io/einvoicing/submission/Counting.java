package io.einvoicing.submission;

/** Whether a submission was counted as usage, and why. */
public enum Counting {
    NOT_YET(false, "not counted: only a completed flow counts"),
    COUNTED(true, "counted: its flow completed and its business document was not counted before"),
    ALREADY_COUNTED(false, "not counted: its business document was counted before"),
    RELATED(
            false,
            "not counted: cancellations, status changes of an issued document and runs of export channels never count");

    private final boolean counted;
    private final String reason;

    Counting(boolean counted, String reason) {
        this.counted = counted;
        this.reason = reason;
    }

    public boolean isCounted() {
        return counted;
    }

    /** Returns the reason for people. */
    public String reason() {
        return reason;
    }
}
