/** Checks of submitted JSON documents. */
@NullMarked
package io.einvoicing.http.document;

import org.jspecify.annotations.NullMarked;
