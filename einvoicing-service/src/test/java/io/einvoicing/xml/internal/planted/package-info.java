/** Violations planted for the architecture test. */
@NullMarked
package io.einvoicing.xml.internal.planted;

import org.jspecify.annotations.NullMarked;
