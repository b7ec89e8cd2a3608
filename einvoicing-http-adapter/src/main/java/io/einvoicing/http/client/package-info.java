/** The side of an ERP: calls the REST API over HTTP. */
@NullMarked
package io.einvoicing.http.client;

import org.jspecify.annotations.NullMarked;
