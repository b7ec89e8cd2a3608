package io.einvoicing.http.call;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what an observer throws from the call. */
final class GuardedCall {
    private static final System.Logger LOG = System.getLogger(CallObserver.class.getName());
    private static final CallObserver.Call UNOBSERVED = new CallObserver.Call() {};

    private final CallObserver.Call observed;
    private final long startedAt = System.nanoTime();

    private GuardedCall(CallObserver.Call observed) {
        this.observed = observed;
    }

    static GuardedCall start(CallObserver observer, OutboundRequest request) {
        try {
            return new GuardedCall(observer.started(request));
        } catch (RuntimeException e) {
            log(e);
            return new GuardedCall(UNOBSERVED);
        }
    }

    /** Returns the request's headers with those that the observer adds. */
    Map<String, String> headers(OutboundRequest request) {
        try {
            Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            all.putAll(observed.headers());
            all.forEach(OutboundRequest::requireHeader);
            all.putAll(request.headers());
            return new HashMap<>(all);
        } catch (RuntimeException e) {
            log(e);
            return request.headers();
        }
    }

    OutboundResult ended(OutboundResult result) {
        try {
            observed.ended(result, Duration.ofNanos(System.nanoTime() - startedAt));
        } catch (RuntimeException e) {
            log(e);
        }
        return result;
    }

    private static void log(RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "an observer of calls failed", e);
    }
}
