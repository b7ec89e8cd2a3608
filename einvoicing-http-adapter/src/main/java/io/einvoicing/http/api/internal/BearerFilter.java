package io.einvoicing.http.api.internal;

import io.einvoicing.access.Caller;
import io.einvoicing.http.access.InvalidTokenException;
import io.einvoicing.http.access.TokenVerifier;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Locale;

/** Verifies the bearer token and makes its caller the request's principal. */
@Secured
@Priority(Priorities.AUTHENTICATION)
public final class BearerFilter implements ContainerRequestFilter {
    private static final String SCHEME = "Bearer";

    private final TokenVerifier verifier;

    BearerFilter(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * The caller as the server's principal.
     *
     * @param caller who calls
     */
    private record CallerPrincipal(Caller caller) implements Principal {
        @Override
        public String getName() {
            return caller.principal().toString();
        }
    }

    /** Returns who calls; only for resources that are {@link Secured}. */
    static Caller caller(SecurityContext security) {
        if (security.getUserPrincipal() instanceof CallerPrincipal principal) {
            return principal.caller();
        }
        throw new IllegalStateException("the resource is not secured");
    }

    /** Returns the security context of a request by the caller. */
    static SecurityContext context(Caller caller, SecurityContext before) {
        return new CallerContext(caller, before);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1)) {
            refuse(
                    request,
                    Problem.of(
                            ProblemType.TOKEN_MISSING,
                            "send the access token in the header \"Authorization: Bearer …\""),
                    SCHEME + " realm=\"einvoicing\"");
            return;
        }
        try {
            Caller caller =
                    verifier.verify(header.substring(SCHEME.length() + 1).strip());
            request.setSecurityContext(context(caller, request.getSecurityContext()));
        } catch (InvalidTokenException e) {
            refuse(
                    request,
                    Problem.of(ProblemType.TOKEN_INVALID, e.getMessage() + ": get a new access token"),
                    SCHEME + " realm=\"einvoicing\", error=\"invalid_token\"");
        }
    }

    private static void refuse(ContainerRequestContext request, Problem problem, String challenge) {
        request.abortWith(ProblemException.response(problem)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build());
    }

    private record CallerContext(Caller caller, SecurityContext before) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return new CallerPrincipal(caller);
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.roles().stream()
                    .anyMatch(each -> each.name().toLowerCase(Locale.ROOT).equals(role));
        }

        @Override
        public boolean isSecure() {
            return before.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return SCHEME;
        }
    }
}
