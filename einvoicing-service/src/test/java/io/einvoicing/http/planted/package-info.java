/** Violations planted for the architecture test. */
@NullMarked
package io.einvoicing.http.planted;

import org.jspecify.annotations.NullMarked;
