/** Violations planted for the architecture test. */
@NullMarked
package io.einvoicing.environment.planted;

import org.jspecify.annotations.NullMarked;
