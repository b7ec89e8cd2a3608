/** Local folders pass the contracts, and nothing leads out of them. */
@NullMarked
package io.einvoicing.service.local;

import org.jspecify.annotations.NullMarked;
