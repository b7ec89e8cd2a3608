/** Joins the JDK's XML signatures with keys that only a vault can use. */
@NullMarked
package io.einvoicing.xml.signing.internal;

import org.jspecify.annotations.NullMarked;
