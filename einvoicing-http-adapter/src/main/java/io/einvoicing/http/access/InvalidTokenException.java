package io.einvoicing.http.access;

import org.jspecify.annotations.Nullable;

/** Says that a bearer token does not prove who calls; checked, because every caller has to refuse the request. */
public final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Describes the fault.
     *
     * @param message for the bearer; never holds the token
     */
    public InvalidTokenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
