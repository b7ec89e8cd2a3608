/** Actions on documents: transform, validate, sign and process response. */
@NullMarked
package io.einvoicing.xml;

import org.jspecify.annotations.NullMarked;
