/** Test data is what it says. */
@NullMarked
package io.einvoicing.testkit.data;

import org.jspecify.annotations.NullMarked;
