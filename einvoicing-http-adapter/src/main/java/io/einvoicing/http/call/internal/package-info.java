/** Parts of the outbound calls that nobody outside this module names. */
@NullMarked
package io.einvoicing.http.call.internal;

import org.jspecify.annotations.NullMarked;
