/** The stub speaks the protocol that it claims to speak. */
@NullMarked
package io.einvoicing.testkit.keyvault;

import org.jspecify.annotations.NullMarked;
