package io.einvoicing.http.api.internal;

import io.einvoicing.http.api.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Gives every problem the path of its request, and forbids caches to keep what only the bearer of a token may see. */
public final class AnswerHeaders implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem
                && problem.instance().isEmpty()) {
            response.setEntity(problem.at(request.getUriInfo().getRequestUri().getRawPath()));
        }
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
