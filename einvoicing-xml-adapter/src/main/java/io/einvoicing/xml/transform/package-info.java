/** Runs format configurations: XSLT 3.0 stylesheets that people wrote, under bounds and without access to anything outside. */
@NullMarked
package io.einvoicing.xml.transform;

import org.jspecify.annotations.NullMarked;
