package io.einvoicing.testkit.data;

import io.einvoicing.kernel.port.Identifiers;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Gives the same identifiers in every run: 1, 2, 3 … in the last digits of a UUID. Thread-safe. */
public final class SequentialIdentifiers implements Identifiers {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final AtomicLong last = new AtomicLong();

    @Override
    public UUID next() {
        return new UUID(VERSION_7, VARIANT | last.incrementAndGet());
    }
}
