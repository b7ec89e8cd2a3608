/** Connected applications over HTTP: OAuth 2 client credentials, and the protocol of docs/connected-applications.md. */
@NullMarked
package io.einvoicing.http.erp;

import org.jspecify.annotations.NullMarked;
