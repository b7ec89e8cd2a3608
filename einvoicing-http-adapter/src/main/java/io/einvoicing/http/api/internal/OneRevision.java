package io.einvoicing.http.api.internal;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Refuses a request with more than one header If-Match, of which else the first would count unsaid. */
@Secured
@Provider
public final class OneRevision implements ContainerRequestFilter {
    OneRevision() {}

    @Override
    public void filter(ContainerRequestContext request) {
        int given = request.getHeaders()
                .getOrDefault(HttpHeaders.IF_MATCH, List.of())
                .size();
        if (given > 1) {
            throw ProblemException.invalidValue(
                    "If-Match", "must be given once, was given " + given + " times", "send the ETag as you got it");
        }
    }
}
