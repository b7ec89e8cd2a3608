package io.einvoicing.http.call;

import io.einvoicing.document.DocumentContent;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of an outbound call: above all, whether the other side can have seen it.
 *
 * @since 0.1.0
 */
public sealed interface OutboundResult {
    /**
     * No part of the request was sent, and none will be: forbidden, no such host, no connection, no TLS, no time left.
     *
     * @param reason for people; never holds a secret
     * @param tlsFailed whether the other side was reached, but TLS with it could not be established
     */
    record NotSent(String reason, boolean tlsFailed) implements OutboundResult {
        NotSent(String reason) {
            this(reason, false);
        }
    }

    /**
     * A complete response came back.
     *
     * @param status its HTTP status
     * @param headers its headers, names in lower case, the first of each name
     * @param body its body; may be empty
     * @param took from the start of the call to the body's last byte
     */
    record Answered(int status, Map<String, String> headers, DocumentContent body, Duration took)
            implements OutboundResult {
        public Answered {
            headers = Map.copyOf(headers);
        }

        /** Returns the value of the header, whatever its capitals. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * The request was sent, wholly or in part, but no complete and acceptable response came back.
     *
     * @param reason for people; never holds a secret or a part of the response
     */
    record NoAnswer(String reason) implements OutboundResult {}

    /** Handles every case. */
    default <T> T fold(
            Function<NotSent, T> onNotSent, Function<Answered, T> onAnswered, Function<NoAnswer, T> onNoAnswer) {
        if (this instanceof NotSent notSent) {
            return onNotSent.apply(notSent);
        }
        return this instanceof Answered answered ? onAnswered.apply(answered) : onNoAnswer.apply((NoAnswer) this);
    }
}
