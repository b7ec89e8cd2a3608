/** The in-memory adapters pass the contracts. */
@NullMarked
package io.einvoicing.testkit.memory;

import org.jspecify.annotations.NullMarked;
