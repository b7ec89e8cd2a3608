/** What service environments need from outside. */
@NullMarked
package io.einvoicing.environment.port;

import org.jspecify.annotations.NullMarked;
