/** Tests of the REST API over real HTTP. */
@NullMarked
package io.einvoicing.http.api;

import org.jspecify.annotations.NullMarked;
