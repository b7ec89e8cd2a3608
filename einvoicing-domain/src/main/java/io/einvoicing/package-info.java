/** The facade: the use cases of electronic invoicing, built from ports. */
@NullMarked
package io.einvoicing;

import org.jspecify.annotations.NullMarked;
