/** Files in the customer's own storage. */
@NullMarked
package io.einvoicing.document;

import org.jspecify.annotations.NullMarked;
