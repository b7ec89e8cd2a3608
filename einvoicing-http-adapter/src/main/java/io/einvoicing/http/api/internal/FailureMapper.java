package io.einvoicing.http.api.internal;

import io.einvoicing.document.DocumentConflictException;
import io.einvoicing.document.DocumentNotFoundException;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.StoreUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers every failure with a problem; what nobody foresaw is logged under a correlation id and told without internals. */
@Provider
public final class FailureMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger("io.einvoicing.http");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final int RETRY_AFTER_SECONDS = 10;

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException web) {
            return web.getResponse().hasEntity() ? web.getResponse() : ofServer(web);
        }
        if (failure instanceof EinvoicingException outside) {
            return ofSurroundings(outside);
        }
        if (failure instanceof ArithmeticException) { // exact sums are the only ones that a request can bring about
            LOG.log(System.Logger.Level.WARNING, "a sum is beyond the largest number", failure);
            return ProblemException.response(Problem.of(
                            ProblemType.CONFLICT,
                            "a figure is beyond the largest number " + Long.MAX_VALUE
                                    + ": reverse purchases of the month, or set a smaller package size"))
                    .build();
        }
        UUID correlation = UUID.randomUUID();
        LOG.log(System.Logger.Level.ERROR, () -> "request failed, correlation " + correlation, failure);
        return ProblemException.response(Problem.of(
                                ProblemType.INTERNAL,
                                "the service has a fault: tell its operator the correlation id " + correlation)
                        .withCorrelation(correlation))
                .build();
    }

    private static Response ofSurroundings(EinvoicingException failure) {
        if (failure instanceof DocumentNotFoundException missing) {
            return ProblemException.response(Problem.of(
                            ProblemType.NOT_FOUND,
                            "the customer's storage no longer holds the file \"" + missing.name() + "\""))
                    .build();
        }
        if (failure instanceof DocumentConflictException conflict) {
            return ProblemException.response(Problem.of(
                            ProblemType.CONFLICT,
                            "the customer's storage holds another file under the name \"" + conflict.name()
                                    + "\"; nothing was overwritten"))
                    .build();
        }
        UUID correlation = UUID.randomUUID();
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "no answer from outside, correlation " + correlation + ": " + reasons(failure));
        LOG.log(System.Logger.Level.DEBUG, () -> "correlation " + correlation, failure);
        String effect = failure instanceof StoreUnavailableException
                ? "the store gave no answer: repeat the same request, which is safe even if it took effect"
                : "storage, vault or keys gave no usable answer; nothing was stored: repeat the same request later";
        return ProblemException.response(
                        Problem.of(ProblemType.UNAVAILABLE, effect).withCorrelation(correlation))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    /** Returns the causes in one line: an outage fails every request alike, and their traces would only fill the log. */
    private static String reasons(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> WHITE_SPACE.matcher(cause.toString()).replaceAll(" "))
                .collect(Collectors.joining("; caused by "));
    }

    /** Says in our form what the server itself found wrong with the request, keeping its headers such as {@code Allow}. */
    private static Response ofServer(WebApplicationException failure) {
        Response response = failure.getResponse();
        Problem problem = switch (response.getStatus()) {
            case 404 -> Problem.of(ProblemType.NOT_FOUND, "there is nothing at this path");
            case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "use one of the methods in the header Allow");
            case 406 -> Problem.of(ProblemType.NOT_ACCEPTABLE, "accept application/json");
            case 413 -> Problem.of(ProblemType.TOO_LARGE, "the request is too large; nothing was stored");
            case 415 -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json in UTF-8");
            default ->
                response.getStatus() < 500
                        ? Problem.of(ProblemType.BAD_REQUEST, "the request is not acceptable")
                        : Problem.of(ProblemType.INTERNAL, "the service has a fault");
        };
        Response.ResponseBuilder answer = ProblemException.response(problem);
        response.getHeaders()
                .forEach((name, values) -> values.stream()
                        .filter(value -> !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                                && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH))
                        .forEach(value -> answer.header(name, value)));
        return answer.build();
    }
}
