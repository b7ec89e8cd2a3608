/** What the core needs from a customer's key vault. */
@NullMarked
package io.einvoicing.vault.port;

import org.jspecify.annotations.NullMarked;
