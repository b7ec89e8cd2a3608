/** Parts of the signing of JSON that nobody outside this module names. */
@NullMarked
package io.einvoicing.http.signing.internal;

import org.jspecify.annotations.NullMarked;
