/** Verifies bearer tokens and issues them for development. */
@NullMarked
package io.einvoicing.http.access;

import org.jspecify.annotations.NullMarked;
