package io.einvoicing.document;

import io.einvoicing.kernel.EinvoicingException;
import org.jspecify.annotations.Nullable;

/** Says that the container holds other content under that name; nothing was overwritten. */
public final class DocumentConflictException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * Describes the failure; the message must not hold the container's access token.
     *
     * @param name path of the file inside the container
     */
    public DocumentConflictException(String name, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.name = name;
    }

    /** Returns the path of the file inside the container. */
    public String name() {
        return name;
    }
}
