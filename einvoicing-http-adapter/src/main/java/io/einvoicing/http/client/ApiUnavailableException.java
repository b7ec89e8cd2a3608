package io.einvoicing.http.client;

import io.einvoicing.kernel.EinvoicingException;
import org.jspecify.annotations.Nullable;

/**
 * Says that the service gave no answer, or none that makes sense. The request may or may not have taken effect; submitting a document
 * can be repeated.
 */
public final class ApiUnavailableException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    public ApiUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
