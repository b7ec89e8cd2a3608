/** Usage: ledger of counted documents, purchases and the monthly balance. */
@NullMarked
package io.einvoicing.usage;

import org.jspecify.annotations.NullMarked;
