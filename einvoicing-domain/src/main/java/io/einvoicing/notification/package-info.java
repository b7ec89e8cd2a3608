/** Notifications: what happened, who subscribed to it, and its delivery to each of them. */
@NullMarked
package io.einvoicing.notification;

import org.jspecify.annotations.NullMarked;
