/** The flow of actions: action types, the engine that runs them, and what counts. */
@NullMarked
package io.einvoicing.flow;

import org.jspecify.annotations.NullMarked;
