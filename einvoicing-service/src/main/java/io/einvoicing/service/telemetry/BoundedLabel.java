package io.einvoicing.service.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a label to a number of values: those that come after them are one, {@link #OTHER}. Thread-safe. */
final class BoundedLabel {
    static final String OTHER = "other";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    BoundedLabel(int most) {
        this.most = most;
    }

    String of(String value) {
        if (known.contains(value)) {
            return value;
        }
        synchronized (known) {
            return known.size() < most && known.add(value) ? value : OTHER;
        }
    }
}
