/** Shared kernel: identifiers, findings, refusals and errors that every capability uses. */
@NullMarked
package io.einvoicing.kernel;

import org.jspecify.annotations.NullMarked;
