/** What number sequences need from outside. */
@NullMarked
package io.einvoicing.numbersequence.port;

import org.jspecify.annotations.NullMarked;
