package io.einvoicing.http.notification;

import java.util.function.Function;
import java.util.function.Supplier;

/** What became of a message that was handed to the mail server: above all, whether it can have been taken. */
record EmailTransmission(State state, String reason) {
    enum State {
        TAKEN,
        /** Certainly not taken; again may help. */
        NOT_TAKEN,
        /** A mailbox does not exist. */
        REFUSED,
        /** The connection broke after the message was begun. */
        UNKNOWN
    }

    <T> T fold(
            Supplier<T> onTaken,
            Function<String, T> onNotTaken,
            Function<String, T> onRefused,
            Function<String, T> onUnknown) {
        return switch (state) {
            case TAKEN -> onTaken.get();
            case NOT_TAKEN -> onNotTaken.apply(reason);
            case REFUSED -> onRefused.apply(reason);
            case UNKNOWN -> onUnknown.apply(reason);
        };
    }
}
