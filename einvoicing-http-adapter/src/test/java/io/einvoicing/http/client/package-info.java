/** Tests of the client. */
@NullMarked
package io.einvoicing.http.client;

import org.jspecify.annotations.NullMarked;
