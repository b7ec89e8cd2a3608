/** What the audit trail needs from outside. */
@NullMarked
package io.einvoicing.audit.port;

import org.jspecify.annotations.NullMarked;
