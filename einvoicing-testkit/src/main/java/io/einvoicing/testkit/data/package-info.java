/** Builders for test data, each with valid defaults. */
@NullMarked
package io.einvoicing.testkit.data;

import org.jspecify.annotations.NullMarked;
