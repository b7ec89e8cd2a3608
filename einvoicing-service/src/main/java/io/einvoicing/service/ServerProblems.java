package io.einvoicing.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.http.api.internal.ApiJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells as a problem what the web server refuses before a request reaches the API: its own pages are HTML. */
final class ServerProblems implements Request.Handler {
    private static final ObjectMapper JSON = ApiJson.strict();

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Problem problem = problem(response.getStatus());
        response.setStatus(problem.status());
        response.getHeaders().put("Content-Type", Problem.MEDIA_TYPE);
        response.write(true, ByteBuffer.wrap(bytes(problem)), callback);
        return true;
    }

    private static byte[] bytes(Problem problem) {
        try {
            return JSON.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            return problem.detail().getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 404 -> Problem.of(ProblemType.NOT_FOUND, "there is nothing at this path");
            case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "no resource has this method");
            case 413 -> Problem.of(ProblemType.TOO_LARGE, "the request is too large; nothing was stored");
            case 414, 431 ->
                Problem.of(ProblemType.BAD_REQUEST, "the address or the headers are too long: the limit is 8 KiB");
            case 415 -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json in UTF-8");
            case 503 -> Problem.of(ProblemType.UNAVAILABLE, "the service is starting or stopping: repeat the request");
            default ->
                status < 500
                        ? Problem.of(
                                ProblemType.BAD_REQUEST,
                                "the request's line, headers or address are not acceptable: correct them and repeat")
                        : Problem.of(ProblemType.INTERNAL, "the service has a fault");
        };
    }
}
