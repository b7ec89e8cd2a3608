package io.einvoicing.document;

import io.einvoicing.kernel.EinvoicingException;
import org.jspecify.annotations.Nullable;

/** Says that the customer's storage gave no usable answer (down, access expired, network); the write may or may not have happened, and repeating it is safe. */
public final class DocumentStoreUnavailableException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final boolean refused;

    /**
     * Describes a failure without usable answer; the message must not hold the container's access token.
     *
     * @param name path of the file inside the container
     */
    public DocumentStoreUnavailableException(String name, String message, @Nullable Throwable cause) {
        this(name, message, false, cause);
    }

    private DocumentStoreUnavailableException(String name, String message, boolean refused, @Nullable Throwable cause) {
        super(message, cause);
        this.name = name;
        this.refused = refused;
    }

    /** Describes that the storage refused the access token: it expired, was revoked, or permits too little. */
    public static DocumentStoreUnavailableException refused(String name, String message, @Nullable Throwable cause) {
        return new DocumentStoreUnavailableException(name, message, true, cause);
    }

    /** Returns the path of the file inside the container. */
    public String name() {
        return name;
    }

    /** Tells whether the storage answered and refused the access token; a newer one may be in the vault. */
    public boolean isRefused() {
        return refused;
    }
}
