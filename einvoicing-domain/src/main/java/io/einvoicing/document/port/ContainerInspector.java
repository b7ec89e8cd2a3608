package io.einvoicing.document.port;

import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerState;

/** Looks at a customer's container without changing it. Thread-safe. */
public interface ContainerInspector {
    /**
     * Tells in what state the container is, everything that is wrong at once.
     *
     * @throws io.einvoicing.document.DocumentStoreUnavailableException if the storage gave no usable answer; a refusal is an answer
     */
    ContainerState inspect(Container container);
}
