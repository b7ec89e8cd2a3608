package io.einvoicing.http.api;

import io.einvoicing.connectedapp.ConnectionCheck;
import io.einvoicing.kernel.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a connected application can be reached with its credentials.
 *
 * @param findings what is wrong, with the field and the remedy; none if it can
 * @param latencyMillis how long it took, token included; absent if there was no answer
 */
public record ConnectionCheckView(List<Finding> findings, Optional<Long> latencyMillis) {
    public ConnectionCheckView {
        findings = List.copyOf(findings);
    }

    /** Shows a check. */
    public static ConnectionCheckView of(ConnectionCheck check) {
        return new ConnectionCheckView(check.findings(), check.latency().map(Duration::toMillis));
    }
}
