package io.einvoicing.http.erp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.connectedapp.ErpException;
import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.connectedapp.port.ErpGateway;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.http.call.OutboundResult.Answered;
import io.einvoicing.kernel.Finding;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes application setups by the protocol of docs/connected-applications.md, with a token of the OAuth 2 client
 * credentials grant. Thread-safe. Every call goes by the policy of the {@link OutboundHttp}: no redirects, no private addresses
 * unless configured, bounded in time and size.
 *
 * <p>A token is kept until two minutes before it expires; one that the application refuses is replaced once.
 *
 * @since 0.1.0
 */
public final class HttpErpGateway implements ErpGateway {
    /** The longest that one call takes, unless another time is wanted. */
    public static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(30);

    private static final String SETUPS = "/einvoicing/application-setups";
    private static final String NO_SETUP = "setup-not-found";
    private static final int LONGEST_REASON = 300;
    private static final Set<Integer> WRITTEN = Set.of(200, 201, 204);

    private final OutboundHttp http;
    private final TokenClient tokens;
    private final Duration timeout;

    public HttpErpGateway(OutboundHttp http, TokenAuthority authority, Duration timeout, InstantSource clock) {
        this.http = http;
        this.tokens = new TokenClient(http, authority, timeout, clock);
        this.timeout = timeout;
    }

    @Override
    public Optional<Finding> refusal(URI applicationUrl) {
        return http.policy()
                .refusal(applicationUrl)
                .map(reason -> Finding.error(
                        "applicationUrl", reason, "choose another address, or have the operator allow this one"));
    }

    @Override
    public void check(Connection connection) {
        Answered answer = call(connection, "GET", SETUPS, Map.of(), Optional.empty());
        if (answer.status() == 404) {
            throw notFound(connection);
        }
        requireStatus(answer, Set.of(200));
        if (ErpFailures.object(answer).isEmpty()) {
            throw invalid("the application answered without a JSON object");
        }
    }

    @Override
    public Optional<Current> read(Connection connection, ApplicationSetup.Key key) {
        Answered answer = call(connection, "GET", path(key), Map.of(), Optional.empty());
        if (answer.status() == 404) {
            boolean absent = ErpFailures.object(answer)
                    .filter(body -> body.path("error").asText("").equals(NO_SETUP))
                    .isPresent();
            if (absent) {
                return Optional.empty();
            }
            throw notFound(connection);
        }
        requireStatus(answer, Set.of(200));
        ApplicationSetup setup = ErpFailures.object(answer)
                .map(HttpErpGateway::setup)
                .orElseThrow(() -> invalid("the application answered without a JSON object"));
        if (!setup.key().equals(key)) {
            throw invalid("the application answered with another setup than that of " + key);
        }
        return Optional.of(new Current(setup, answer.header("ETag")));
    }

    @Override
    public void write(Connection connection, ApplicationSetup setup, Optional<Current> seen) {
        Map<String, String> condition = seen.map(current -> current.version()
                        .map(version -> Map.of("If-Match", version))
                        .orElseGet(Map::of))
                .orElseGet(() -> Map.of("If-None-Match", "*"));
        Answered answer = call(connection, "PUT", path(setup.key()), condition, Optional.of(json(setup)));
        switch (answer.status()) {
            case 404 -> throw notFound(connection);
            case 412 ->
                throw new ErpException(
                        Problem.CHANGED_MEANWHILE, "somebody changed the setup of " + setup.key() + " meanwhile");
            case 400, 409, 422 ->
                throw new ErpException(
                        Problem.REFUSED,
                        "the application refused the setup of " + setup.key() + " with status " + answer.status()
                                + reason(answer));
            default -> requireStatus(answer, WRITTEN);
        }
    }

    private Answered call(
            Connection connection,
            String method,
            String path,
            Map<String, String> headers,
            Optional<DocumentContent> body) {
        TokenClient.Bearer token = tokens.token(connection);
        Answered answer = call(connection, method, path, headers, body, token);
        if (answer.status() == 401) {
            tokens.forget(connection);
            if (token.kept()) {
                answer = call(connection, method, path, headers, body, tokens.token(connection));
            }
        }
        return answer;
    }

    private Answered call(
            Connection connection,
            String method,
            String path,
            Map<String, String> headers,
            Optional<DocumentContent> body,
            TokenClient.Bearer token) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Accept", "application/json");
        all.put("Authorization", "Bearer " + token.value());
        return ErpFailures.answered(
                http.exchange(new OutboundRequest(
                        method, URI.create(connection.applicationUrl() + path), all, body, timeout)),
                "the application " + connection.applicationUrl(),
                Problem.UNREACHABLE);
    }

    private static void requireStatus(Answered answer, Set<Integer> expected) {
        int status = answer.status();
        if (expected.contains(status)) {
            return;
        }
        String said = "the application answered " + status;
        if (status == 401) {
            throw new ErpException(Problem.TOKEN_NOT_ACCEPTED, said + ": it does not accept the authority's token");
        }
        if (status == 403) {
            throw new ErpException(Problem.NO_PERMISSION, said + ": it lacks a permission for the client");
        }
        if (status == 429 || status >= 500) {
            throw new ErpException(Problem.UNREACHABLE, said + ", that is, not now");
        }
        throw invalid(said + (status >= 300 && status < 400 ? "; redirects are not followed" : ""));
    }

    private static ErpException notFound(Connection connection) {
        return new ErpException(
                Problem.NOT_FOUND,
                "the application has no application setups at " + connection.applicationUrl() + SETUPS);
    }

    private static ErpException invalid(String message) {
        return new ErpException(Problem.INVALID_ANSWER, message);
    }

    /** Returns what the application says for people, made fit for one line. */
    private static String reason(Answered answer) {
        String text = ErpFailures.object(answer)
                .map(body -> body.path("message").asText(""))
                .orElse("")
                .replaceAll("[\\p{Cntrl}\\p{Cs}\\s]+", " ")
                .strip();
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), LONGEST_REASON));
    }

    private static ApplicationSetup setup(JsonNode body) {
        try {
            return ErpFailures.JSON.treeToValue(body, ApplicationSetup.class);
        } catch (JsonProcessingException e) {
            ErpException invalid = invalid("the application answered with a setup that is none");
            invalid.addSuppressed(e);
            throw invalid;
        }
    }

    private static DocumentContent json(ApplicationSetup setup) {
        try {
            return new DocumentContent("application/json", ErpFailures.JSON.writeValueAsBytes(setup));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    private static String path(ApplicationSetup.Key key) {
        return SETUPS + "/" + segment(key.tableName()) + "/" + segment(key.documentContext());
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
