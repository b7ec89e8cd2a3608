/** In-memory adapters for every port, the contracts that every adapter passes, and builders for test data. */
@NullMarked
package io.einvoicing.testkit;

import org.jspecify.annotations.NullMarked;
