/** Violations planted for the architecture test. */
@NullMarked
package io.einvoicing.kernel.planted;

import org.jspecify.annotations.NullMarked;
