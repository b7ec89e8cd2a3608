/** Faults, each by itself, and the shortest soak. */
@NullMarked
package io.einvoicing.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
