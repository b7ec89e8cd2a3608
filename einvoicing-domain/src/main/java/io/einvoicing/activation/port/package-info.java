/** What tenants and activation need from outside. */
@NullMarked
package io.einvoicing.activation.port;

import org.jspecify.annotations.NullMarked;
