/** Reads tax authorities' responses: a stylesheet turns each into a verdict, or into nothing. */
@NullMarked
package io.einvoicing.xml.response;

import org.jspecify.annotations.NullMarked;
