/** A protocol stub of Azure Key Vault: it speaks the documented REST protocol on loopback and keeps everything in memory. */
@NullMarked
package io.einvoicing.testkit.keyvault;

import org.jspecify.annotations.NullMarked;
