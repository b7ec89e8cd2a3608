/** REST API, outbound calls and the ERP-side client. */
@NullMarked
package io.einvoicing.http;

import org.jspecify.annotations.NullMarked;
