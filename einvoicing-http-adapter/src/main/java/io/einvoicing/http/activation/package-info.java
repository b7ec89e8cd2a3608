/** Asks service endpoints over HTTP. */
@NullMarked
package io.einvoicing.http.activation;

import org.jspecify.annotations.NullMarked;
