/** What notifications need from outside. */
@NullMarked
package io.einvoicing.notification.port;

import org.jspecify.annotations.NullMarked;
