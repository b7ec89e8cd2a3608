package io.einvoicing.document.port;

import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;

/**
 * Keeps files in the customers' own storage, create-only: nothing is ever overwritten or deleted. Thread-safe.
 *
 * <p>Every method throws {@link io.einvoicing.document.DocumentStoreUnavailableException} if there was no usable answer.
 */
public interface DocumentStore {
    /**
     * Stores a file durably under a new name. Storing equal bytes under the same name again succeeds and changes nothing.
     *
     * @param name path inside the container: segments of letters, digits, {@code . _ -} separated by {@code /}, at most 512
     *     characters, no segment of dots only
     * @throws IllegalArgumentException if the name is not of that form
     * @throws io.einvoicing.document.DocumentConflictException if other bytes are stored under the name
     */
    void store(Container container, String name, DocumentContent content);

    /**
     * Returns the bytes of a file.
     *
     * @throws IllegalArgumentException if the name is not of the form that {@link #store} takes
     * @throws io.einvoicing.document.DocumentNotFoundException if there is none of that name
     */
    byte[] read(Container container, String name);
}
