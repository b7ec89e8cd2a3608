/** Tests of the endpoint probe. */
@NullMarked
package io.einvoicing.http.activation;

import org.jspecify.annotations.NullMarked;
