/** A protocol stub of an ERP instance and of the authority that gives its tokens, on loopback, all in memory. */
@NullMarked
package io.einvoicing.testkit.erp;

import org.jspecify.annotations.NullMarked;
