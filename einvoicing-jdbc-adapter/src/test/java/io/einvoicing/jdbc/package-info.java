/** Tests of the PostgreSQL adapters against a real server. */
@NullMarked
package io.einvoicing.jdbc;

import org.jspecify.annotations.NullMarked;
