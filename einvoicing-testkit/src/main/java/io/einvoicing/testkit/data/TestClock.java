package io.einvoicing.testkit.data;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class TestClock implements InstantSource {
    private volatile Instant now;

    /** Starts at {@link TestData#NOW}. */
    public TestClock() {
        this(TestData.NOW);
    }

    public TestClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock to an instant, also backwards. */
    public void set(Instant instant) {
        now = instant;
    }

    /** Moves the clock on. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
