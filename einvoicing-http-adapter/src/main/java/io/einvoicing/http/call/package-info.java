/** Calls to the outside: one guarded HTTP client, and the action that calls a REST web service. */
@NullMarked
package io.einvoicing.http.call;

import org.jspecify.annotations.NullMarked;
