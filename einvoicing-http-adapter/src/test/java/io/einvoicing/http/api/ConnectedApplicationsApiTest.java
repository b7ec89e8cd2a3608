package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.connectedapp.ApplicationDetails;
import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.connectedapp.SetupDeployment.Outcome;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ResponseType;
import io.einvoicing.http.client.ConnectedApplicationsClient;
import io.einvoicing.kernel.Finding;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryErp;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectedApplicationsApiTest {
    private static final String PATH = "/api/v1/connected-applications";
    private static final String VALID =
            "{'name': 'UAT', 'type': 'OTHER', 'applicationUrl': 'https://erp.contoso.example',"
                    + " 'tenant': 'contoso.example', 'credentials': {'clientId': 'c', 'vault': 'https://contoso.vault.azure.net/',"
                    + " 'secret': 's'}, 'environments': []}";

    private final ApiServer api = new ApiServer();
    private final ApiServer.Published published = api.publish();
    private final ConnectedApplicationsClient client = new ConnectedApplicationsClient(api.uri("/"), api::token);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void connectsChecksDeploysAndDisconnectsThroughTheClient() {
        api.vault.putSecret(EnvironmentBuilder.VAULT, "erp-client", InMemoryErp.SECRET);
        FeatureVersion version = versionWithSetup();
        ConnectedApplicationView created = client.create(edit("UAT"));
        assertThat(client.list()).containsExactly(created);
        ConnectedApplicationView edited = client.edit(created.id(), 1, edit("Renamed"));
        assertThat(client.find(created.id())).isEqualTo(edited);

        assertThat(client.check(created.id()).findings()).isEmpty();
        assertThat(client.check(created.id()).latencyMillis()).isPresent();
        SetupDeploymentView first = client.deploy(created.id(), version.feature(), 1);
        SetupDeploymentView second = client.deploy(created.id(), version.feature(), 1);

        assertThat(first.settings())
                .extracting(SetupDeploymentView.Setting::setting)
                .containsExactly("modelMapping", "responseTypes[ResponseData]");
        assertThat(first.settings())
                .extracting(SetupDeploymentView.Setting::outcome)
                .containsOnly(Outcome.CREATED);
        assertThat(second.settings())
                .extracting(SetupDeploymentView.Setting::outcome)
                .containsOnly(Outcome.UNCHANGED);
        assertThat(first.by().name()).isNotBlank();
        Page<SetupDeploymentView> page = client.deployments(created.id(), Optional.empty(), 1);
        Page<SetupDeploymentView> rest = client.deployments(created.id(), page.next(), 1);
        assertThat(List.of(page.items().get(0), rest.items().get(0))).containsExactlyInAnyOrder(first, second);
        assertThat(rest.next()).isEmpty();
        client.delete(created.id(), 2);
        assertThat(client.list()).isEmpty();
    }

    @Test
    void tellsWhatIsWrongWithTheConnectionWithoutTheSecret() {
        api.vault.putSecret(EnvironmentBuilder.VAULT, "erp-client", "hunter2");
        ConnectedApplicationView created = client.create(edit("UAT"));

        ConnectionCheckView check = client.check(created.id());

        assertThat(check.findings()).extracting(Finding::field).containsExactly("credentials");
        assertThat(check.latencyMillis()).isEmpty();
        assertThat(api.get(PATH + "/" + created.id()).response().body()).doesNotContain("hunter2");
        assertThat(api.store.auditTrail().newest(api.tenant, 100).toString()).doesNotContain("hunter2");
    }

    @Test
    void reportsFailedSettingsAsPartOfAnAnswerThatIsRecorded() {
        api.vault.putSecret(EnvironmentBuilder.VAULT, "erp-client", InMemoryErp.SECRET);
        FeatureVersion version = versionWithSetup();
        ConnectedApplicationView created = client.create(edit("UAT"));
        api.erp.failWith(Problem.NO_PERMISSION);

        SetupDeploymentView failed = client.deploy(created.id(), version.feature(), 1);

        assertThat(failed.settings()).allSatisfy(setting -> {
            assertThat(setting.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(setting.problem().orElseThrow()).contains("give the client the permission");
        });
        assertThat(client.deployments(created.id(), Optional.empty(), 10).items())
                .containsExactly(failed);
    }

    @Test
    void staleEditShowsBothRevisionsAndTheApplicationAsItIs() {
        ConnectedApplicationView created = client.create(edit("UAT"));
        client.edit(created.id(), 1, edit("Theirs"));

        ApiServer.Answer stale = api.put(PATH + "/" + created.id(), 1, VALID.replace('\'', '"'));

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.body().path("currentRevision").asLong()).isEqualTo(2);
        assertThat(stale.body().path("current").path("name").asText()).isEqualTo("Theirs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            nullValues = "-",
            value = {
                "'name': 'UAT'|'name': ''|400|name",
                "'name': 'UAT'|'name': null|400|name",
                "'type': 'OTHER'|'type': 'SAP'|400|type",
                "https://erp.contoso.example|erp|400|applicationUrl",
                "https://erp.contoso.example|https://a:b@erp.example|400|applicationUrl",
                "https://erp.contoso.example|https://erp.example?x=1|400|applicationUrl",
                "https://erp.contoso.example|https://169.254.169.254/|422|applicationUrl",
                "'tenant': 'contoso.example'|'tenant': '../x'|400|tenant",
                "'clientId': 'c'|'clientId': ''|400|clientId",
                "'vault': 'https://contoso.vault.azure.net/'|'vault': 'x'|400|vault",
                "'secret': 's'|'secret': 'a/b'|400|secret",
                "'environments': []|'environments': ['x']|400|environments",
                "'environments': []|'environments': ['3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a']|422|environments[0]",
                "'environments': []|'environment': []|400|environment",
                "'UAT'|'Taken'|409|-"
            })
    void namesTheFieldThatIsNotAcceptable(String part, String instead, int status, String field) {
        client.create(edit("Taken"));

        ApiServer.Answer refused = api.post(PATH, VALID.replace(part, instead).replace('\'', '"'));

        assertThat(refused.status()).as(refused.body().toPrettyString()).isEqualTo(status);
        if (field != null) {
            JsonNode finding = refused.body().at("/findings/0");
            assertThat(finding.path("field").asText() + " "
                            + finding.path("message").asText())
                    .contains(field);
        }
        assertThat(client.list()).hasSize(1);
    }

    private ConnectedApplicationEdit edit(String name) {
        return new ConnectedApplicationEdit(
                name,
                ApplicationDetails.Type.DYNAMICS_365_FINANCE,
                InMemoryErp.URL,
                InMemoryErp.DIRECTORY,
                new ApplicationCredentials(
                        InMemoryErp.CLIENT, URI.create(EnvironmentBuilder.VAULT.toString()), "erp-client"),
                List.of(published.environment().id()));
    }

    private FeatureVersion versionWithSetup() {
        FeatureVersion version = TestData.aFeatureVersion()
                .of(api.tenant)
                .named("With setups")
                .withContent(new FeatureContent(
                        "",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new ApplicationSetup(
                                "CustInvoiceJour",
                                "Customer invoice",
                                "Invoice mapping",
                                List.of(new ResponseType(
                                        "ResponseData",
                                        "",
                                        Optional.of("Pending"),
                                        Optional.empty(),
                                        Optional.empty()))))))
                .completed()
                .build();
        api.store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        return version;
    }
}
