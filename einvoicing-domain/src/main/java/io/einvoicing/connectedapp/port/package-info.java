/** What connected applications need from outside. */
@NullMarked
package io.einvoicing.connectedapp.port;

import org.jspecify.annotations.NullMarked;
