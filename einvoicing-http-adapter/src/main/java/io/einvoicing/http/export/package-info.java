/** Writes tables as files for spreadsheets. */
@NullMarked
package io.einvoicing.http.export;

import org.jspecify.annotations.NullMarked;
