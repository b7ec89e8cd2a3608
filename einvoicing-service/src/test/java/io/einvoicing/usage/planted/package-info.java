/** Violations planted for the architecture test. */
@NullMarked
package io.einvoicing.usage.planted;

import org.jspecify.annotations.NullMarked;
