/** Draws QR codes. */
@NullMarked
package io.einvoicing.xml.qr;

import org.jspecify.annotations.NullMarked;
