package io.einvoicing.http.api;

import io.einvoicing.activation.EndpointCheck;
import io.einvoicing.kernel.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a check of the service parameters found.
 *
 * @param findings everything that is wrong; empty if nothing is
 * @param latencyMillis how long the endpoint took to answer, in milliseconds; absent if it gave no answer
 */
public record EndpointCheckView(List<Finding> findings, Optional<Long> latencyMillis) {
    /** Shows a check. */
    public static EndpointCheckView of(EndpointCheck check) {
        return new EndpointCheckView(check.findings(), check.latency().map(Duration::toMillis));
    }
}
