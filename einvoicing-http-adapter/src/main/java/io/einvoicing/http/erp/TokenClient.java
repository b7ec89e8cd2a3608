package io.einvoicing.http.erp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import io.einvoicing.connectedapp.ErpException;
import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.connectedapp.port.ErpGateway.Connection;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.http.call.OutboundResult.Answered;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gets tokens by the OAuth 2 client credentials grant, and keeps each until shortly before it expires. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">Source: RFC 6749, section 4.4</a>
 * @see <a href="https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes">
 *     Source: Microsoft Entra authentication and authorization error codes</a>
 */
final class TokenClient {
    /** A token that expires sooner is not used: the call takes its time, and clocks differ. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final Pattern ERROR_NAME = Pattern.compile("[a-z_]{1,60}");

    /** Entra's numbers for a tenant that is none, or that is not known. */
    private static final Set<Integer> NO_TENANT = Set.of(90002, 900021, 900023, 50059);

    /** Entra's numbers for an application that the tenant does not know as a resource, or by this scope. */
    private static final Set<Integer> NO_RESOURCE = Set.of(500011, 1002012, 70011);

    private static final Set<String> CLIENT_ERRORS = Set.of("invalid_client", "unauthorized_client");

    private final Cache<Key, Token> tokens = CacheBuilder.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(LONGEST)
            .build();
    private final OutboundHttp http;
    private final TokenAuthority authority;
    private final Duration timeout;
    private final InstantSource clock;

    /** A rotated secret is another key: what the former one got is never used with the new one. The secret itself is not kept. */
    private record Key(URI applicationUrl, String directoryTenant, String clientId, HashCode secret) {
        static Key of(Connection connection) {
            return new Key(
                    connection.applicationUrl(),
                    connection.directoryTenant(),
                    connection.clientId(),
                    Hashing.sha256().hashString(connection.secret().reveal(), StandardCharsets.UTF_8));
        }
    }

    private record Token(String value, Instant usableUntil) {}

    /**
     * A token.
     *
     * @param kept whether it was got earlier, so that it may have been revoked meanwhile
     */
    record Bearer(String value, boolean kept) {}

    TokenClient(OutboundHttp http, TokenAuthority authority, Duration timeout, InstantSource clock) {
        this.http = http;
        this.authority = authority;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Returns a token for the application. */
    Bearer token(Connection connection) {
        Key key = Key.of(connection);
        Token known = tokens.getIfPresent(key);
        if (known != null && clock.instant().isBefore(known.usableUntil())) {
            return new Bearer(known.value(), true);
        }
        Token fresh = fetch(connection);
        tokens.put(key, fresh);
        return new Bearer(fresh.value(), false);
    }

    /** Forgets the token for the application, which refused it. */
    void forget(Connection connection) {
        tokens.invalidate(Key.of(connection));
    }

    private Token fetch(Connection connection) {
        URI endpoint = authority.of(connection.directoryTenant());
        Instant askedAt = clock.instant();
        Answered answer = ErpFailures.answered(
                http.exchange(new OutboundRequest(
                        "POST",
                        endpoint,
                        Map.of("Accept", "application/json"),
                        Optional.of(form(connection)),
                        timeout)),
                "the token endpoint " + endpoint,
                Problem.AUTHORITY_UNREACHABLE);
        JsonNode body = ErpFailures.object(answer)
                .orElseThrow(() -> answer.status() >= 500 || answer.status() == 429
                        ? unavailable(answer)
                        : new ErpException(
                                Problem.INVALID_ANSWER,
                                "the token endpoint answered " + answer.status() + " without a JSON object"));
        if (answer.status() != 200) {
            throw refused(answer, body, connection);
        }
        String token = body.path("access_token").asText("");
        if (!BEARER.matcher(token).matches()
                || !"bearer".equalsIgnoreCase(body.path("token_type").asText(""))) {
            throw new ErpException(Problem.INVALID_ANSWER, "the token endpoint answered without a bearer token");
        }
        Duration lifetime =
                Duration.ofSeconds(Math.max(0, Math.min(body.path("expires_in").asLong(0), LONGEST.toSeconds())));
        return new Token(token, askedAt.plus(lifetime).minus(MARGIN));
    }

    private static ErpException refused(Answered answer, JsonNode body, Connection connection) {
        String error = body.path("error").asText("");
        String name = ERROR_NAME.matcher(error).matches() ? error : "an error";
        Set<Integer> codes = new HashSet<>();
        body.path("error_codes").forEach(code -> codes.add(code.asInt()));
        String said = "the token endpoint answered " + answer.status() + " " + name
                + (codes.isEmpty() ? "" : " AADSTS" + codes.iterator().next());
        if (codes.stream().anyMatch(NO_TENANT::contains)) {
            return new ErpException(
                    Problem.WRONG_TENANT,
                    "the authority has no tenant \"" + connection.directoryTenant() + "\" (" + said + ")");
        }
        if (codes.stream().anyMatch(NO_RESOURCE::contains)
                || error.equals("invalid_resource")
                || error.equals("invalid_scope")) {
            return new ErpException(
                    Problem.UNKNOWN_RESOURCE,
                    "the tenant has no application " + connection.applicationUrl() + " (" + said + ")");
        }
        if (CLIENT_ERRORS.contains(error) || answer.status() == 401) {
            return new ErpException(
                    Problem.WRONG_CREDENTIALS,
                    "the authority does not accept client \"" + connection.clientId() + "\" with its secret (" + said
                            + ")");
        }
        if (answer.status() == 404) {
            return new ErpException(
                    Problem.WRONG_TENANT,
                    "the authority has no tenant \"" + connection.directoryTenant() + "\" (" + said + ")");
        }
        if (answer.status() >= 500 || answer.status() == 429) {
            return unavailable(answer);
        }
        boolean refusal = answer.status() == 400 || answer.status() == 403;
        return new ErpException(refusal ? Problem.WRONG_CREDENTIALS : Problem.INVALID_ANSWER, said);
    }

    private static ErpException unavailable(Answered answer) {
        return new ErpException(
                Problem.AUTHORITY_UNREACHABLE, "the token endpoint answered " + answer.status() + ", that is, not now");
    }

    private static DocumentContent form(Connection connection) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "client_credentials");
        fields.put("client_id", connection.clientId());
        fields.put("client_secret", connection.secret().reveal());
        fields.put("scope", connection.applicationUrl() + "/.default");
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new DocumentContent("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.US_ASCII));
    }
}
