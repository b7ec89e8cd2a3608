package io.einvoicing.environment;

import io.einvoicing.kernel.Finding;
import java.util.List;

/**
 * What a successful publication answers.
 *
 * @param environment the environment as it now is
 * @param warnings what did not block but needs attention soon
 */
public record Publication(ServiceEnvironment environment, List<Finding> warnings) {
    public Publication {
        warnings = List.copyOf(warnings);
    }
}
