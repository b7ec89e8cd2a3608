package io.einvoicing.http.api;

import io.einvoicing.kernel.Finding;
import java.util.List;

/**
 * What a check found; nothing blocks if none is an error.
 *
 * @param findings each with its place and remedy
 */
public record Findings(List<Finding> findings) {
    public Findings {
        findings = List.copyOf(findings);
    }
}
