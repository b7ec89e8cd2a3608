/** Violations planted for the architecture test. */
@NullMarked
package io.einvoicing.jdbc.planted;

import org.jspecify.annotations.NullMarked;
