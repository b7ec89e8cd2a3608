package io.einvoicing.document;

import io.einvoicing.kernel.CanonicalAddress;
import io.einvoicing.vault.SecretValue;

/**
 * A customer's own storage container, addressed by the value of its storage secret.
 *
 * @param url for Azure the whole Blob SAS URL (address and token); for the embedded default a folder's {@code file:} URI
 */
public record Container(SecretValue url) {
    /**
     * Returns the address without its token, in one spelling for each container.
     *
     * @throws DocumentStoreUnavailableException if the secret holds no address
     */
    public String address() {
        try {
            return CanonicalAddress.of(url.reveal());
        } catch (IllegalArgumentException e) {
            throw new DocumentStoreUnavailableException("", "the storage secret holds no address of a container", null);
        }
    }
}
