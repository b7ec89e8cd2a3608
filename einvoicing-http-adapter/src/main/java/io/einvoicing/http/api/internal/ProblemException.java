package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Ends a request with a problem. */
final class ProblemException extends WebApplicationException {
    private static final long serialVersionUID = 1L;

    private static final ObjectMapper JSON = ApiJson.strict();

    ProblemException(Problem problem) {
        super(problem.detail(), response(problem).build());
    }

    ProblemException(ProblemType type, String detail) {
        this(Problem.of(type, detail));
    }

    private ProblemException(Problem problem, int retryAfterSeconds) {
        super(
                problem.detail(),
                response(problem)
                        .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                        .build());
    }

    /** Says that the same request may be accepted some seconds later. */
    static ProblemException laterAgain(String detail, int retryAfterSeconds) {
        return new ProblemException(Problem.of(ProblemType.UNAVAILABLE, detail), retryAfterSeconds);
    }

    /** Says that one value of the request is not acceptable. */
    static ProblemException invalidValue(String field, String message, String remedy) {
        String place = field.isEmpty() || message.startsWith(field) ? "" : field + ": ";
        return new ProblemException(Problem.of(ProblemType.INVALID_VALUE, place + message + "; " + remedy)
                .withFindings(List.of(Finding.error(field, message, remedy))));
    }

    static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    }

    /** Returns what was accepted, or ends the request with the refusal. */
    static <T> T orRefuse(Result<T> result) {
        return result.fold(Function.identity(), refusal -> {
            throw of(refusal);
        });
    }

    /**
     * Returns what was accepted, or ends the request with the refusal. One for a stale revision shows both revisions and the
     * resource as it is now.
     *
     * @param current answers the resource with its revision as entity tag, as the operation does that reads it
     */
    static <T> T orRefuse(Result<T> result, Supplier<Response> current) {
        return result.fold(Function.identity(), refusal -> {
            Problem problem = problem(refusal);
            throw new ProblemException(refusal.revisions()
                    .map(revisions -> stale(problem, revisions.expected(), current.get()))
                    .orElse(problem));
        });
    }

    private static Problem stale(Problem problem, long expected, Response current) {
        return problem.withRevisions(
                expected, Long.parseLong(current.getEntityTag().getValue()), JSON.valueToTree(current.getEntity()));
    }

    /** Ends the request with the refusal. */
    static ProblemException of(Refusal refusal) {
        return new ProblemException(problem(refusal));
    }

    private static Problem problem(Refusal refusal) {
        ProblemType type = switch (refusal.kind()) {
            case FORBIDDEN -> ProblemType.FORBIDDEN;
            case UNKNOWN_TENANT -> ProblemType.UNKNOWN_TENANT;
            case WRONG_GEOGRAPHY -> ProblemType.WRONG_GEOGRAPHY;
            case NOT_FOUND -> ProblemType.NOT_FOUND;
            case STALE -> ProblemType.STALE_REVISION;
            case DUPLICATE -> ProblemType.DUPLICATE;
            case CONFLICT -> ProblemType.CONFLICT;
            case SERVICE_PARAMETERS_MISSING -> ProblemType.SERVICE_PARAMETERS_MISSING;
            case INVALID -> ProblemType.INVALID_CONTENT;
        };
        Problem problem = Problem.of(type, refusal.message()).withFindings(refusal.findings());
        return refusal.endpoint().map(problem::withEndpoint).orElse(problem);
    }

    /** Returns what the domain makes of values of the request; what its constructors refuse is the sender's fault. */
    static <T> T checked(String field, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            ProblemException refused =
                    invalidValue(field.isEmpty() ? MemberPath.in(message) : field, message, "correct it and repeat");
            refused.addSuppressed(e);
            throw refused;
        }
    }
}
