package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.feature.FeatureAdministration;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that somebody else forestalls between reading and writing: when a change asks for the time, it has read. */
class RivalChangesTest {
    private final FeatureFixture fixture = new FeatureFixture();
    private final AtomicReference<Runnable> rival = new AtomicReference<>(() -> {});
    private final InstantSource clock = () -> {
        rival.getAndSet(() -> {}).run();
        return NOW;
    };
    private final ServiceActivation activation =
            new ServiceActivation(fixture.store.tenants(), EndpointDirectory.STANDARD, clock);
    private final FeatureAdministration features = new FeatureAdministration(
            fixture.store.features(),
            fixture.providers,
            new ActionTypes(List.of()),
            new SequentialIdentifiers(),
            clock);
    private final TenantId tenant = freshTenant();
    private final Caller operator = aCaller().withRoles(Role.OPERATE).build();

    @BeforeEach
    void createTheTenant() {
        activation
                .createTenant(operator, tenant, TenantDetails.named("Contoso"), Geography.EUROPE, ZoneOffset.UTC)
                .orThrow();
    }

    @Test
    void projectsOfOneTenantAreRecordedSideBySide() {
        rival.set(() -> activation.saveProject(operator, tenant, project("Second")));

        assertThat(activation
                        .saveProject(operator, tenant, project("First"))
                        .orThrow()
                        .activations())
                .extracting(Activation::project)
                .containsExactlyInAnyOrder(project("First"), project("Second"));
    }

    @Test
    void theServiceIsEnabledAndDisabledForProjectsSideBySide() {
        activation.activate(operator, tenant, project("Old")).orThrow();
        rival.set(() -> activation.deactivate(operator, tenant, "Old"));

        assertThat(activation
                        .activate(operator, tenant, project("New"))
                        .orThrow()
                        .activations())
                .containsExactlyInAnyOrder(new Activation(project("Old"), false), new Activation(project("New"), true));
    }

    @Test
    void aBillingZoneIsChangedWhileAProjectIsRecorded() {
        Caller configurator = aCaller().of(tenant).withRoles(Role.CONFIGURE).build();
        rival.set(() -> activation.saveProject(operator, tenant, project("First")));

        assertThat(activation
                        .changeBillingZone(configurator, ZoneId.of("Europe/Berlin"), YearMonth.of(2027, 6))
                        .orThrow()
                        .activations())
                .hasSize(1);
    }

    @Test
    void aDraftIsDeletedWhateverSomebodyElseWroteIntoIt() {
        FeatureVersion draft = draft();
        rival.set(() -> fixture.features.edit(
                fixture.caller, draft.feature(), 2, draft.revision(), FeatureFixture.content("other"), NOW));

        FeatureVersion deleted =
                features.deleteDraft(fixture.caller, draft.feature(), 2).orThrow();

        assertThat(deleted.content()).isEqualTo(FeatureFixture.content("other"));
    }

    @Test
    void aFeatureThatWasJustDerivedFromIsInUse() {
        FeatureVersion base = fixture.completed("Base", "x");
        rival.set(() -> fixture.derivation.derive(fixture.caller, "Derived", FeatureFixture.reference(base)));

        Refusal refusal = refused(features.delete(fixture.caller, base.feature()), Refusal.Kind.CONFLICT);

        assertThat(refusal.findings()).extracting(Finding::field).containsExactly("derived");
    }

    @Test
    void whoReadARevisionIsToldThatItIsStale() {
        rival.set(() -> activation.saveProject(operator, tenant, project("First")));

        refused(activation.editTenant(operator, tenant, 1, TenantDetails.named("Late")), Refusal.Kind.STALE);
    }

    @Test
    void aChangeThatLosesEveryTimeGivesUp() {
        AtomicInteger tenants = new AtomicInteger();
        ServiceActivation others =
                new ServiceActivation(fixture.store.tenants(), EndpointDirectory.STANDARD, () -> NOW);
        ServiceActivation overtaken = new ServiceActivation(fixture.store.tenants(), EndpointDirectory.STANDARD, () -> {
            others.saveProject(operator, tenant, project("Other " + tenants.incrementAndGet()));
            return NOW;
        });

        refused(overtaken.saveProject(operator, tenant, project("First")), Refusal.Kind.STALE);
        assertThat(tenants).hasValue(50);
    }

    @Test
    void disablingWhatIsDisabledChangesNothing() {
        activation.activate(operator, tenant, project("First")).orThrow();
        long revision =
                activation.deactivate(operator, tenant, "First").orThrow().revision();
        int records = fixture.store.auditTrail().newest(tenant, 100).size();

        assertThat(activation.deactivate(operator, tenant, "First").orThrow().revision())
                .isEqualTo(revision);
        assertThat(fixture.store.auditTrail().newest(tenant, 100)).hasSize(records);
    }

    /** Returns version 2 of a feature, a draft. */
    private FeatureVersion draft() {
        FeatureVersion first = fixture.completed("Peppol", "x");
        return fixture.features.newVersion(fixture.caller, first.feature()).orThrow();
    }

    private static DeploymentProject project(String name) {
        return new DeploymentProject(
                name,
                2,
                URI.create("https://erp.contoso.example/" + name.replace(" ", "")),
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }
}
