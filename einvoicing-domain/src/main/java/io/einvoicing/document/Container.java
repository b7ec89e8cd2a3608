package io.einvoicing.document;

import io.einvoicing.vault.SecretValue;

/**
 * A customer's own storage container, addressed by the value of its storage secret.
 *
 * @param url for Azure the whole Blob SAS URL (address and token); for the embedded default a folder's {@code file:} URI
 */
public record Container(SecretValue url) {}
