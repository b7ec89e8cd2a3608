/** Sends notifications: webhooks after the Standard Webhooks specification, and e-mail over SMTP. */
@NullMarked
package io.einvoicing.http.notification;

import org.jspecify.annotations.NullMarked;
