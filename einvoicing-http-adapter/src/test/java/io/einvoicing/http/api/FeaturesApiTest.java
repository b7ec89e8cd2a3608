package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.ContentChange;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureMerge;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureReference;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.http.client.AdministrationClient;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.http.client.FeaturesClient;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.FeatureVersionBuilder;
import io.einvoicing.testkit.data.TestData;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What surrounds the versions of features, through the client and as raw requests. */
class FeaturesApiTest {
    private final ApiServer api = new ApiServer();
    private final AdministrationClient administration = new AdministrationClient(api.uri(""), api::token);
    private final FeaturesClient features = new FeaturesClient(api.uri(""), api::token);

    @AfterEach
    void stop() {
        api.close();
    }

    private static ApiProblemException problem(ThrowingCallable call, ProblemType type) {
        ApiProblemException[] caught = new ApiProblemException[1];
        assertThatExceptionOfType(ApiProblemException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.type()).contains(type);
            caught[0] = e;
        });
        return caught[0];
    }

    @Test
    void keepsOneProviderActive() {
        ProviderView first = features.providers().get(0);
        NewProvider partner = new NewProvider("Partner", URI.create("https://partner.example"));
        ProviderView created = features.createProvider(partner);
        ProviderView edited = features.editProvider(
                created.id(), created.revision(), new NewProvider("Partner AG", URI.create("https://partner.example")));
        ProviderView active = features.activateProvider(created.id());

        assertThat(first.active()).isTrue();
        assertThat(created.active()).isFalse();
        assertThat(edited.name()).isEqualTo("Partner AG");
        assertThat(active.active()).isTrue();
        assertThat(features.provider(created.id())).isEqualTo(active);
        assertThat(features.providers()).filteredOn(ProviderView::active).containsExactly(active);
        problem(() -> features.editProvider(created.id(), 1, partner), ProblemType.STALE_REVISION);
        problem(
                () -> features.createProvider(new NewProvider("Partner AG", URI.create("https://x.example"))),
                ProblemType.DUPLICATE);
        ApiServer.Answer noAddress =
                api.post("/api/v1/providers", "{\"name\": \"X\", \"internetAddress\": \"javascript:alert(1)\"}");
        assertThat(noAddress.status()).isEqualTo(400);
        assertThat(noAddress.body().at("/findings/0/field").asText()).isEqualTo("internetAddress");
    }

    @Test
    void derivesRebasesAndTellsTheDifferences() {
        FeatureVersionView base = completed("Base", content("DE", "https://a.example"));
        FeatureVersionView derived = features.derive("Derived", reference(base));
        assertThat(derived.baseVersion()).isEqualTo(OptionalInt.of(1));
        FeatureView shown = features.feature(derived.feature());
        assertThat(shown.base()).contains(new FeatureView.Base(api.tenant, base.feature(), "Base", 1));
        assertThat(shown.editable()).isTrue();
        complete(edit(derived, content("AT", "https://a.example")));
        complete(edit(administration.createVersion(base.feature()), content("CH", "https://b.example")));

        RebasePreview preview = features.previewRebase(derived.feature(), 2);
        String conflict = "setups[Issue].applicability";
        assertThat(preview.conflicts()).extracting(FeatureMerge.Conflict::path).containsExactly(conflict);
        assertThat(preview.changes()).extracting(ContentChange::path).containsExactly("parameters[Endpoint].value");
        ApiProblemException refused =
                problem(() -> features.rebase(derived.feature(), new Rebase(2, List.of())), ProblemType.CONFLICT);
        assertThat(refused.problem().findings()).extracting(Finding::field).containsExactly(conflict);

        FeatureVersionView rebased = features.rebase(
                derived.feature(), new Rebase(2, List.of(new Rebase.Resolution(conflict, FeatureMerge.Side.THEIRS))));

        assertThat(rebased.number()).isEqualTo(2);
        assertThat(rebased.status()).isEqualTo(FeatureVersion.Status.DRAFT);
        assertThat(rebased.baseVersion()).isEqualTo(OptionalInt.of(2));
        assertThat(rebased.content()).isEqualTo(content("CH", "https://b.example"));
        assertThat(features.differences(derived.feature(), 1, 2).changes()).hasSize(2);
        problem(() -> features.deleteFeature(base.feature()), ProblemType.CONFLICT);
    }

    @Test
    void continuesFromAnOlderVersionAndDropsDrafts() {
        FeatureVersionView first = completed("Peppol", content("DE", "https://a.example"));
        complete(edit(administration.createVersion(first.feature()), content("AT", "https://b.example")));

        FeatureVersionView third = features.createVersion(first.feature(), 1);

        assertThat(third.number()).isEqualTo(3);
        assertThat(third.content()).isEqualTo(first.content());
        problem(() -> administration.createVersion(first.feature()), ProblemType.CONFLICT);
        features.deleteDraft(first.feature(), 3);
        problem(() -> features.deleteDraft(first.feature(), 2), ProblemType.CONFLICT);
        problem(() -> features.createVersion(first.feature(), 9), ProblemType.NOT_FOUND);
        assertThat(administration.versions(first.feature())).hasSize(2);
    }

    @Test
    void copiesSetups() {
        FeatureVersionView draft = administration.createFeature("Peppol");
        FeatureVersionView filled = edit(draft, content("DE", "https://a.example"));

        FeatureVersionView copied = features.copySetup(draft.feature(), 1, filled.revision(), copy("Second"));

        assertThat(copied.content().setups()).hasSize(2);
        assertThat(copied.content().setup("Second").orElseThrow().actions())
                .isEqualTo(copied.content().setup("Issue").orElseThrow().actions());
        problem(() -> features.copySetup(draft.feature(), 1, copied.revision(), copy("Second")), ProblemType.DUPLICATE);
        problem(() -> features.copySetup(draft.feature(), 1, 1, copy("Third")), ProblemType.STALE_REVISION);
    }

    @Test
    void showsWhichVersionServesAndGuardsWhatIsDeployed() {
        FeatureVersionView version = completed("Peppol", content("DE", "https://a.example"));
        EnvironmentId environment = environment();
        DeploymentView now =
                administration.deploy(environment, new NewDeployment(version.feature(), 1, Optional.of(NOW)));
        DeploymentView later = administration.deploy(
                environment, new NewDeployment(version.feature(), 1, Optional.of(NOW.plusSeconds(60))));

        assertThat(features.serving(environment, NOW)).containsExactly(now);
        assertThat(features.serving(environment, NOW.plusSeconds(60))).containsExactly(later);
        assertThat(features.serving(environment, NOW.minusSeconds(1))).isEmpty();
        assertThat(features.deployments(version.feature())).containsExactlyInAnyOrder(now, later);
        problem(() -> features.deleteFeature(version.feature()), ProblemType.CONFLICT);
        administration.cancelDeployment(environment, now.id());
        administration.cancelDeployment(environment, later.id());
        features.deleteFeature(version.feature());
        problem(() -> features.feature(version.feature()), ProblemType.NOT_FOUND);
        assertThat(api.get("/api/v1/environments/" + environment + "/serving?at=tomorrow")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void sharesAndWithdraws() {
        FeatureVersionView version = completed("Peppol", content("DE", "https://a.example"));
        FeatureVersionView draft = administration.createFeature("Draft");

        ShareView share = features.share(version.feature(), "Fabrikam.Example");

        assertThat(share.domain()).isEqualTo("fabrikam.example");
        assertThat(features.shares(version.feature())).containsExactly(share);
        problem(() -> features.share(version.feature(), "fabrikam.example"), ProblemType.DUPLICATE);
        problem(() -> features.share(draft.feature(), "fabrikam.example"), ProblemType.CONFLICT);
        ApiProblemException invalid =
                problem(() -> features.share(version.feature(), "fabrikam"), ProblemType.INVALID_VALUE);
        assertThat(invalid.problem().findings()).extracting(Finding::field).containsExactly("domain");
        features.unshare(version.feature(), "fabrikam.example");
        problem(() -> features.unshare(version.feature(), "fabrikam.example"), ProblemType.NOT_FOUND);
        assertThat(features.shares(version.feature())).isEmpty();
    }

    @Test
    void givesWhatIsSharedToTheOrganizationOfTheDomainOnly() {
        FeaturesClient fabrikam = clientOf("fabrikam.example");
        FeaturesClient stranger = clientOf("stranger.example");
        FeatureVersionView version = completed("Peppol", content("DE", "https://a.example"));
        administration.createVersion(version.feature());
        assertThat(fabrikam.sharedFeatures()).isEmpty();
        features.share(version.feature(), "fabrikam.example");

        SharedFeatureView shared = fabrikam.sharedFeatures().get(0);
        assertThat(shared.tenant()).isEqualTo(api.tenant);
        assertThat(shared.feature()).isEqualTo(version.feature());
        assertThat(shared.name()).isEqualTo("Peppol");
        assertThat(shared.versions()).containsExactly(1);
        assertThat(fabrikam.sharedVersion(reference(version)).content()).isEqualTo(version.content());
        FeatureReference draft = new FeatureReference(api.tenant, version.feature(), 2);
        problem(() -> fabrikam.sharedVersion(draft), ProblemType.NOT_FOUND);
        problem(() -> fabrikam.derive("Ours", draft), ProblemType.NOT_FOUND);
        problem(() -> fabrikam.feature(version.feature()), ProblemType.NOT_FOUND);
        assertThat(stranger.sharedFeatures()).isEmpty();
        problem(() -> stranger.sharedVersion(reference(version)), ProblemType.NOT_FOUND);
        problem(() -> stranger.derive("Ours", reference(version)), ProblemType.NOT_FOUND);
    }

    @Test
    void keepsWhatWasDerivedWhenTheShareIsWithdrawn() {
        FeaturesClient fabrikam = clientOf("fabrikam.example");
        FeatureVersionView version = completed("Peppol", content("DE", "https://a.example"));
        features.share(version.feature(), "fabrikam.example");
        FeatureVersionView derived = fabrikam.derive("Ours", reference(version));
        complete(edit(administration.createVersion(version.feature()), content("DE", "https://b.example")));
        assertThat(fabrikam.previewRebase(derived.feature(), 2).changes())
                .extracting(ContentChange::path)
                .containsExactly("parameters[Endpoint].value");

        features.unshare(version.feature(), "fabrikam.example");

        assertThat(fabrikam.sharedFeatures()).isEmpty();
        problem(() -> fabrikam.sharedVersion(reference(version)), ProblemType.NOT_FOUND);
        problem(() -> fabrikam.previewRebase(derived.feature(), 2), ProblemType.NOT_FOUND);
        problem(() -> fabrikam.derive("Again", reference(version)), ProblemType.NOT_FOUND);
        assertThat(fabrikam.feature(derived.feature()).base())
                .contains(new FeatureView.Base(api.tenant, version.feature(), "Peppol", 1));
        assertThat(fabrikam.export(derived.feature(), 1)
                        .feature()
                        .at("/content/parameters/0/value")
                        .asText())
                .isEqualTo("https://a.example");
        features.deleteFeature(version.feature());
    }

    private FeaturesClient clientOf(String domain) {
        TenantId tenant = TestData.freshTenant();
        api.store
                .tenants()
                .save(
                        TestData.aTenant()
                                .id(tenant)
                                .domain(domain)
                                .activatedFor(ApiServer.ERP)
                                .build(),
                        TestData.aStamp("tenant.create"));
        return new FeaturesClient(api.uri(""), () -> api.token(tenant));
    }

    @Test
    void exportsAndImportsAsOneFile() {
        FeatureVersionView version = completed("Peppol", content("DE", "https://a.example"));

        FeatureFile file = features.export(version.feature(), 1);
        FeatureVersionView imported = features.importFeature(file, Optional.of("Peppol copy"));

        assertThat(file.format()).isEqualTo("einvoicing-feature");
        assertThat(file.contentHash()).matches("sha256:[0-9a-f]{64}");
        assertThat(imported.content()).isEqualTo(version.content());
        assertThat(features.export(imported.feature(), 1).feature().path("content"))
                .isEqualTo(file.feature().path("content"));
        problem(() -> features.importFeature(file, Optional.empty()), ProblemType.DUPLICATE);
    }

    @Test
    void importsNothingOfADamagedFile() throws Exception {
        FeatureVersionView version = completed("Peppol", content("DE", "https://a.example"));
        String file = api.get("/api/v1/features/" + version.feature() + "/versions/1/export")
                .response()
                .body();
        ObjectMapper json = new ObjectMapper();

        ObjectNode changed = (ObjectNode) json.readTree(file);
        ((ObjectNode) changed.get("feature")).put("name", "Changed by hand");
        assertRefused(changed, 422, "contentHash");
        ObjectNode other = (ObjectNode) json.readTree(file);
        other.put("formatVersion", 2);
        assertRefused(other, 422, "formatVersion");
        ObjectNode more = (ObjectNode) json.readTree(file);
        more.put("extra", true);
        assertRefused(more, 400, "extra");
        ObjectNode empty = json.createObjectNode();
        empty.put("format", "einvoicing-feature").put("formatVersion", 1).put("contentHash", "");
        assertRefused(empty, 422, "feature");

        // The same file with its members in another order and other white space is the same feature.
        ObjectNode reordered = json.createObjectNode();
        reordered.set("feature", json.readTree(file).get("feature"));
        reordered.setAll((ObjectNode) json.readTree(file));
        assertThat(api.post("/api/v1/features/imports?name=Again", reordered.toPrettyString())
                        .status())
                .isEqualTo(201);
        assertThat(administration.features()).hasSize(2);
    }

    private void assertRefused(JsonNode file, int status, String field) {
        ApiServer.Answer answer = api.post("/api/v1/features/imports?name=New", file.toString());
        assertThat(answer.status()).as(answer.body().toPrettyString()).isEqualTo(status);
        assertThat(answer.body().at("/findings/0/field").asText()).isEqualTo(field);
        assertThat(administration.features()).hasSize(1);
    }

    private FeatureVersionView completed(String name, FeatureContent content) {
        return complete(edit(administration.createFeature(name), content));
    }

    private FeatureVersionView edit(FeatureVersionView draft, FeatureContent content) {
        return administration.editVersion(
                draft.feature(),
                draft.number(),
                draft.revision(),
                new FeatureVersionEdit(Optional.of(NOW.minusSeconds(3_600)), content));
    }

    private FeatureVersionView complete(FeatureVersionView draft) {
        return administration.completeVersion(draft.feature(), draft.number(), draft.revision());
    }

    private FeatureReference reference(FeatureVersionView version) {
        return new FeatureReference(api.tenant, version.feature(), version.number());
    }

    private static SetupCopy copy(String name) {
        return new SetupCopy(name, new SetupCopy.Original("Issue", Optional.empty(), Optional.empty()));
    }

    private EnvironmentId environment() {
        ServiceEnvironment environment = TestData.anEnvironment()
                .of(api.tenant)
                .createdBy(api.caller().principal())
                .published()
                .build();
        api.store.environments().save(environment, TestData.aStamp("environment.publish"));
        return environment.id();
    }

    /** Content with a pipeline of two actions for the documents of one country. */
    private static FeatureContent content(String country, String endpoint) {
        Action first = Action.of(
                "Fill",
                "Transform document",
                Map.of("Input file", ParameterValue.variable(Variable.BUSINESS_DOCUMENT)));
        Action second = Action.of(
                "Copy", "Transform document", Map.of("Input file", ParameterValue.output("Fill", "Output file")));
        return new FeatureContent(
                "",
                List.of(new FeatureParameter("Endpoint", endpoint, "")),
                List.of(FeatureVersionBuilder.aSetup(
                        "Issue", ApplicabilityRule.equal("Country", country), first, second)),
                List.of(),
                List.of());
    }
}
