package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.access.Role;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.http.client.NumberSequencesClient;
import io.einvoicing.numbersequence.NumberSequenceEdit;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.submission.SubmissionId;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberSequencesApiTest {
    private final ApiServer api = new ApiServer();
    private final ApiServer.Published published = api.publish();
    private final String path =
            "/api/v1/environments/" + published.environment().id() + "/number-sequences";
    private final NumberSequencesClient client = new NumberSequencesClient(api.uri("/"), api::token);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void createsEditsDrawsAndDeletesThroughTheClient() {
        NumberSequenceView created = client.create(
                published.environment().id(),
                sequence("Counter", Optional.of(published.version().feature())));
        assertThat(created.next()).isEqualTo(1);
        assertThat(created.inUse()).isTrue();
        assertThat(created.feature()).contains(published.version().feature());
        NumberSequenceView edited = client.edit(
                published.environment().id(),
                created.id(),
                created.revision(),
                new NumberSequenceEdit("Counter", "For the authority", true, Optional.of(100L)));
        assertThat(edited.next()).isEqualTo(100);
        SubmissionId first = draw("Counter");
        SubmissionId second = draw("Counter");

        assertThat(client.list(published.environment().id())).singleElement().satisfies(sequence -> {
            assertThat(sequence.next()).isEqualTo(102);
            assertThat(sequence.drawn()).isEqualTo(2);
            assertThat(sequence.revision()).isEqualTo(2);
        });
        Page<DrawnNumberView> page = client.values(published.environment().id(), created.id(), Optional.empty(), 1);
        assertThat(page.items()).containsExactly(new DrawnNumberView(100, first, "Number", NOW));
        assertThat(client.values(published.environment().id(), created.id(), page.next(), 1))
                .isEqualTo(Page.whole(List.of(new DrawnNumberView(101, second, "Number", NOW))));
        NumberSequenceView unused = client.create(published.environment().id(), sequence("Unused", Optional.empty()));
        client.delete(published.environment().id(), unused.id(), unused.revision());
        assertProblem(() -> client.find(published.environment().id(), unused.id()), ProblemType.NOT_FOUND);
        assertProblem(() -> client.delete(published.environment().id(), created.id(), 2), ProblemType.CONFLICT);
    }

    @Test
    void staleEditShowsBothRevisionsAndTheSequenceAsItIs() {
        ApiServer.Answer created = api.post(path, "{\"name\": \"Counter\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        String self = path + "/" + created.text("id");
        assertThat(created.header("Location")).endsWith(self);
        api.put(self, 1, "{\"name\": \"Renamed\", \"inUse\": true}");

        ApiServer.Answer stale = api.put(self, 1, "{\"name\": \"Mine\", \"inUse\": true}");

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.body().path("expectedRevision").asLong()).isEqualTo(1);
        assertThat(stale.body().path("currentRevision").asLong()).isEqualTo(2);
        assertThat(stale.body().path("current").path("name").asText()).isEqualTo("Renamed");
    }

    @Test
    void nextCannotChangeAfterTheFirstDraw() {
        String self = path + "/" + api.post(path, "{\"name\": \"Counter\"}").text("id");
        draw("Counter");

        ApiServer.Answer refused = api.put(self, 1, "{\"name\": \"Counter\", \"inUse\": true, \"next\": 7}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("next");
        assertThat(api.put(self, 1, "{\"name\": \"Counter\", \"inUse\": true}").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400|name",
                "{'name': ''}|400|name",
                "{'name': ' x'}|400|name",
                "{'name': [7]}|400|name",
                "{'name': 'x', 'first': -1}|400|first",
                "{'name': 'x', 'first': 1000000000000000}|400|first",
                "{'name': 'x', 'first': '1'}|400|first",
                "{'name': 'x', 'first': 1.5}|400|first",
                "{'name': 'x', 'inUse': 'yes'}|400|inUse",
                "{'name': 'x', 'feature': 'y'}|400|feature",
                "{'name': 'x', 'feature': '3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a'}|422|feature",
                "{'name': 'x', 'next': 1}|400|next",
                "{'name': 'Taken'}|409|"
            })
    void namesTheFieldThatIsNotAcceptable(String body, int status, String field) {
        assertThat(api.post(path, "{\"name\": \"Taken\"}").status()).isEqualTo(201);

        ApiServer.Answer refused = api.post(path, body.replace('\'', '"'));

        assertThat(refused.status()).as(refused.body().toPrettyString()).isEqualTo(status);
        if (field != null) {
            assertThat(refused.body().at("/findings/0").toString()).contains(field);
        }
        assertThat(api.get(path).body().path("items")).hasSize(1);
    }

    @Test
    void refusesATooLongNameAndDescription() {
        ApiServer.Answer name = api.post(path, "{\"name\": \"" + "x".repeat(129) + "\"}");
        ApiServer.Answer description =
                api.post(path, "{\"name\": \"x\", \"description\": \"" + "x".repeat(4_001) + "\"}");

        assertThat(name.status()).isEqualTo(400);
        assertThat(name.body().at("/findings/0").toString()).contains("name must");
        assertThat(description.status()).isEqualTo(400);
        assertThat(description.body().at("/findings/0").toString()).contains("description must");
    }

    @Test
    void isHiddenFromOtherTenantsAndFromOtherRoles() {
        String self = path + "/" + api.post(path, "{\"name\": \"Counter\"}").text("id");

        assertThat(get(self, api.token(Role.SUBMIT, Role.USAGE)).status()).isEqualTo(403);
        JsonNode unknown =
                api.get(path + "/3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a").body();
        assertThat(unknown.path("status").asInt()).isEqualTo(404);
        assertThat(api.get(path + "/nonsense").status()).isEqualTo(404);
        assertThat(api.get(self + "/values?after=x").status()).isEqualTo(400);
        assertThat(api.get(self + "/values?limit=501").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/environments/" + UUID.randomUUID() + "/number-sequences")
                        .status())
                .isEqualTo(404);
    }

    private ApiServer.Answer get(String self, String token) {
        return api.send(HttpRequest.newBuilder(api.uri(self)).header("Authorization", "Bearer " + token));
    }

    private SubmissionId draw(String sequence) {
        SubmissionId submission = new SubmissionId(UUID.randomUUID());
        assertThat(api.store
                        .numberDraws()
                        .draw(new NumberDraws.Request(
                                api.tenant,
                                published.environment().id(),
                                published.version().feature(),
                                sequence,
                                submission,
                                "Number",
                                NOW)))
                .isInstanceOf(NumberDraws.Draw.Drawn.class);
        return submission;
    }

    private static NewNumberSequence sequence(String name, Optional<FeatureId> feature) {
        return new NewNumberSequence(name, "", feature, Optional.empty(), Optional.empty());
    }

    private static void assertProblem(ThrowingCallable call, ProblemType type) {
        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.type()).contains(type));
    }
}
