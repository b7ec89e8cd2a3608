package io.einvoicing.connectedapp;

import io.einvoicing.kernel.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a connected application can be reached with its credentials.
 *
 * @param findings what is wrong, with the field and the remedy; none if it can
 * @param latency how long it took; empty if there was no answer
 */
public record ConnectionCheck(List<Finding> findings, Optional<Duration> latency) {
    public ConnectionCheck {
        findings = List.copyOf(findings);
    }
}
