package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.http.api.AccessMatrix.Who;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Asks the service for every operation of its description on behalf of every kind of caller. Each request is the operation's own
 * example, with the ids of things that exist; a tenant of its own for each change that succeeds.
 */
class AccessMatrixTest {
    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    /**
     * Run with {@code -Daccess.write=true} to write what the service answers into the table; then read every line that changed: is it
     * what the caller may do?
     */
    @Test
    void everyOperationLetsThroughExactlyWhomTheTableSays() throws IOException {
        Map<String, Map<Who, String>> observed = observe();
        if (Boolean.getBoolean("access.write")) {
            Files.writeString(AccessMatrix.FILE, AccessMatrix.of(observed).text());
        }
        Map<String, Map<Who, String>> expected = AccessMatrix.read().rows();

        List<String> wrong = new ArrayList<>();
        observed.forEach((operation, cells) -> {
            if (!expected.containsKey(operation)) {
                wrong.add("this operation has no row; if the answers are right, add the line\n"
                        + AccessMatrix.line(operation, cells));
            } else if (!expected.get(operation).equals(cells)) {
                wrong.add("the table says\n" + AccessMatrix.line(operation, expected.get(operation))
                        + "\nbut the service answers\n" + AccessMatrix.line(operation, cells));
            }
        });
        expected.keySet().stream()
                .filter(operation -> !observed.containsKey(operation))
                .forEach(operation -> wrong.add("this row has no operation, remove it: " + operation));

        assertThat(wrong).as("see " + AccessMatrix.FILE).isEmpty();
        assertThat(AccessMatrix.FILE)
                .content()
                .isEqualTo(AccessMatrix.of(expected).text());
    }

    /** A cell is a reasoned refusal or "ok": a request that fails for any other reason would prove nothing. */
    @Test
    void everyRowProvesSomething() throws IOException {
        AccessMatrix.read().rows().forEach((operation, cells) -> {
            assertThat(cells.values())
                    .as("send a complete request for " + operation + ": an example " + "OPERATION.request.json in "
                            + ApiExamples.FOLDER)
                    .isSubsetOf(AccessMatrix.OK, "401", "403", "404", "421");
            assertThat(cells).as(operation + " is for nobody").containsValue(AccessMatrix.OK);
        });
    }

    @Test
    void everyChangeOfAnOlderRevisionIsShownBothVersions() {
        List<String> wrong = new ArrayList<>();
        AccessFixture fixture = new AccessFixture(api).withDraftAsFeature();
        description()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().findValuesAsText("name").contains("If-Match")) {
                        ApiServer.Answer answer = api.send(
                                fixture.request(Who.APPLICATION, method.getKey(), path.getKey(), method.getValue())
                                        .setHeader("If-Match", "\"999\""));
                        long current = answer.body().path("currentRevision").asLong();
                        boolean right = answer.status() == 412
                                && answer.body().path("expectedRevision").asLong() == 999
                                && current > 0
                                && answer.body().at("/current/revision").asLong() == current;
                        if (!right) {
                            wrong.add(method.getKey() + " " + path.getKey() + " answers " + answer.status() + " "
                                    + answer.body() + ": use orRefuse(result, () -> get(...)) in the resource");
                        }
                    }
                }));

        assertThat(wrong).isEmpty();
    }

    private JsonNode description() {
        return api.send(HttpRequest.newBuilder(api.uri("/api/v1/openapi.json")).GET())
                .body();
    }

    private Map<String, Map<Who, String>> observe() {
        Map<String, Map<Who, String>> rows = new TreeMap<>();
        AccessFixture[] fixture = {new AccessFixture(api)};
        description()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    Map<Who, String> cells = new EnumMap<>(Who.class);
                    for (Who who : Who.values()) {
                        ApiServer.Answer answer =
                                api.send(fixture[0].request(who, method.getKey(), path.getKey(), method.getValue()));
                        cells.put(who, cell(answer.status()));
                        if (!"get".equals(method.getKey()) && answer.status() < 300) {
                            fixture[0] = new AccessFixture(api);
                        }
                    }
                    rows.put(path.getKey() + " " + verb(method.getKey()), cells);
                }));
        return rows;
    }

    private static String cell(int status) {
        boolean through = status < 300 || status == 409 || status == 412 || status == 422;
        return through ? AccessMatrix.OK : Integer.toString(status);
    }

    private static String verb(String method) {
        return method.toUpperCase(Locale.ROOT);
    }
}
