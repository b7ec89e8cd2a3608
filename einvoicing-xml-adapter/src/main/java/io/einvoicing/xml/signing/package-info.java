/** Signs XML documents with XAdES baseline B; the private key never leaves its vault. */
@NullMarked
package io.einvoicing.xml.signing;

import org.jspecify.annotations.NullMarked;
