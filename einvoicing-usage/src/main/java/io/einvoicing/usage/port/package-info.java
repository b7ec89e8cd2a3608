/** What usage needs from outside: the ledger and the register of purchases. */
@NullMarked
package io.einvoicing.usage.port;

import org.jspecify.annotations.NullMarked;
