package io.einvoicing.http.call;

import java.time.Duration;

/**
 * Bounds what outbound calls may cost; each call's total time is its own.
 *
 * @param connect the longest wait for one address to accept a connection, and for its TLS handshake
 * @param responseBytes the largest response body; reading stops there
 * @param connectionsPerHost how many calls to one host may run at once; others wait for their turn
 * @param connections how many calls may run at once in all
 * @since 0.1.0
 */
public record OutboundLimits(Duration connect, int responseBytes, int connectionsPerHost, int connections) {
    /** 10 seconds to connect, responses of 10,000,000 bytes, 100 connections to one host, 400 in all. */
    public static final OutboundLimits DEFAULT = new OutboundLimits(Duration.ofSeconds(10), 10_000_000, 100, 400);

    public OutboundLimits {
        if (connect.isNegative() || connect.isZero()) {
            throw new IllegalArgumentException("connect must be positive, was " + connect);
        }
        if (responseBytes < 1 || connectionsPerHost < 1 || connections < 1) {
            throw new IllegalArgumentException("limits must be >= 1, were " + responseBytes + " bytes, "
                    + connectionsPerHost + " connections to one host, " + connections + " in all");
        }
    }
}
