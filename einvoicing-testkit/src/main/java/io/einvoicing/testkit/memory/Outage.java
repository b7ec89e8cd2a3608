package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.StoreUnavailableException;
import java.util.concurrent.atomic.AtomicLong;

/** A switch that makes in-memory adapters unreachable: every call to one then fails before it does anything. Thread-safe. */
public final class Outage {
    private final AtomicLong callsLeft = new AtomicLong();
    private volatile boolean limited;

    /** Makes every call fail from now on. */
    public void begin() {
        beginAfter(0);
    }

    /** Lets so many further calls through before it begins; a test can so fail each step of a flow in turn. */
    public void beginAfter(long calls) {
        callsLeft.set(calls);
        limited = true;
    }

    /** Makes the adapters reachable again. */
    public void end() {
        limited = false;
    }

    /**
     * Passes while the store is reachable; adapters call it once at the beginning of each port call.
     *
     * @throws StoreUnavailableException during the outage
     */
    void check() {
        if (limited && callsLeft.getAndDecrement() <= 0) {
            throw new StoreUnavailableException("the store in memory was told to be unreachable", null);
        }
    }
}
