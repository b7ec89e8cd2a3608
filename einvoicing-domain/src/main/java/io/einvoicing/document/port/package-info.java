/** What the core needs from a customer's storage. */
@NullMarked
package io.einvoicing.document.port;

import org.jspecify.annotations.NullMarked;
