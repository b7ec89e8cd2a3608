/** Tests of the usage core on the adapters in memory. */
@NullMarked
package io.einvoicing.testkit.usage;

import org.jspecify.annotations.NullMarked;
