package io.einvoicing.http.access;

import io.einvoicing.kernel.EinvoicingException;

/** Says that the token issuer's public keys could not be read, so no token can be judged. Nothing was changed. */
public final class SigningKeysUnavailableException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    public SigningKeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
