/** Builders for test data, each with valid defaults; a settable clock and repeatable identifiers. */
@NullMarked
package io.einvoicing.testkit.data;

import org.jspecify.annotations.NullMarked;
