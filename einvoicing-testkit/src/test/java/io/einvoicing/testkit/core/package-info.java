/** The use cases of the core on in-memory adapters. */
@NullMarked
package io.einvoicing.testkit.core;

import org.jspecify.annotations.NullMarked;
