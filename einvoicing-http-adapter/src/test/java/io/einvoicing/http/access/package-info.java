/** Tests of token verification. */
@NullMarked
package io.einvoicing.http.access;

import org.jspecify.annotations.NullMarked;
