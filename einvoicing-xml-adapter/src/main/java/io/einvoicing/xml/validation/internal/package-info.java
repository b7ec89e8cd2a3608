/** Reads published Schematron, compiles it to expressions on Saxon's tree and runs them. */
@NullMarked
package io.einvoicing.xml.validation.internal;

import org.jspecify.annotations.NullMarked;
