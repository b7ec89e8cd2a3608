package io.einvoicing.http.notification;

import io.einvoicing.kernel.Require;
import io.einvoicing.notification.Channel;
import io.einvoicing.vault.SecretValue;
import java.util.Optional;

/**
 * The server that takes e-mail for delivery.
 *
 * @param host its name, or its address
 * @param port such as 587 for STARTTLS or 465 for TLS
 * @param security how the connection is protected
 * @param credentials with which the service logs on; empty = without
 * @param from sender of all messages
 * @since 0.1.0
 */
public record MailServer(String host, int port, Security security, Optional<Credentials> credentials, String from) {
    public MailServer {
        Require.line("mail server host", host, 253);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("mail server port must be 1 to 65535, was " + port);
        }
        new Channel.Email(from);
        if (security == Security.NONE && credentials.isPresent()) {
            throw new IllegalArgumentException("a password is not sent without TLS: choose STARTTLS or TLS");
        }
    }

    /** How a connection is protected. */
    public enum Security {
        /** It begins as plain text and changes to TLS before anything is said; a server that does not offer that is not used. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** Plain text; only to hosts that the policy of outbound calls allows it for. */
        NONE
    }

    /**
     * Name and password.
     *
     * @param user name of the account
     * @param password its password
     */
    public record Credentials(String user, SecretValue password) {}

    /** Returns the domain of the sender. */
    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }
}
