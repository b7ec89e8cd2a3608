/** In-memory adapters of the ports: complete, thread-safe and fast, for tests, benchmarks and a first try. */
@NullMarked
package io.einvoicing.testkit.memory;

import org.jspecify.annotations.NullMarked;
