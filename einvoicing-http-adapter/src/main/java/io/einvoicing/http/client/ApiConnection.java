package io.einvoicing.http.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.internal.ApiJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends requests with a bearer token and reads the answers. Thread-safe. */
final class ApiConnection {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String JSON = "application/json";

    private final ObjectMapper json = ApiJson.lenient();
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Supplier<Target> target;
    private final Supplier<String> accessToken;

    /**
     * Where a request goes.
     *
     * @param service address of the service without {@code /api}
     * @param headers what every request carries
     */
    record Target(URI service, Map<String, String> headers) {}

    /**
     * Connects to a service.
     *
     * @param service its address without {@code /api}
     * @param accessToken gives a token that is valid now; asked for each request
     */
    ApiConnection(URI service, Supplier<String> accessToken) {
        this(() -> new Target(service, Map.of()), accessToken);
    }

    /** Connects to the service that is asked for before each request; what the supplier throws keeps the request from being sent. */
    ApiConnection(Supplier<Target> target, Supplier<String> accessToken) {
        this.target = target;
        this.accessToken = accessToken;
    }

    /**
     * What the service answered.
     *
     * @param status the HTTP status, below 300
     * @param body what it answered
     */
    record Answer<T>(int status, T body) {}

    <T> T get(String path, Class<T> type) {
        return send(request(path).GET(), json.constructType(type));
    }

    <T> Page<T> page(String path, Class<T> item) {
        return send(request(path).GET(), json.getTypeFactory().constructParametricType(Page.class, item));
    }

    /** Returns all items of a list that comes in pages; the path has no query. */
    <T> List<T> all(String path, Class<T> item) {
        List<T> all = new ArrayList<>();
        Page<T> page = page(path, item);
        all.addAll(page.items());
        while (page.next().isPresent()) {
            page = page(path + "?after=" + encoded(page.next().get()), item);
            all.addAll(page.items());
        }
        return all;
    }

    byte[] bytes(String path) {
        return exchange(request(path).GET()).body();
    }

    <T> T post(String path, @Nullable Record body, Class<T> type) {
        return answer(path, body, type).body();
    }

    <T> Answer<T> answer(String path, @Nullable Record body, Class<T> type) {
        HttpResponse<byte[]> response = exchange(entity(request(path), "POST", body));
        return new Answer<>(response.statusCode(), read(response, json.constructType(type)));
    }

    <T> T post(String path, long revision, Class<T> type) {
        return send(
                request(path).header("If-Match", tag(revision)).POST(BodyPublishers.noBody()),
                json.constructType(type));
    }

    <T> T put(String path, @Nullable Record body, Class<T> type) {
        return send(entity(request(path), "PUT", body), json.constructType(type));
    }

    <T> T put(String path, long revision, Record body, Class<T> type) {
        return send(entity(request(path), "PUT", body).header("If-Match", tag(revision)), json.constructType(type));
    }

    <T> T delete(String path, Class<T> type) {
        return send(request(path).DELETE(), json.constructType(type));
    }

    void delete(String path, long revision) {
        exchange(request(path).header("If-Match", tag(revision)).DELETE());
    }

    /** Removes a resource of which no revision is asked. */
    void delete(String path) {
        exchange(request(path).DELETE());
    }

    <T> T post(String path, long revision, Record body, Class<T> type) {
        return send(entity(request(path), "POST", body).header("If-Match", tag(revision)), json.constructType(type));
    }

    /** Returns the text as one segment of a path or one value of a query. */
    /** Returns a value as the tree of its JSON. */
    JsonNode tree(Object value) {
        return json.valueToTree(value);
    }

    static String encoded(Object text) {
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    private HttpRequest.Builder request(String path) {
        Target now = target.get();
        String service = now.service().toString();
        String root = (service.endsWith("/") ? service.substring(0, service.length() - 1) : service) + "/api/v1";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(TIMEOUT)
                .header("Accept", JSON)
                .header("Authorization", "Bearer " + accessToken.get());
        now.headers().forEach(request::header);
        return request;
    }

    private HttpRequest.Builder entity(HttpRequest.Builder request, String method, @Nullable Record body) {
        if (body == null) {
            return request.method(method, BodyPublishers.noBody());
        }
        try {
            return request.header("Content-Type", JSON)
                    .method(method, BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request cannot be written as JSON", e);
        }
    }

    private <T> T send(HttpRequest.Builder request, JavaType type) {
        return read(exchange(request), type);
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new ApiProblemException(problem(response));
            }
            return response;
        } catch (IOException e) {
            throw new ApiUnavailableException(request.method() + " " + request.uri() + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnavailableException(request.method() + " " + request.uri() + " was interrupted", e);
        }
    }

    private Problem problem(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith(Problem.MEDIA_TYPE)) {
            throw new ApiUnavailableException(
                    response.request().uri() + " answered " + response.statusCode() + " with \"" + type
                            + "\": is it the service, or a proxy in between?",
                    null);
        }
        return read(response, json.constructType(Problem.class));
    }

    private <T> T read(HttpResponse<byte[]> response, JavaType type) {
        try {
            return json.readValue(response.body(), type);
        } catch (IOException e) {
            throw new ApiUnavailableException(
                    response.request().uri() + " answered " + response.statusCode() + " with a body that is no "
                            + type.getRawClass().getSimpleName(),
                    e);
        }
    }
}
