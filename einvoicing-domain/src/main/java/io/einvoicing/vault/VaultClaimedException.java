package io.einvoicing.vault;

import java.net.URI;

/** Says that the vault belongs to another tenant. Nothing was asked of the vault, or its answer was thrown away. */
public final class VaultClaimedException extends VaultAccessDeniedException {
    private static final long serialVersionUID = 1L;

    /** @param object name of the secret or certificate, empty for the list of all */
    public VaultClaimedException(URI vault, String object) {
        super(vault, object, "the key vault " + vault + " belongs to another tenant", null);
    }
}
