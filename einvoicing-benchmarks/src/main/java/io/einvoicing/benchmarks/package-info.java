/** Benchmarks that print one JSON object each. */
@NullMarked
package io.einvoicing.benchmarks;

import org.jspecify.annotations.NullMarked;
