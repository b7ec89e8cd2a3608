package io.einvoicing.notification;

import io.einvoicing.kernel.Require;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where the notifications of a subscription go. Whether this service can send there, its sender says. */
public sealed interface Channel {
    /** Returns the address as text; with the sort of channel it is unique in a tenant. */
    String address();

    /**
     * A mailbox.
     *
     * @param address such as {@code ada@contoso.example}: letters, digits and signs of ASCII, no quotes, no display name
     */
    record Email(String address) implements Channel {
        /** Longest address that can be written into an SMTP envelope. */
        public static final int MAX_LENGTH = 254;

        private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
        private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
        private static final Pattern ADDRESS =
                Pattern.compile("(?=[^@]{1,64}@)" + ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+");

        public Email {
            Require.line("e-mail address", address, MAX_LENGTH);
            if (!ADDRESS.matcher(address).matches()) {
                throw new IllegalArgumentException("e-mail address must be one such as ada@contoso.example");
            }
        }
    }

    /**
     * A web address that takes notifications by HTTP POST.
     *
     * @param url absolute, with a host, without user name and fragment; characters beyond ASCII percent-encoded
     * @param signingKey the secret with which each message is signed; empty = messages are not signed
     */
    record Webhook(URI url, Optional<SecretReference> signingKey) implements Channel {
        /** Longest URL, in characters. */
        public static final int MAX_LENGTH = 2_000;

        public Webhook {
            Require.callableAddress("webhook address", url, MAX_LENGTH);
            if (!url.toASCIIString().equals(url.toString())) {
                throw new IllegalArgumentException(
                        "webhook address must be percent-encoded, such as https://contoso.example/caf%C3%A9");
            }
        }

        @Override
        public String address() {
            return url.toString();
        }
    }

    /** Handles every channel. */
    default <T> T fold(Function<Email, T> onEmail, Function<Webhook, T> onWebhook) {
        return this instanceof Email email ? onEmail.apply(email) : onWebhook.apply((Webhook) this);
    }
}
