/** Tests of the flow engine on the in-memory adapters. */
@NullMarked
package io.einvoicing.testkit.flow;

import org.jspecify.annotations.NullMarked;
