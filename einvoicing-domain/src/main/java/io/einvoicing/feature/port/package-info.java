/** What features need from outside. */
@NullMarked
package io.einvoicing.feature.port;

import org.jspecify.annotations.NullMarked;
