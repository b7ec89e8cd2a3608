package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.SettingsChange;
import io.einvoicing.http.client.AdministrationClient;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.kernel.Finding;
import io.einvoicing.testkit.data.TestData;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentsApiTest {
    private final ApiServer api = new ApiServer();
    private final AdministrationClient administration = new AdministrationClient(api.uri("/"), api::token);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void createsWithADescription() {
        EnvironmentView created = administration.createEnvironment(
                new NewEnvironment("Production", Optional.of("All companies in Europe")));

        assertThat(created.draft().description()).isEqualTo("All companies in Europe");
        assertThat(administration.environment(created.id())).isEqualTo(created);
    }

    @Test
    void refusesADescriptionThatIsTooLongWithTheFieldNamed() {
        ApiServer.Answer refused =
                api.post("/api/v1/environments", "{\"name\": \"A\", \"description\": \"" + "x".repeat(4_001) + "\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("description");
        assertThat(administration.environments()).isEmpty();
    }

    @Test
    void renamesUntilThePublication() {
        EnvironmentView created = administration.createEnvironment("Prodution");
        EnvironmentView renamed = administration.renameEnvironment(created.id(), 1, "Production");
        assertThat(renamed.name()).isEqualTo("Production");
        assertThat(renamed.revision()).isEqualTo(2);

        administration.createEnvironment("Test");
        refused(() -> administration.renameEnvironment(created.id(), 2, "Test"), ProblemType.DUPLICATE);
        refused(() -> administration.renameEnvironment(created.id(), 1, "Other"), ProblemType.STALE_REVISION);
        EnvironmentView published = published(created.id(), 2, settings());
        refused(
                () -> administration.renameEnvironment(created.id(), published.revision(), "Other"),
                ProblemType.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"name\": \"\"}", "{\"name\": \" A\"}", "{\"name\": [1]}", "{}", "{\"name\": \"a\\u0007\"}"})
    void refusesANameThatIsNone(String body) {
        EnvironmentView created = administration.createEnvironment("Production");

        ApiServer.Answer refused = api.put("/api/v1/environments/" + created.id() + "/name", 1, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("name");
        assertThat(administration.environment(created.id())).isEqualTo(created);
    }

    @Test
    void checksWithoutPublishing() {
        EnvironmentView created = administration.createEnvironment("Production");

        List<Finding> findings = administration.checkEnvironment(created.id());

        assertThat(findings).extracting(Finding::field).containsExactly("storageSecret", "users");
        assertThat(administration.environment(created.id())).isEqualTo(created);
        administration.editEnvironment(created.id(), 1, settings());
        assertThat(administration.checkEnvironment(created.id())).isEmpty();
        assertThat(administration.environment(created.id()).status())
                .isEqualTo(ServiceEnvironment.Status.NOT_PUBLISHED);
    }

    @Test
    void showsTheHistoryAndRollsBack() {
        EnvironmentView created = administration.createEnvironment("Production");
        EnvironmentView first = published(created.id(), 1, settings());
        EnvironmentView second = published(created.id(), first.revision(), described("Second"));
        administration.editEnvironment(created.id(), second.revision(), described("Draft"));

        Page<SnapshotSummary> history = administration.snapshots(created.id(), Optional.empty());
        assertThat(history.items()).extracting(SnapshotSummary::number).containsExactly(2, 1);
        assertThat(history.items())
                .allSatisfy(snapshot -> assertThat(snapshot.publishedBy())
                        .isEqualTo(api.caller().principal()))
                .allSatisfy(snapshot -> assertThat(snapshot.publishedByName()).isNotBlank());
        assertThat(administration.snapshot(created.id(), 1).settings()).isEqualTo(settings());
        assertThat(administration.differences(created.id(), 1, Optional.of(2)).changes())
                .containsExactly(change(settings().description(), "Second"));
        DifferencesView toDraft = administration.differences(created.id(), 2, Optional.empty());
        assertThat(toDraft.to()).isEqualTo("draft");
        assertThat(toDraft.changes()).containsExactly(change("Second", "Draft"));

        refused(
                () -> administration.rollBackEnvironment(created.id(), 1, second.revision()),
                ProblemType.STALE_REVISION);
        refused(
                () -> administration.rollBackEnvironment(created.id(), 3, second.revision() + 1),
                ProblemType.NOT_FOUND);
        PublicationView back = administration.rollBackEnvironment(created.id(), 1, second.revision() + 1);

        assertThat(back.environment().draft()).isEqualTo(settings());
        assertThat(back.environment().status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);
        assertThat(back.environment().published().orElseThrow().number()).isEqualTo(3);
        assertThat(api.store.auditTrail().newest(api.tenant, 1).get(0).stamp().operation())
                .isEqualTo("environment.rollback");
    }

    @Test
    void pagesTheHistory() {
        EnvironmentView environment = administration.createEnvironment("Production");
        long revision = 1;
        for (int i = 0; i < 3; i++) {
            revision = published(environment.id(), revision, described("Number " + i))
                    .revision();
        }
        String path = "/api/v1/environments/" + environment.id() + "/snapshots";

        ApiServer.Answer first = api.get(path + "?limit=2");
        assertThat(first.body().at("/items/1/number").asInt()).isEqualTo(2);
        ApiServer.Answer last = api.get(path + "?limit=2&after=" + first.text("next"));

        assertThat(last.body().path("items")).hasSize(1);
        assertThat(last.body().at("/items/0/number").asInt()).isEqualTo(1);
        assertThat(last.body().has("next")).isFalse();
        assertThat(api.get(path + "?after=x").status()).isEqualTo(400);
        assertThat(api.get(path + "/x").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/environments/" + environment.id() + "/differences")
                        .body()
                        .at("/findings/0/field")
                        .asText())
                .isEqualTo("from");
        assertThat(api.get("/api/v1/environments/" + environment.id() + "/differences?from=1&to=later")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void deletesAnEnvironmentThatNothingUses() {
        EnvironmentView created = administration.createEnvironment("Production");
        administration.editEnvironment(created.id(), 1, settings());
        refused(() -> administration.deleteEnvironment(created.id(), 1), ProblemType.STALE_REVISION);

        administration.deleteEnvironment(created.id(), 2);

        refused(() -> administration.environment(created.id()), ProblemType.NOT_FOUND);
        refused(() -> administration.deleteEnvironment(created.id(), 3), ProblemType.NOT_FOUND);
        refused(() -> administration.createEnvironment("Production"), ProblemType.DUPLICATE);
        assertThat(administration.environments()).isEmpty();
    }

    @Test
    void doesNotDeleteWhileFeaturesAreDeployed() {
        ServiceEnvironment inUse = api.publish().environment();

        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(() -> administration.deleteEnvironment(inUse.id(), 1))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(409))
                .satisfies(e -> assertThat(e.problem().findings())
                        .extracting(Finding::field)
                        .containsExactly("deployments"));
        assertThat(administration.environment(inUse.id()).name()).isEqualTo("Production");
    }

    @Test
    void asksForTheRevisionBeforeItDeletes() {
        EnvironmentView created = administration.createEnvironment("Production");

        ApiServer.Answer answer =
                api.send(api.request("/api/v1/environments/" + created.id()).method("DELETE", noBody()));

        assertThat(answer.status()).isEqualTo(428);
        assertThat(administration.environment(created.id())).isEqualTo(created);
    }

    private static HttpRequest.BodyPublisher noBody() {
        return HttpRequest.BodyPublishers.noBody();
    }

    @Test
    void listsByNamePageByPage() {
        List.of("Österreich & Co", "Amsterdam", "Zürich").forEach(administration::createEnvironment);

        Page<EnvironmentView> first = administration.environments(Optional.empty(), 2);
        Page<EnvironmentView> second = administration.environments(first.next(), 2);

        assertThat(first.items()).hasSize(2);
        assertThat(second.items()).hasSize(1);
        assertThat(second.next()).isEmpty();
        assertThat(administration.environments())
                .extracting(EnvironmentView::name)
                .containsExactlyInAnyOrder("Österreich & Co", "Amsterdam", "Zürich")
                .containsExactlyElementsOf(Stream.of(first, second)
                        .flatMap(page -> page.items().stream())
                        .map(EnvironmentView::name)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=501", "limit=x", "after="})
    void namesTheParameterOfThePageThatIsWrong(String query) {
        ApiServer.Answer refused = api.get("/api/v1/environments?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo(query.split("=")[0]);
    }

    @Test
    void refusesTwoRevisionsAtOnce() {
        EnvironmentView created = administration.createEnvironment("Production");

        ApiServer.Answer refused = api.send(api.request("/api/v1/environments/" + created.id())
                .header("If-Match", "\"" + created.revision() + "\"")
                .header("If-Match", "\"7\"")
                .DELETE());

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("If-Match");
        assertThat(administration.environments()).hasSize(1);
    }

    private EnvironmentView published(EnvironmentId id, long revision, EnvironmentSettings settings) {
        EnvironmentView edited = administration.editEnvironment(id, revision, settings);
        return administration.publishEnvironment(id, edited.revision()).environment();
    }

    private EnvironmentSettings settings() {
        return TestData.anEnvironment()
                .createdBy(api.caller().principal())
                .build()
                .draft();
    }

    private EnvironmentSettings described(String description) {
        EnvironmentSettings settings = settings();
        return new EnvironmentSettings(
                description,
                settings.keyVaults(),
                settings.storageSecret(),
                settings.users(),
                settings.applications(),
                settings.certificateChains());
    }

    private static SettingsChange change(String before, String after) {
        return new SettingsChange("description", SettingsChange.Kind.CHANGED, Optional.of(before), Optional.of(after));
    }

    private static void refused(ThrowingCallable call, ProblemType type) {
        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.type()).contains(type));
    }
}
