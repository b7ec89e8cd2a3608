/** Violations planted for the architecture test. */
@NullMarked
package io.einvoicing.vault.planted;

import org.jspecify.annotations.NullMarked;
