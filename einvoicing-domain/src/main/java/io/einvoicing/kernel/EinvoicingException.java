package io.einvoicing.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Says that the world around the service failed (a store, a vault, a network); never a fault of the caller's input.
 *
 * <p>Whether the operation took effect is stated by each subclass. Repeating later is the remedy unless it says otherwise.
 */
public abstract class EinvoicingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected EinvoicingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
