/** Tests of the pages in a browser. */
@NullMarked
package io.einvoicing.http.pages;

import org.jspecify.annotations.NullMarked;
