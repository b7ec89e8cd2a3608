package io.einvoicing.service;

import io.einvoicing.kernel.EinvoicingException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Lets a node whose clock is off take no documents (503): they would be due at a wrong time, and might be processed by a version of the
 * feature that serves at another. The caller repeats the request, and another node takes it.
 */
final class RightClockFilter implements ContainerRequestFilter {
    private static final List<String> PATHS = List.of("api/v1/submission", "api/v1/export-channels");

    private final BooleanSupplier clockIsRight;

    RightClockFilter(BooleanSupplier clockIsRight) {
        this.clockIsRight = clockIsRight;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (refuses(request.getMethod(), request.getUriInfo().getPath())) {
            throw new WrongClockException();
        }
    }

    /** Tells whether this node may not do what is asked for now. */
    boolean refuses(String method, String path) {
        return method.equals(HttpMethod.POST)
                && PATHS.stream().anyMatch(path::startsWith)
                && !clockIsRight.getAsBoolean();
    }

    private static final class WrongClockException extends EinvoicingException {
        private static final long serialVersionUID = 1L;

        WrongClockException() {
            super("this node's clock is off the database's, so it takes no documents", null);
        }
    }
}
