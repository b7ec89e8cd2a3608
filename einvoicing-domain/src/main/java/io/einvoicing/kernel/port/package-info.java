/** What every capability needs from outside: fresh identifiers. */
@NullMarked
package io.einvoicing.kernel.port;

import org.jspecify.annotations.NullMarked;
