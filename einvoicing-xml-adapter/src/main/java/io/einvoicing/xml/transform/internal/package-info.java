/** What bounds a running stylesheet. */
@NullMarked
package io.einvoicing.xml.transform.internal;

import org.jspecify.annotations.NullMarked;
