package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.Configurator;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.net.URI;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceActivationTest {
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
    private static final UUID APPLICATION = new UUID(7, 1);

    private final InMemoryStore store = new InMemoryStore();
    private final ServiceActivation activation =
            new ServiceActivation(store.tenants(), EndpointDirectory.STANDARD, new TestClock());
    private final Caller operator = aCaller().withRoles(Role.OPERATE).build();
    private final TenantId tenant = freshTenant();

    @Test
    void createsATenantWithoutActivations() {
        Tenant created = activation
                .createTenant(
                        operator, tenant, TenantDetails.named("Contoso"), Geography.EUROPE, ZoneId.of("Europe/Berlin"))
                .orThrow();

        assertThat(created)
                .isEqualTo(Tenant.create(
                        tenant, TenantDetails.named("Contoso"), Geography.EUROPE, ZoneId.of("Europe/Berlin")));
        assertThat(activation.find(operator, tenant).orThrow()).isEqualTo(created);
        assertThat(store.auditTrail().newest(tenant, 10))
                .extracting(entry -> entry.stamp())
                .containsExactly(new AuditStamp(operator.principal(), operator.displayName(), NOW, "tenant.create"));
    }

    @Test
    void createsATenantOnce() {
        created();

        Refusal refusal = refused(
                activation.createTenant(operator, tenant, TenantDetails.named("Other"), Geography.ASIA, ZoneOffset.UTC),
                Refusal.Kind.DUPLICATE);

        assertThat(refusal.message()).contains(tenant.toString());
        assertThat(activation.find(operator, tenant).orThrow().name()).isEqualTo("Contoso");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void activatesAProjectFromTierTwoOn(int tier) {
        created();

        Tenant activated = activation
                .activate(operator, tenant, project("Production", tier))
                .orThrow();

        assertThat(activated.activations()).containsExactly(new Activation(project("Production", tier), true));
        assertThat(activated.allows(APPLICATION)).isTrue();
        assertThat(activated.allows(new UUID(7, 2))).isFalse();
        assertThat(activation.find(operator, tenant).orThrow()).isEqualTo(activated);
    }

    @Test
    void refusesAProjectOfTierOneAndNamesTheTierThatIsNeeded() {
        created();

        Refusal refusal = refused(activation.activate(operator, tenant, project("Small", 1)), Refusal.Kind.INVALID);

        assertThat(refusal.message()).contains("tier 2").contains("Small").contains("tier 1");
        assertThat(activation.find(operator, tenant).orThrow().activations()).isEmpty();
    }

    @Test
    void replacesAnActivationOfTheSameProject() {
        created();
        activation.activate(operator, tenant, project("Production", 2)).orThrow();

        Tenant again =
                activation.activate(operator, tenant, project("Production", 4)).orThrow();

        assertThat(again.activations()).containsExactly(new Activation(project("Production", 4), true));
    }

    @Test
    void deactivatesAProjectAndKeepsItOnTheRegister() {
        created();
        activation.activate(operator, tenant, project("Production", 2)).orThrow();

        Tenant deactivated =
                activation.deactivate(operator, tenant, "Production").orThrow();

        assertThat(deactivated.activations()).containsExactly(new Activation(project("Production", 2), false));
        assertThat(deactivated.allows(APPLICATION)).isFalse();
        Tenant enabled =
                activation.activate(operator, tenant, project("Production", 2)).orThrow();
        assertThat(enabled.allows(APPLICATION)).isTrue();
        assertThat(store.auditTrail().newest(tenant, 10))
                .extracting(entry -> entry.stamp().operation())
                .containsExactly("activation.enable", "activation.disable", "activation.enable", "tenant.create");
    }

    @Test
    void doesNotDeactivateAProjectThatWasNeverActivated() {
        created();

        refused(activation.deactivate(operator, tenant, "Production"), Refusal.Kind.NOT_FOUND);
    }

    @Test
    void recordsAProjectOfAnyTierAndEnablesItOnceTheTierAllowsIt() {
        created();

        Tenant recorded =
                activation.saveProject(operator, tenant, project("Small", 1)).orThrow();
        Refusal refusal = refused(activation.activate(operator, tenant, "Small"), Refusal.Kind.INVALID);

        assertThat(recorded.activations()).containsExactly(new Activation(project("Small", 1), false));
        assertThat(recorded.allows(APPLICATION)).isFalse();
        assertThat(refusal.message()).contains("tier 2").contains("Small").contains("tier 1");
        assertThat(refusal.findings()).extracting(Finding::field).containsExactly("tier");

        activation.saveProject(operator, tenant, project("Small", 2)).orThrow();
        assertThat(activation.activate(operator, tenant, "Small").orThrow().allows(APPLICATION))
                .isTrue();
    }

    @Test
    void doesNotLowerTheTierOfAnEnabledProject() {
        created();
        activation.activate(operator, tenant, project("Production", 3)).orThrow();

        Refusal refusal =
                refused(activation.saveProject(operator, tenant, project("Production", 1)), Refusal.Kind.CONFLICT);

        assertThat(refusal.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.field()).isEqualTo("tier");
            assertThat(finding.remedy()).contains("disable");
        });
        assertThat(activation
                        .saveProject(operator, tenant, project("Production", 2))
                        .orThrow()
                        .activations())
                .containsExactly(new Activation(project("Production", 2), true));
        activation.deactivate(operator, tenant, "Production").orThrow();
        activation.saveProject(operator, tenant, project("Production", 1)).orThrow();
    }

    @Test
    void registersAnApplicationForOneProjectOnly() {
        created();
        activation.activate(operator, tenant, project("Production", 2)).orThrow();

        for (Result<Tenant> second : List.of(
                activation.saveProject(operator, tenant, project("Copy", 2)),
                activation.activate(operator, tenant, project("Copy", 2)))) {
            assertThat(refused(second, Refusal.Kind.DUPLICATE).message()).contains("Production");
        }
    }

    @Test
    void changesNameDomainAndConfiguratorOfTheRevisionThatWasRead() {
        created();
        TenantDetails details = new TenantDetails(
                "Contoso Group",
                Optional.of("Contoso.COM"),
                Optional.of(new Configurator(freshPrincipal(), "ada@contoso.com")));

        Tenant edited = activation.editTenant(operator, tenant, 1, details).orThrow();

        assertThat(edited.name()).isEqualTo("Contoso Group");
        assertThat(edited.domain()).contains("contoso.com");
        assertThat(edited.configurator()).isEqualTo(details.configurator());
        refused(activation.editTenant(operator, tenant, 1, TenantDetails.named("Late")), Refusal.Kind.STALE);
        assertThat(activation.find(operator, tenant).orThrow()).isEqualTo(edited);
    }

    @Test
    void givesADomainToOneTenantOnly() {
        created();
        TenantDetails contoso = new TenantDetails("Contoso", Optional.of("contoso.com"), Optional.empty());
        activation.editTenant(operator, tenant, 1, contoso).orThrow();

        Refusal refusal = refused(
                activation.createTenant(operator, freshTenant(), contoso, Geography.EUROPE, ZoneOffset.UTC),
                Refusal.Kind.DUPLICATE);

        assertThat(refusal.message()).contains("domain contoso.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "contoso",
                "-contoso.com",
                "contoso-.com",
                "con_toso.com",
                "contoso..com",
                "contoso.com.",
                "müller.de",
                "127.0.0.1",
                "a b.com"
            })
    void refusesWhatIsNoDomain(String domain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TenantDetails("Contoso", Optional.of(domain), Optional.empty()))
                .withMessageContaining("domain");
    }

    @Test
    void refusesATenantOfAGeographyWithoutAService() {
        Refusal refusal = refused(
                activation.createTenant(
                        operator, tenant, TenantDetails.named("x"), new Geography("ATLANTIS"), ZoneOffset.UTC),
                Refusal.Kind.INVALID);

        assertThat(refusal.findings()).extracting(Finding::field).containsExactly("geography");
        refused(activation.find(operator, tenant), Refusal.Kind.NOT_FOUND);
    }

    @Test
    void listsTenantsPageByPage() {
        created();
        activation
                .createTenant(operator, freshTenant(), TenantDetails.named("Other"), Geography.ASIA, ZoneOffset.UTC)
                .orThrow();

        List<Tenant> first = activation.list(operator, Optional.empty(), 1).orThrow();
        List<Tenant> rest =
                activation.list(operator, Optional.of(first.get(0).id()), 5).orThrow();

        assertThat(first).hasSize(1);
        assertThat(rest).hasSize(1).doesNotContainAnyElementsOf(first);
    }

    @Test
    void showsEverybodyTheOwnTenant() {
        created();

        assertThat(activation
                        .own(aCaller().of(tenant).withRoles().build())
                        .orThrow()
                        .name())
                .isEqualTo("Contoso");
    }

    @Test
    void findsNoUnknownTenant() {
        refused(activation.find(operator, tenant), Refusal.Kind.NOT_FOUND);
        refused(activation.activate(operator, tenant, project("Production", 2)), Refusal.Kind.NOT_FOUND);
        refused(activation.deactivate(operator, tenant, "Production"), Refusal.Kind.NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(names = "OPERATE", mode = EnumSource.Mode.EXCLUDE)
    void needsTheRoleOperate(Role other) {
        created();
        Caller caller = aCaller().of(tenant).withRoles(other).build();

        refused(
                activation.createTenant(
                        caller, freshTenant(), TenantDetails.named("x"), Geography.ASIA, ZoneOffset.UTC),
                Refusal.Kind.FORBIDDEN);
        refused(activation.activate(caller, tenant, project("Production", 2)), Refusal.Kind.FORBIDDEN);
        refused(activation.deactivate(caller, tenant, "Production"), Refusal.Kind.FORBIDDEN);
        refused(activation.deactivate(caller, tenant, "Production"), Refusal.Kind.FORBIDDEN);
        refused(activation.activate(caller, tenant, "Production"), Refusal.Kind.FORBIDDEN);
        refused(activation.saveProject(caller, tenant, project("Production", 2)), Refusal.Kind.FORBIDDEN);
        refused(activation.editTenant(caller, tenant, 1, TenantDetails.named("x")), Refusal.Kind.FORBIDDEN);
        refused(activation.list(caller, Optional.empty(), 10), Refusal.Kind.FORBIDDEN);
        refused(activation.find(caller, tenant), Refusal.Kind.FORBIDDEN);
        assertThat(store.auditTrail().newest(tenant, 10)).hasSize(1);
    }

    @Test
    void billsInAnotherZoneFromAMonthOnAndKeepsWhatWasBefore() {
        created();
        Caller configurator = aCaller().of(tenant).withRoles(Role.CONFIGURE).build();
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        activation.changeBillingZone(configurator, berlin, DECEMBER).orThrow();

        BillingCalendar billing = activation.billing(configurator).orThrow();
        assertThat(billing.zone(DECEMBER.minusMonths(1))).isEqualTo(ZoneOffset.UTC);
        assertThat(billing.zone(DECEMBER)).isEqualTo(berlin);
        assertThat(store.auditTrail().newest(tenant, 1))
                .extracting(entry -> entry.stamp().operation())
                .containsExactly("tenant.billingZone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> activation.changeBillingZone(configurator, berlin, DECEMBER.minusMonths(1)));
        assertThat(activation.billing(configurator).orThrow()).isEqualTo(billing);
    }

    @ParameterizedTest
    @EnumSource
    void readingTheBillingZoneNeedsUsageOrConfigureAndChangingItConfigure(Role role) {
        created();
        Caller caller = aCaller().of(tenant).withRoles(role).build();

        assertThat(activation.billing(caller) instanceof Result.Accepted)
                .isEqualTo(role == Role.USAGE || role == Role.CONFIGURE);
        assertThat(activation.changeBillingZone(caller, ZoneOffset.ofHours(1), DECEMBER) instanceof Result.Accepted)
                .isEqualTo(role == Role.CONFIGURE);
    }

    @Test
    void knowsNoBillingZoneOfAnUnknownTenant() {
        Caller stranger = aCaller().build();

        refused(activation.billing(stranger), Refusal.Kind.NOT_FOUND);
        refused(activation.changeBillingZone(stranger, ZoneOffset.UTC, DECEMBER), Refusal.Kind.NOT_FOUND);
    }

    @Test
    void passesAnOutageOn() {
        store.outage().begin();

        assertThatThrownBy(() -> activation.find(operator, tenant)).isInstanceOf(StoreUnavailableException.class);
    }

    private void created() {
        activation
                .createTenant(operator, tenant, TenantDetails.named("Contoso"), Geography.EUROPE, ZoneOffset.UTC)
                .orThrow();
    }

    private static DeploymentProject project(String name, int tier) {
        return new DeploymentProject(name, tier, URI.create("https://erp.example.com/"), APPLICATION);
    }
}
