/** What the flow of actions needs from outside. */
@NullMarked
package io.einvoicing.flow.port;

import org.jspecify.annotations.NullMarked;
