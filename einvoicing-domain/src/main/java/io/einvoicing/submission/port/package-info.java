/** What submissions need from outside. */
@NullMarked
package io.einvoicing.submission.port;

import org.jspecify.annotations.NullMarked;
