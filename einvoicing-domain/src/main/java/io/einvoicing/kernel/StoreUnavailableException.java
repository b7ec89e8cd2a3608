package io.einvoicing.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Says that the store of record gave no answer. A write may or may not have taken effect; every write of our ports is safe
 * to repeat.
 */
public final class StoreUnavailableException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
