/** The pages for people: files of this package's folder, which use nothing but the REST API. */
@NullMarked
package io.einvoicing.http.pages;

import org.jspecify.annotations.NullMarked;
