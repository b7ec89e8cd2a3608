package io.einvoicing.http.notification;

import io.einvoicing.vault.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhook messages with HMAC-SHA256.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 *     Source: Standard Webhooks, signature scheme</a>
 */
final class WebhookSignature {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * Reads a key.
     *
     * @param secret 24 to 64 bytes in base64, with the prefix {@code whsec_} or without
     * @throws IllegalArgumentException if it is none; the message does not repeat it
     */
    WebhookSignature(SecretValue secret) {
        String text = secret.reveal().strip();
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        } catch (IllegalArgumentException e) {
            bytes = new byte[0]; // Its message would repeat a character of the secret.
        }
        if (bytes.length < SHORTEST || bytes.length > LONGEST) {
            throw new IllegalArgumentException("the signing key must be whsec_ and " + SHORTEST + " to " + LONGEST
                    + " bytes in base64, as in Standard Webhooks");
        }
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Returns the value of the header {@code webhook-signature}. */
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
