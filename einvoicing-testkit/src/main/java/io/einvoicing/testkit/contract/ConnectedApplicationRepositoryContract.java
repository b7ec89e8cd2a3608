package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.connectedapp.ApplicationDetails;
import io.einvoicing.connectedapp.ApplicationDetails.Credentials;
import io.einvoicing.connectedapp.ConnectedApplication;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.connectedapp.SetupDeployment;
import io.einvoicing.connectedapp.SetupDeployment.Outcome;
import io.einvoicing.connectedapp.port.ConnectedApplicationRepository;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ConnectedApplicationRepository} does. All factories give ports of the same store. */
public abstract class ConnectedApplicationRepositoryContract {
    private final TenantId tenant = freshTenant();

    protected abstract ConnectedApplicationRepository createApplications() throws Exception;

    protected abstract ConnectedApplicationRepository createUnreachableApplications() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void hasNothingForATenantWithoutApplications() throws Exception {
        ConnectedApplicationId id = new ConnectedApplicationId(UUID.randomUUID());

        assertThat(createApplications().list(tenant)).isEmpty();
        assertThat(createApplications().find(tenant, id)).isEmpty();
        assertThat(createApplications().deployments(tenant, id, Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void keepsTheWholeApplicationWhateverItsType() throws Exception {
        List<ConnectedApplication> all = new ArrayList<>();
        for (ApplicationDetails.Type type : ApplicationDetails.Type.values()) {
            all.add(saved(application("Üretim Ω 🧾 " + type, type, environment(), environment())));
        }
        saved(application("Ω last", ApplicationDetails.Type.OTHER));

        assertThat(createApplications().list(tenant)).hasSize(5).containsAll(all);
        assertThat(createApplications().list(tenant))
                .extracting(ConnectedApplication::name)
                .isSorted();
        assertThat(createApplications().find(tenant, all.get(0).id())).contains(all.get(0));
    }

    @Test
    void replacesTheRevisionBeforeAndRecordsBoth() throws Exception {
        ConnectedApplication created = saved(application("UAT", ApplicationDetails.Type.OTHER));
        ConnectedApplication edited = edited(created, "Renamed");
        AuditStamp stamp = aStamp("connectedApplication.edit");

        assertThat(createApplications().save(edited, stamp)).isEqualTo(SaveResult.SAVED);

        assertThat(createApplications().find(tenant, created.id())).contains(edited);
        AuditRecord record = createAuditTrail().newest(tenant, 1).get(0);
        assertThat(record.stamp()).isEqualTo(stamp);
        assertThat(record.subject()).isEqualTo("connected-application/" + created.id());
        assertThat(record.before().orElseThrow()).contains("UAT", "client-secret");
        assertThat(record.after().orElseThrow()).contains("Renamed", "client-secret");
    }

    @Test
    void refusesAStaleRevisionAndATakenNameWhole() throws Exception {
        ConnectedApplication first = saved(application("First", ApplicationDetails.Type.OTHER));
        ConnectedApplication second = saved(application("Second", ApplicationDetails.Type.OTHER));
        saved(edited(first, "First again"));

        assertThat(createApplications().save(edited(first, "Third"), aStamp("connectedApplication.edit")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createApplications().remove(first, aStamp("connectedApplication.delete")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createApplications().save(edited(second, "First again"), aStamp("connectedApplication.edit")))
                .isEqualTo(SaveResult.NAME_TAKEN);
        assertThat(createApplications()
                        .save(
                                application("Second", ApplicationDetails.Type.OTHER),
                                aStamp("connectedApplication.create")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(createApplications().list(tenant))
                .extracting(ConnectedApplication::name)
                .containsExactly("First again", "Second");
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(3);
    }

    @Test
    void oneOfManyApplicationsWithOneNameAtOneInstantWins() throws Exception {
        ConnectedApplicationRepository applications = createApplications();
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> applications.save(
                            application("Same", ApplicationDetails.Type.OTHER), aStamp("connectedApplication.create"))))
                    .containsOnlyOnce(SaveResult.SAVED);
        }
        assertThat(applications.list(tenant)).hasSize(1);
    }

    @Test
    void oneOfManyEditsOfOneRevisionWins() throws Exception {
        ConnectedApplicationRepository applications = createApplications();
        ConnectedApplication created = saved(application("UAT", ApplicationDetails.Type.OTHER));
        try (Race race = new Race(8)) {
            assertThat(race.run(i ->
                            () -> applications.save(edited(created, "By " + i), aStamp("connectedApplication.edit"))))
                    .containsOnlyOnce(SaveResult.SAVED);
        }
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(2);
    }

    @Test
    void removesAnApplicationAndKeepsWhatWasDeployedToIt() throws Exception {
        ConnectedApplication application = saved(application("UAT", ApplicationDetails.Type.OTHER));
        SetupDeployment deployment = deployment(application, NOW);
        createApplications().record(deployment, aStamp("connectedApplication.deploy"));

        assertThat(createApplications().remove(application, aStamp("connectedApplication.delete")))
                .isEqualTo(SaveResult.SAVED);
        assertThat(createApplications().remove(application, aStamp("connectedApplication.delete")))
                .isEqualTo(SaveResult.STALE);

        assertThat(createApplications().find(tenant, application.id())).isEmpty();
        assertThat(createApplications().deployments(tenant, application.id(), Optional.empty(), 10))
                .containsExactly(deployment);
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(3).first().satisfies(record -> {
            assertThat(record.before()).isPresent();
            assertThat(record.after()).isEmpty();
        });
        saved(application("UAT", ApplicationDetails.Type.OTHER));
    }

    @Test
    void keepsTheWholeHistoryTheNewestFirstAndPagesIt() throws Exception {
        ConnectedApplication application = saved(application("UAT", ApplicationDetails.Type.OTHER));
        List<SetupDeployment> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SetupDeployment deployment = deployment(application, NOW.plusMillis(i));
            createApplications().record(deployment, aStamp("connectedApplication.deploy"));
            newestFirst.add(0, deployment);
        }

        assertThat(createApplications().deployments(tenant, application.id(), Optional.empty(), 2))
                .isEqualTo(newestFirst.subList(0, 2));
        assertThat(createApplications()
                        .deployments(
                                tenant,
                                application.id(),
                                Optional.of(newestFirst.get(1).id()),
                                10))
                .isEqualTo(newestFirst.subList(2, 5));
        assertThat(createApplications().deployments(tenant, application.id(), Optional.of(UUID.randomUUID()), 10))
                .isEmpty();
    }

    @Test
    void recordsADeploymentOnceHoweverOftenTheCallIsRepeated() throws Exception {
        ConnectedApplication application = saved(application("UAT", ApplicationDetails.Type.OTHER));
        SetupDeployment deployment = deployment(application, NOW);
        AuditStamp stamp = aStamp("connectedApplication.deploy");

        createApplications().record(deployment, stamp);
        createApplications().record(deployment, stamp);

        assertThat(createApplications().deployments(tenant, application.id(), Optional.empty(), 10))
                .containsExactly(deployment);
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(2).first().satisfies(record -> {
            assertThat(record.stamp()).isEqualTo(stamp);
            assertThat(record.after().orElseThrow()).contains("CustInvoiceJour", "CHANGED");
        });
    }

    @Test
    void keepsTenantsApart() throws Exception {
        ConnectedApplication application = saved(application("UAT", ApplicationDetails.Type.OTHER));
        createApplications().record(deployment(application, NOW), aStamp("connectedApplication.deploy"));
        TenantId other = freshTenant();

        assertThat(createApplications().find(other, application.id())).isEmpty();
        assertThat(createApplications().list(other)).isEmpty();
        assertThat(createApplications().deployments(other, application.id(), Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        ConnectedApplicationRepository unreachable = createUnreachableApplications();
        ConnectedApplication application = application("UAT", ApplicationDetails.Type.OTHER);
        Outages.assertUnavailable(
                () -> unreachable.find(tenant, application.id()),
                () -> unreachable.list(tenant),
                () -> unreachable.save(application, aStamp("connectedApplication.create")),
                () -> unreachable.remove(application, aStamp("connectedApplication.delete")),
                () -> unreachable.record(deployment(application, NOW), aStamp("connectedApplication.deploy")),
                () -> unreachable.deployments(tenant, application.id(), Optional.empty(), 10));
    }

    private ConnectedApplication saved(ConnectedApplication application) throws Exception {
        assertThat(createApplications().save(application, aStamp("connectedApplication.save")))
                .isEqualTo(SaveResult.SAVED);
        return application;
    }

    private ConnectedApplication application(String name, ApplicationDetails.Type type, EnvironmentId... environments) {
        return new ConnectedApplication(
                tenant, new ConnectedApplicationId(UUID.randomUUID()), details(name, type), List.of(environments), 1);
    }

    private static ConnectedApplication edited(ConnectedApplication from, String name) {
        return new ConnectedApplication(
                from.tenant(),
                from.id(),
                details(name, ApplicationDetails.Type.DATAVERSE),
                List.of(environment()),
                from.revision() + 1);
    }

    private static ApplicationDetails details(String name, ApplicationDetails.Type type) {
        return new ApplicationDetails(
                name,
                type,
                URI.create("https://contoso.operations.dynamics.example:8443/uat"),
                "contoso.onmicrosoft.example",
                new Credentials(
                        "3b1f9f1e-5a53-4b8a-9f0e-6f2d0d1a7c11",
                        new SecretReference(URI.create("https://contoso.vault.azure.net/"), "client-secret")));
    }

    private SetupDeployment deployment(ConnectedApplication application, Instant at) {
        ApplicationSetup.Key key = new ApplicationSetup.Key("CustInvoiceJour", "Müşteri faturası 🧾");
        List<SetupDeployment.Setting> settings = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            settings.add(new SetupDeployment.Setting(
                    key,
                    "responseTypes[" + outcome + "]",
                    outcome,
                    Optional.of("before \"ü\""),
                    Optional.of("after"),
                    Optional.empty()));
        }
        settings.add(new SetupDeployment.Setting(
                key, "modelMapping", Outcome.FAILED, Optional.empty(), Optional.empty(), Optional.of("down: repeat")));
        return new SetupDeployment(
                tenant,
                UUID.randomUUID(),
                application.id(),
                new FeatureId(UUID.randomUUID()),
                3,
                at,
                freshPrincipal(),
                "Ada Yıldız",
                settings);
    }

    private static EnvironmentId environment() {
        return new EnvironmentId(UUID.randomUUID());
    }
}
