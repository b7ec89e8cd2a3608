/** Customer's documents in Azure Blob Storage, secrets and certificates in Azure Key Vault. */
@NullMarked
package io.einvoicing.azure;

import org.jspecify.annotations.NullMarked;
