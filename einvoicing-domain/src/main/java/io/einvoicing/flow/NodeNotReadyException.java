package io.einvoicing.flow;

import io.einvoicing.kernel.EinvoicingException;

/** Says that this node cannot run the flow now: it lacks an action type, or its store is too slow to call safely. Nothing was sent. */
public final class NodeNotReadyException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    NodeNotReadyException(String message) {
        super(message, null);
    }
}
