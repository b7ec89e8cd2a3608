package io.einvoicing.http.api.internal;

import io.einvoicing.http.api.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;

/** Gives every problem the path of its request, and forbids caches to keep answers that do not say otherwise. */
public final class AnswerHeaders implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem
                && problem.instance().isEmpty()) {
            response.setEntity(problem.at(request.getUriInfo().getRequestUri().getRawPath()));
        }
        response.getHeaders().computeIfAbsent(HttpHeaders.CACHE_CONTROL, name -> List.of("no-store"));
    }
}
