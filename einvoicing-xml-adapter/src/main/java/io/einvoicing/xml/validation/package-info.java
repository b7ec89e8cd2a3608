/** Validation of documents against published rule sets: one parse, one tree, all layers. */
@NullMarked
package io.einvoicing.xml.validation;

import org.jspecify.annotations.NullMarked;
