package io.einvoicing.document;

import io.einvoicing.kernel.EinvoicingException;

/** Says that the container belongs to another tenant, whatever token leads to it. Nothing was asked of the storage. */
public final class ContainerClaimedException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    public ContainerClaimedException() {
        super("the container to which the storage secret leads belongs to another tenant", null);
    }
}
