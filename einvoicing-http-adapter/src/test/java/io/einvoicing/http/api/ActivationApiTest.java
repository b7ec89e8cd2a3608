package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.einvoicing.access.Role;
import io.einvoicing.activation.Configurator;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.client.AdministrationClient;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestData;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationApiTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final URI EUROPE = URI.create("https://eu.einvoicing.example.com/");

    private final ApiServer api = new ApiServer();
    private final TenantId tenant = TestData.freshTenant();
    private final Configurator ada =
            new Configurator(DevelopmentToken.principalOf("ada@fabrikam.example"), "ada@fabrikam.example");
    private final AdministrationClient operator =
            new AdministrationClient(api.uri("/"), () -> api.token(api.tenant, Role.OPERATE));
    private final AdministrationClient configurator = new AdministrationClient(api.uri("/"), this::withoutRoles);

    @AfterEach
    void stop() {
        api.close();
    }

    private String withoutRoles() {
        return api.issuer.issue(
                new DevelopmentToken(tenant, ada.email(), Set.of(), ApiServer.ERP, Duration.ofHours(1)));
    }

    private Tenant create() {
        return operator.createTenant(new NewTenant(
                tenant, "Fabrikam", Optional.of("fabrikam.example"), Geography.EUROPE, BERLIN, Optional.of(ada)));
    }

    private static DeploymentProject project(int tier) {
        return new DeploymentProject(
                "UAT",
                tier,
                URI.create("https://fabrikam-uat.operations.example/"),
                UUID.fromString("6f2f6c1e-4df4-4f6c-8a41-6a3f7a7b0c07"),
                Optional.empty());
    }

    @Test
    void leadsFromNothingToATenantThatItsConfiguratorSetsUp() {
        Tenant created = create();
        assertThat(operator.tenants(Optional.empty(), 500).items()).contains(created);

        Tenant edited = operator.editTenant(
                tenant,
                created.revision(),
                new TenantDetails("Fabrikam Inc.", Optional.of("fabrikam.example"), Optional.of(ada)));
        assertThat(edited).isEqualTo(operator.tenant(tenant));

        OwnTenantView own = configurator.ownTenant();
        assertThat(own.name()).isEqualTo("Fabrikam Inc.");
        assertThat(own.endpoint()).contains(EUROPE);
        assertThat(own.roles()).as("by the service's own record").containsExactly(Role.CONFIGURE);
        ServiceParametersView unset = configurator.serviceParameters();
        assertThat(unset.endpoint()).isEmpty();
        ServiceParametersView set = configurator.setServiceParameters(unset.revision(), own.geography(), EUROPE);
        assertThat(configurator.serviceParameters()).isEqualTo(set);
        EndpointCheckView check = configurator.checkServiceParameters();
        assertThat(check.findings()).isEmpty();
        assertThat(check.latencyMillis()).contains(12L);
    }

    @Test
    void recordsAProjectOfAnyTierAndEnablesItFromTierTwoOn() {
        create();
        assertThat(operator.saveProject(tenant, project(1)).activations())
                .singleElement()
                .satisfies(activation -> assertThat(activation.enabled()).isFalse());

        ApiServer.Answer refused = api.send(
                api.request("/api/v1/tenants/" + tenant + "/activations/UAT").PUT(HttpRequest.BodyPublishers.noBody()));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("tier");
        assertThat(refused.body().at("/findings/0/remedy").asText()).isNotBlank();

        operator.saveProject(tenant, project(2));
        assertThat(operator.activate(tenant, "UAT").activations())
                .singleElement()
                .satisfies(activation -> assertThat(activation.enabled()).isTrue());
        assertThat(operator.deactivate(tenant, "UAT").activations())
                .singleElement()
                .satisfies(activation -> assertThat(activation.enabled()).isFalse());
    }

    @Test
    void tellsTheDirectoryToEverybody() {
        ApiServer.Answer answer =
                api.send(HttpRequest.newBuilder(api.uri("/api/v1/endpoints")).GET());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("here")).isEqualTo("EUROPE");
        assertThat(operator.endpoints().items())
                .extracting(endpoint -> endpoint.geography().id())
                .containsExactly("UNITED_STATES", "EUROPE", "UNITED_KINGDOM", "ASIA");
    }

    @Test
    void refusesAnUnknownTenantWithTheRemedy() {
        ApiServer.Answer refused = api.send(HttpRequest.newBuilder(api.uri("/api/v1/environments"))
                .header("Authorization", "Bearer " + api.token(tenant))
                .GET());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("type")).isEqualTo("urn:einvoicing:problem:unknown-tenant");
        assertThat(refused.text("detail")).contains(tenant.toString()).contains("operator");
    }

    @Test
    void showsATenantOfAnotherGeographyTheWayAndStoresNothing() {
        api.store.tenants().save(aTenant().id(tenant).in(Geography.ASIA).build(), TestData.aStamp("tenant.create"));

        ApiServer.Answer refused = api.send(HttpRequest.newBuilder(api.uri("/api/v1/environments"))
                .header("Authorization", "Bearer " + api.token(tenant))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"Production\"}")));

        assertThat(refused.status()).isEqualTo(421);
        assertThat(refused.text("type")).isEqualTo("urn:einvoicing:problem:wrong-geography");
        assertThat(refused.text("endpoint")).isEqualTo("https://asia.einvoicing.example.com/");
        assertThat(api.store.environments().list(tenant, Optional.empty(), 1).items())
                .isEmpty();
    }

    @Test
    void refusesParametersThatDisagreeWithTheTenantOrTheDirectory() {
        create();

        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(() -> configurator.setServiceParameters(
                        1, Geography.ASIA, URI.create("https://elsewhere.example.com/")))
                .satisfies(refused -> assertThat(refused.problem().findings())
                        .extracting(Finding::field)
                        .containsExactlyInAnyOrder("geography", "endpoint"));
        assertThat(configurator.serviceParameters().geography()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id': 'x'}| id",
                "{'id': 'ID', 'name': '', 'geography': 'EUROPE', 'billingZone': 'UTC'}| name",
                "{'id': 'ID', 'name': 'F', 'geography': 'europe', 'billingZone': 'UTC'}| geography",
                "{'id': 'ID', 'name': 'F', 'geography': 'MARS', 'billingZone': 'UTC'}| geography",
                "{'id': 'ID', 'name': 'F', 'geography': 'EUROPE', 'billingZone': 'Mars/Olympus'}| billingZone",
                "{'id': 'ID', 'name': 'F', 'geography': 'EUROPE'}| billingZone",
                "{'id': 'ID', 'name': 'F', 'geography': 'EUROPE', 'billingZone': 'UTC', 'domain': 'no domain'}| domain",
                "{'id': 'ID', 'name': 'F', 'geography': 'EUROPE', 'billingZone': 'UTC', 'configurator': {'email': 'a@b.c'}}| id",
            })
    void namesTheFieldOfATenantThatIsWrong(String body, String field) {
        ApiServer.Answer refused =
                api.post("/api/v1/tenants", body.replace('\'', '"').replace("ID", tenant.toString()));

        assertThat(refused.status()).isIn(400, 422);
        assertThat(refused.body().at("/findings/0/field").asText()).endsWith(field);
        assertThat(refused.body().at("/findings/0/remedy").asText()).isNotBlank();
        assertThat(api.store.tenants().find(tenant)).isEmpty();
    }

    @Test
    void refusesADomainThatBelongsToAnotherAndALateEdit() {
        create();
        ApiServer.Answer taken = api.post(
                "/api/v1/tenants",
                "{\"id\": \"" + TestData.freshTenant()
                        + "\", \"name\": \"F\", \"domain\": \"FABRIKAM.example\", \"geography\": \"EUROPE\", \"billingZone\": \"UTC\"}");
        assertThat(taken.status()).isEqualTo(409);

        ApiServer.Answer stale = api.put("/api/v1/tenants/" + tenant, 9, "{\"name\": \"G\"}");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.body().path("currentRevision").asInt()).isEqualTo(1);
        assertThat(stale.body().at("/current/name").asText()).isEqualTo("Fabrikam");
    }
}
