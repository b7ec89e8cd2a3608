package io.einvoicing.http.call;

import java.time.Duration;
import java.util.Map;

/**
 * Is told of outbound calls, for metrics and traces. Thread-safe. It cannot break a call: what it throws is logged and forgotten; but it
 * is called by the one who calls, and must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallObserver {
    /** Is told nothing. */
    CallObserver NONE = request -> new Call() {};

    /** A call begins that the policy allows. */
    Call started(OutboundRequest request);

    /** One call; used by the thread that makes it. */
    interface Call {
        /** Returns headers to send along, such as those of a trace; one that the request has itself stays. */
        default Map<String, String> headers() {
            return Map.of();
        }

        /** The call is over; its last call. */
        default void ended(OutboundResult result, Duration took) {}
    }
}
