/** Contracts that every adapter of a port passes, the in-memory one too: extend one and supply the adapter. */
@NullMarked
package io.einvoicing.testkit.contract;

import org.jspecify.annotations.NullMarked;
