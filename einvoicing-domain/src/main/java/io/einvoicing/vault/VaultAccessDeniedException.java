package io.einvoicing.vault;

import io.einvoicing.kernel.EinvoicingException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Says that the vault refused access: the service's principal lacks Get permission, or the vault belongs
 * to another tenant. Nothing was changed. */
public class VaultAccessDeniedException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    private final transient URI vault;
    private final String object;

    /**
     * Describes the failure; the message must not hold a secret's value.
     *
     * @param object name of the secret or certificate
     */
    public VaultAccessDeniedException(URI vault, String object, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.vault = vault;
        this.object = object;
    }

    public URI vault() {
        return vault;
    }

    public String object() {
        return object;
    }
}
