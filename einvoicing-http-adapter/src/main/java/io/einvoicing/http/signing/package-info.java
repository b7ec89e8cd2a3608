/** Signs JSON documents. */
@NullMarked
package io.einvoicing.http.signing;

import org.jspecify.annotations.NullMarked;
