/** Rules on who may depend on whom, and violations planted to show that each rule can fail. */
@NullMarked
package io.einvoicing.service.architecture;

import org.jspecify.annotations.NullMarked;
