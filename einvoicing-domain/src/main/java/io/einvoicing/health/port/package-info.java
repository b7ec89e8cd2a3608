/** What the health watch needs from the store. */
@NullMarked
package io.einvoicing.health.port;

import org.jspecify.annotations.NullMarked;
