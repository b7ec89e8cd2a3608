/** PostgreSQL adapters: repositories, queue and usage ledger. */
@NullMarked
package io.einvoicing.jdbc;

import org.jspecify.annotations.NullMarked;
