@NullMarked
package io.einvoicing.http.erp;

import org.jspecify.annotations.NullMarked;
