/** The embedded default: folders of this machine stand for the customers' storage and key vaults. */
@NullMarked
package io.einvoicing.service.local;

import org.jspecify.annotations.NullMarked;
