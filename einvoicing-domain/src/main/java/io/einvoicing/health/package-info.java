/** How the customers' vaults and containers are: looked at again and again, kept, and announced when it changes. */
@NullMarked
package io.einvoicing.health;

import org.jspecify.annotations.NullMarked;
