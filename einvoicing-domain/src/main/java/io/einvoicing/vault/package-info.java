/** Key Vault references, the values behind them and certificate chains; values never leave by toString. */
@NullMarked
package io.einvoicing.vault;

import org.jspecify.annotations.NullMarked;
