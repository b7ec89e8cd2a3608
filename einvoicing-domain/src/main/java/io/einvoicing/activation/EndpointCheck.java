package io.einvoicing.activation;

import io.einvoicing.kernel.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a check of the service parameters found.
 *
 * @param findings everything that is wrong; empty if nothing is
 * @param latency how long the endpoint took to answer; empty if it was not asked or gave no answer
 */
public record EndpointCheck(List<Finding> findings, Optional<Duration> latency) {
    public EndpointCheck {
        findings = List.copyOf(findings);
    }
}
