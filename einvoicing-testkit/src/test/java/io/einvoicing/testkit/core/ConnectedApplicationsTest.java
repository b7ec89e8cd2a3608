package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static io.einvoicing.testkit.data.TestData.serviceParameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.connectedapp.ApplicationDetails;
import io.einvoicing.connectedapp.ConnectedApplication;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.connectedapp.ConnectedApplications;
import io.einvoicing.connectedapp.ConnectionCheck;
import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.connectedapp.SetupDeployment;
import io.einvoicing.connectedapp.SetupDeployment.Outcome;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ResponseType;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryErp;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.SecretReference;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.Vaults;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConnectedApplicationsTest {
    private static final URI VAULT = URI.create("https://contoso.vault.azure.net/");
    private static final ApplicationSetup INVOICES = setup("CustInvoiceJour", "Invoice mapping", "ResponseData", "QR");
    private static final ApplicationSetup PROJECTS = setup("ProjInvoiceJour", "Project mapping", "ResponseData");

    private final InMemoryStore store = new InMemoryStore();
    private final InMemorySecretVault vault = new InMemorySecretVault();
    private final InMemoryErp erp = new InMemoryErp();
    private final TestClock clock = new TestClock();
    private final ConnectedApplications applications = new ConnectedApplications(
            new ConnectedApplications.Ports(
                    store.connectedApplications(),
                    store.environments(),
                    store.features(),
                    store.serviceParameters(),
                    new Vaults(
                            vault,
                            store.vaultAccesses(),
                            store.addressClaims(),
                            Duration.ZERO,
                            UUID::randomUUID,
                            clock),
                    erp),
            new SequentialIdentifiers(),
            clock);
    private final Caller caller = aCaller().build();
    private final ServiceEnvironment environment =
            anEnvironment().of(caller.tenant()).build();
    private final FeatureVersion version = version(INVOICES, PROJECTS);

    ConnectedApplicationsTest() {
        store.serviceParameters().given(serviceParameters(caller.tenant()));
        vault.putSecret(VAULT, "erp-client", InMemoryErp.SECRET);
        store.environments().save(environment, aStamp("environment.create"));
        store.features().create(featureOf(version), version, aStamp("feature.create"));
    }

    @Test
    void createsEditsLinksAndDeletes() {
        ConnectedApplication created = connect();
        assertThat(applications.list(caller).orThrow()).containsExactly(created);

        ConnectedApplication edited = applications
                .edit(caller, created.id(), 1, details("Renamed", InMemoryErp.URL), List.of(environment.id()))
                .orThrow();

        assertThat(edited.environments()).containsExactly(environment.id());
        assertThat(applications.find(caller, created.id()).orThrow()).isEqualTo(edited);
        refused(applications.delete(caller, created.id(), 1), Refusal.Kind.STALE);
        assertThat(applications.delete(caller, created.id(), 2).orThrow()).isEqualTo(edited);
        refused(applications.find(caller, created.id()), Refusal.Kind.NOT_FOUND);
    }

    @Test
    void namesEveryFaultOfAnApplicationAtOnce() {
        Refusal refusal = refused(
                applications.create(
                        caller,
                        details("UAT", URI.create("https://169.254.169.254/metadata")),
                        List.of(environment.id(), new EnvironmentId(UUID.randomUUID()))),
                Refusal.Kind.INVALID);

        assertThat(refusal.findings()).extracting(Finding::field).containsExactly("applicationUrl", "environments[1]");
        assertThat(applications.list(caller).orThrow()).isEmpty();
    }

    @Test
    void linkToAnEnvironmentThatIsGoneSurvivesOtherEdits() {
        EnvironmentId gone = new EnvironmentId(UUID.randomUUID());
        ConnectedApplication created = connect();
        store.connectedApplications()
                .save(
                        new ConnectedApplication(created.tenant(), created.id(), created.details(), List.of(gone), 2),
                        aStamp("connectedApplication.edit"));

        assertThat(applications
                        .edit(caller, created.id(), 2, details("Renamed", InMemoryErp.URL), List.of(gone))
                        .orThrow()
                        .name())
                .isEqualTo("Renamed");
    }

    @Test
    void refusesADuplicateNameAndAStaleRevision() {
        ConnectedApplication created = connect();

        refused(applications.create(caller, details("UAT", InMemoryErp.URL), List.of()), Refusal.Kind.DUPLICATE);
        refused(
                applications.edit(caller, created.id(), 7, details("Other", InMemoryErp.URL), List.of()),
                Refusal.Kind.STALE);
    }

    @Test
    void refusesWhatIsNoAddressTenantOrClient() {
        assertThatThrownBy(() -> details("UAT", URI.create("ftp://erp.example")))
                .hasMessageStartingWith("applicationUrl must be an address such as https://");
        assertThatThrownBy(() -> details("UAT", URI.create("https://ada:pw@erp.example")))
                .hasMessageStartingWith("applicationUrl must be an address alone");
        assertThatThrownBy(() -> details("UAT", URI.create("https://erp.example/?x=1")))
                .hasMessageStartingWith("applicationUrl must be an address alone");
        assertThatThrownBy(() -> details("UAT", URI.create("https://erp.example/" + "x".repeat(2_000))))
                .hasMessageStartingWith("applicationUrl must have at most");
        for (String tenant : List.of("", "a/b", "../x", "a?b", "a b", "-a", "{tenant}")) {
            assertThatThrownBy(() -> new ApplicationDetails(
                            "UAT",
                            ApplicationDetails.Type.OTHER,
                            InMemoryErp.URL,
                            tenant,
                            details("UAT", InMemoryErp.URL).credentials()))
                    .as(tenant)
                    .hasMessageStartingWith("tenant must");
        }
        assertThat(details("UAT", URI.create("https://erp.example/")).applicationUrl())
                .hasToString("https://erp.example");
    }

    @Test
    void checkTellsWhichFieldIsAtFault() {
        ConnectedApplication application = connect();
        ConnectionCheck fine = applications.check(caller, application.id()).orThrow();
        assertThat(fine.findings()).isEmpty();
        assertThat(fine.latency()).isPresent();

        erp.failWith(Problem.NO_PERMISSION);
        assertThat(faultyField(application)).isEqualTo("credentials.clientId");
        erp.failWith(Problem.UNREACHABLE);
        assertThat(faultyField(application)).isEqualTo("applicationUrl");
        erp.recover();
        vault.putSecret(VAULT, "erp-client", "an old secret");
        assertThat(faultyField(application)).isEqualTo("credentials");
        ConnectedApplication withoutSecret = applications
                .create(
                        caller,
                        new ApplicationDetails(
                                "No secret",
                                ApplicationDetails.Type.OTHER,
                                InMemoryErp.URL,
                                InMemoryErp.DIRECTORY,
                                new ApplicationDetails.Credentials(
                                        InMemoryErp.CLIENT, new SecretReference(VAULT, "missing"))),
                        List.of())
                .orThrow();
        assertThat(faultyField(withoutSecret)).isEqualTo("credentials.secret");
    }

    @Test
    void everyUseOfTheSecretIsRecordedWithItsCaller() {
        ConnectedApplication application = connect();

        applications.check(caller, application.id()).orThrow();

        assertThat(store.vaultAccesses().list(caller.tenant(), VaultAccess.Filter.ALL, Optional.empty(), 10))
                .singleElement()
                .satisfies(access -> {
                    assertThat(access.object()).contains("erp-client");
                    assertThat(access.use().by().name()).isEqualTo(caller.displayName());
                });
    }

    @Test
    void deploysEverySettingAndWritesNothingTheSecondTime() {
        ConnectedApplication application = connect();

        SetupDeployment first = deploy(application);
        SetupDeployment second = deploy(application);

        assertThat(first.settings())
                .extracting(SetupDeployment.Setting::outcome)
                .containsOnly(Outcome.CREATED);
        assertThat(first.settings())
                .extracting(setting -> setting.setup().tableName() + " " + setting.name())
                .containsExactly(
                        "CustInvoiceJour modelMapping",
                        "CustInvoiceJour responseTypes[ResponseData]",
                        "CustInvoiceJour responseTypes[QR]",
                        "ProjInvoiceJour modelMapping",
                        "ProjInvoiceJour responseTypes[ResponseData]");
        assertThat(second.settings())
                .extracting(SetupDeployment.Setting::outcome)
                .containsOnly(Outcome.UNCHANGED);
        assertThat(erp.written()).containsExactly(INVOICES.key(), PROJECTS.key());
        assertThat(erp.stored(INVOICES.key())).contains(INVOICES);
        assertThat(applications
                        .deployments(caller, application.id(), Optional.empty(), 10)
                        .orThrow())
                .containsExactly(second, first);
    }

    @Test
    void writesOnlyWhatDiffersAndKeepsWhatTheErpHasBeyondIt() {
        ConnectedApplication application = connect();
        ApplicationSetup different = setup("CustInvoiceJour", "Old mapping", "Own type", "QR");
        erp.put(different);
        erp.put(PROJECTS);

        SetupDeployment deployment = deploy(application);

        assertThat(deployment.settings())
                .extracting(SetupDeployment.Setting::outcome)
                .containsExactly(
                        Outcome.CHANGED, Outcome.CREATED, Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.UNCHANGED);
        assertThat(deployment.settings().get(0).before()).contains("Old mapping");
        assertThat(deployment.settings().get(0).after()).contains("Invoice mapping");
        assertThat(erp.written()).containsExactly(INVOICES.key());
        assertThat(erp.stored(INVOICES.key()).orElseThrow().responseTypes())
                .extracting(ResponseType::name)
                .containsExactlyInAnyOrder("Own type", "QR", "ResponseData");
    }

    @Test
    void tellsAPartialFailureBySettingAndMendsItWhenRepeated() {
        ConnectedApplication application = connect();
        erp.put(setup("CustInvoiceJour", "Old mapping", "QR"));
        erp.failToWrite(INVOICES.key(), Problem.REFUSED);

        SetupDeployment partial = deploy(application);

        assertThat(partial.succeeded()).isFalse();
        assertThat(partial.settings())
                .extracting(SetupDeployment.Setting::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.UNCHANGED, Outcome.CREATED, Outcome.CREATED);
        assertThat(partial.settings().get(0).before()).contains("Old mapping");
        assertThat(partial.settings().get(0).problem().orElseThrow()).contains("correct the setup in a new version");
        erp.recover();
        SetupDeployment repeated = deploy(application);
        assertThat(repeated.succeeded()).isTrue();
        assertThat(repeated.settings())
                .extracting(SetupDeployment.Setting::outcome)
                .containsExactly(
                        Outcome.CHANGED, Outcome.CREATED, Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.UNCHANGED);
    }

    @Test
    void recordsADeploymentThatFailedAltogether() {
        ConnectedApplication application = connect();
        erp.failWith(Problem.UNREACHABLE);

        SetupDeployment failed = deploy(application);

        assertThat(failed.settings()).hasSize(5).allSatisfy(setting -> {
            assertThat(setting.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(setting.problem()).isPresent();
        });
        assertThat(applications
                        .deployments(caller, application.id(), Optional.empty(), 10)
                        .orThrow())
                .containsExactly(failed);
        assertThat(store.auditTrail().newest(caller.tenant(), 1).get(0).stamp().operation())
                .isEqualTo("connectedApplication.deploy");
    }

    @Test
    void storeThatIsDownAfterTheWritingIsToldAndTheRepetitionIsHarmless() {
        ConnectedApplication application = connect();
        // Application, version, service parameters, the vault's owner twice and the access record; then the deployment.
        store.outage().beginAfter(6);

        assertThatThrownBy(() -> applications.deploy(caller, application.id(), version.feature(), 1))
                .isInstanceOf(StoreUnavailableException.class);
        store.outage().end();

        assertThat(erp.stored(INVOICES.key())).contains(INVOICES);
        assertThat(deploy(application).settings())
                .extracting(SetupDeployment.Setting::outcome)
                .containsOnly(Outcome.UNCHANGED);
    }

    @Test
    void deploysNothingBeforeTheServiceParametersAreSet() {
        ConnectedApplication application = connect();
        store.serviceParameters().given(ServiceParameters.unset(caller.tenant()));

        refused(
                applications.deploy(caller, application.id(), version.feature(), 1),
                Refusal.Kind.SERVICE_PARAMETERS_MISSING);

        assertThat(applications
                        .deployments(caller, application.id(), Optional.empty(), 10)
                        .orThrow())
                .isEmpty();
    }

    @Test
    void refusesADraftAndAVersionWithoutSetups() {
        ConnectedApplication application = connect();
        FeatureVersion draft =
                aFeatureVersion().of(caller.tenant()).named("Draft").build();
        FeatureVersion without = aFeatureVersion()
                .of(caller.tenant())
                .named("Without setups")
                .completed()
                .build();
        store.features().create(featureOf(draft), draft, aStamp("feature.create"));
        store.features().create(featureOf(without), without, aStamp("feature.create"));

        refused(applications.deploy(caller, application.id(), draft.feature(), 1), Refusal.Kind.CONFLICT);
        assertThat(refused(applications.deploy(caller, application.id(), without.feature(), 1), Refusal.Kind.CONFLICT)
                        .message())
                .contains("has no application setup");
        refused(applications.deploy(caller, application.id(), version.feature(), 9), Refusal.Kind.NOT_FOUND);
        assertThat(applications
                        .deployments(caller, application.id(), Optional.empty(), 10)
                        .orThrow())
                .isEmpty();
    }

    @Test
    void isHiddenFromOtherTenantsAndNeedsTheRoleConfigure() {
        ConnectedApplication application = connect();
        Caller other = aCaller().build();
        Caller submitter = aCaller()
                .of(caller.tenant())
                .withRoles(Role.SUBMIT, Role.USAGE, Role.OPERATE)
                .build();

        refused(applications.find(other, application.id()), Refusal.Kind.NOT_FOUND);
        refused(applications.check(other, application.id()), Refusal.Kind.NOT_FOUND);
        refused(applications.deploy(other, application.id(), version.feature(), 1), Refusal.Kind.NOT_FOUND);
        refused(applications.find(caller, new ConnectedApplicationId(UUID.randomUUID())), Refusal.Kind.NOT_FOUND);
        refused(applications.list(submitter), Refusal.Kind.FORBIDDEN);
        refused(applications.create(submitter, details("X", InMemoryErp.URL), List.of()), Refusal.Kind.FORBIDDEN);
        refused(applications.check(submitter, application.id()), Refusal.Kind.FORBIDDEN);
        refused(applications.deploy(submitter, application.id(), version.feature(), 1), Refusal.Kind.FORBIDDEN);
        assertThat(erp.written()).isEmpty();
    }

    private ConnectedApplication connect() {
        return applications
                .create(caller, details("UAT", InMemoryErp.URL), List.of())
                .orThrow();
    }

    private SetupDeployment deploy(ConnectedApplication application) {
        clock.advance(Duration.ofSeconds(1));
        return applications
                .deploy(caller, application.id(), version.feature(), version.number())
                .orThrow();
    }

    private String faultyField(ConnectedApplication application) {
        ConnectionCheck check = applications.check(caller, application.id()).orThrow();
        assertThat(check.latency()).isEmpty();
        assertThat(check.findings()).hasSize(1);
        assertThat(check.findings().get(0).message()).doesNotContain(InMemoryErp.SECRET, "an old secret");
        return check.findings().get(0).field();
    }

    private FeatureVersion version(ApplicationSetup... setups) {
        FeatureVersion plain = aFeatureVersion().of(caller.tenant()).build();
        FeatureContent content = plain.content();
        return aFeatureVersion()
                .of(caller.tenant())
                .withContent(new FeatureContent(
                        content.description(),
                        content.parameters(),
                        content.setups(),
                        content.formatConfigurations(),
                        List.of(setups)))
                .completed()
                .build();
    }

    private static ApplicationDetails details(String name, URI url) {
        return new ApplicationDetails(
                name,
                ApplicationDetails.Type.DYNAMICS_365_FINANCE,
                url,
                InMemoryErp.DIRECTORY,
                new ApplicationDetails.Credentials(InMemoryErp.CLIENT, new SecretReference(VAULT, "erp-client")));
    }

    private static ApplicationSetup setup(String table, String mapping, String... responseTypes) {
        return new ApplicationSetup(
                table,
                "Customer invoice",
                mapping,
                List.of(responseTypes).stream()
                        .map(name -> new ResponseType(
                                name, "", Optional.of("Pending"), Optional.empty(), Optional.of(name + " mapping")))
                        .toList());
    }
}
