package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.activation.Activation;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link TenantRepository} does. All factories give ports of the same store. */
public abstract class TenantRepositoryContract {
    protected abstract TenantRepository createTenants() throws Exception;

    protected abstract TenantRepository createUnreachableTenants() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void findsNothingForAnUnknownTenant() throws Exception {
        assertThat(createTenants().find(freshTenant())).isEmpty();
    }

    @Test
    void findsTheTenantWithEverythingThatWasSaved() throws Exception {
        Tenant tenant = aTenant()
                .named("İstanbul Ζεύς 🧾 O'Neil \"& Co\" \\ %_")
                .domain(freshDomain())
                .configuredBy(freshPrincipal())
                .billedIn("Europe/Istanbul")
                .with(new Activation(
                        new DeploymentProject(
                                "Üretim", 5, URI.create("https://erp.example.com:8443/path/%C3%BC"), UUID.randomUUID()),
                        true))
                .with(new Activation(
                        new DeploymentProject(
                                "Δοκιμή",
                                2,
                                URI.create("http://test.example.com"),
                                UUID.randomUUID(),
                                Optional.of(freshTenant())),
                        false))
                .build();

        assertThat(createTenants().save(tenant, aStamp("tenant.create"))).isEqualTo(SaveResult.SAVED);

        assertThat(createTenants().find(tenant.id())).contains(tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNITED_STATES", "EUROPE", "UNITED_KINGDOM", "ASIA", "BRAZIL_SOUTH_2"})
    void keepsEveryGeography(String geography) throws Exception {
        Tenant tenant = aTenant().in(new Geography(geography)).build();
        createTenants().save(tenant, aStamp("tenant.create"));

        assertThat(createTenants().find(tenant.id())).contains(tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Z", "Europe/Berlin", "Asia/Kolkata", "+02:00", "-09:30", "UTC+02:00", "Etc/GMT+5"})
    void keepsTheBillingZoneAsItIsWritten(String zone) throws Exception {
        Tenant tenant = aTenant().billedIn(zone).build();
        createTenants().save(tenant, aStamp("tenant.create"));

        assertThat(createTenants().find(tenant.id()).orElseThrow().billing())
                .isEqualTo(BillingCalendar.of(ZoneId.of(zone)));
    }

    @Test
    void replacesTheRevisionBefore() throws Exception {
        Tenant first = saved();
        Tenant second = next(first, "Renamed");

        assertThat(createTenants().save(second, aStamp("tenant.rename"))).isEqualTo(SaveResult.SAVED);

        assertThat(createTenants().find(first.id())).contains(second);
    }

    @Test
    void refusesToCreateATenantTwice() throws Exception {
        Tenant first = saved();
        Tenant other = aTenant().id(first.id()).named("Other").build();

        assertThat(createTenants().save(other, aStamp("tenant.create"))).isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(createTenants().find(first.id())).contains(first);
    }

    @Test
    void findsATenantByItsDomain() throws Exception {
        Tenant tenant = aTenant().domain(freshDomain()).build();
        createTenants().save(tenant, aStamp("tenant.create"));

        assertThat(createTenants().findByDomain(tenant.domain().orElseThrow())).contains(tenant);
        assertThat(createTenants().findByDomain(freshDomain())).isEmpty();
    }

    @Test
    void givesADomainToOneTenantOnly() throws Exception {
        Tenant first = aTenant().domain(freshDomain()).build();
        createTenants().save(first, aStamp("tenant.create"));
        Tenant second = saved();
        Tenant renamed = aTenant()
                .id(second.id())
                .domain(first.domain().orElseThrow())
                .revision(2)
                .build();

        assertThat(createTenants()
                        .save(aTenant().domain(first.domain().orElseThrow()).build(), aStamp("tenant.create")))
                .isEqualTo(SaveResult.KEY_TAKEN);
        assertThat(createTenants().save(renamed, aStamp("tenant.edit"))).isEqualTo(SaveResult.KEY_TAKEN);

        assertThat(createTenants().find(second.id())).contains(second);
        assertThat(createAuditTrail().newest(second.id(), 10)).hasSize(1);
        assertThat(createTenants().save(next(first, "Keeps its domain"), aStamp("tenant.edit")))
                .isEqualTo(SaveResult.SAVED);
    }

    @Test
    void oneOfManyTenantsGetsADomain() throws Exception {
        TenantRepository tenants = createTenants();
        String domain = freshDomain();
        List<Tenant> rivals = List.of(saved(), saved(), saved(), saved());
        try (Race race = new Race(4)) {
            List<SaveResult> answers = race.run(i -> () -> tenants.save(
                    aTenant().id(rivals.get(i).id()).domain(domain).revision(2).build(), aStamp("tenant.edit")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.KEY_TAKEN)).isEqualTo(3);
            assertThat(tenants.findByDomain(domain).orElseThrow().id())
                    .isEqualTo(rivals.get(answers.indexOf(SaveResult.SAVED)).id());
        }
    }

    @Test
    void listsTenantsPageByPageInTheOrderOfTheirIds() throws Exception {
        List<String> made = new ArrayList<>();
        for (String begin : List.of("0", "7", "8", "f")) {
            String id = begin + UUID.randomUUID().toString().substring(1);
            createTenants().save(aTenant().id(TenantId.parse(id)).build(), aStamp("tenant.create"));
            made.add(id);
        }

        List<String> listed = new ArrayList<>();
        Optional<TenantId> after = Optional.empty();
        List<Tenant> page;
        do {
            page = createTenants().list(after, 2);
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(tenant -> listed.add(tenant.id().toString()));
            after = page.isEmpty()
                    ? after
                    : Optional.of(page.get(page.size() - 1).id());
        } while (!page.isEmpty());

        assertThat(listed).isSorted().doesNotHaveDuplicates().containsAll(made);
    }

    @Test
    void refusesAStaleRevision() throws Exception {
        Tenant first = saved();
        Tenant second = next(first, "Second");
        createTenants().save(second, aStamp("tenant.rename"));

        assertThat(createTenants().save(next(first, "Late"), aStamp("tenant.rename")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createTenants().save(next(next(second, "Skipped"), "Early"), aStamp("tenant.rename")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createTenants().save(aTenant().revision(2).build(), aStamp("tenant.rename")))
                .isEqualTo(SaveResult.STALE);

        assertThat(createTenants().find(first.id())).contains(second);
    }

    @Test
    void oneOfManyCreationsAtOneInstantWins() throws Exception {
        TenantRepository tenants = createTenants();
        TenantId id = freshTenant();
        try (Race race = new Race(8)) {
            List<SaveResult> answers = race.run(i ->
                    () -> tenants.save(aTenant().id(id).named("Tenant " + i).build(), aStamp("tenant.create")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.NAME_TAKEN)).isEqualTo(7);
            assertThat(tenants.find(id).orElseThrow().name()).isEqualTo("Tenant " + answers.indexOf(SaveResult.SAVED));
        }
    }

    @Test
    void oneOfManyChangesAtOneInstantWins() throws Exception {
        TenantRepository tenants = createTenants();
        Tenant first = saved();
        try (Race race = new Race(8)) {
            List<SaveResult> answers =
                    race.run(i -> () -> tenants.save(next(first, "Tenant " + i), aStamp("tenant.rename")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.STALE)).isEqualTo(7);
            assertThat(tenants.find(first.id()).orElseThrow().name())
                    .isEqualTo("Tenant " + answers.indexOf(SaveResult.SAVED));
        }
    }

    @Test
    void writesWhoChangedWhatTogetherWithTheChange() throws Exception {
        Tenant first = aTenant().named("Before").build();
        AuditStamp creation = aStamp("tenant.create");
        AuditStamp change = aStamp("tenant.rename");
        createTenants().save(first, creation);
        createTenants().save(next(first, "After"), change);

        List<AuditRecord> records = createAuditTrail().newest(first.id(), 10);

        assertThat(records).extracting(AuditRecord::stamp).containsExactly(change, creation);
        assertThat(records).extracting(AuditRecord::tenant).containsOnly(first.id());
        assertThat(records).extracting(AuditRecord::subject).containsOnly("tenant/" + first.id());
        assertThat(records.get(1).before()).isEmpty();
        assertThat(records.get(1).after())
                .hasValueSatisfying(text -> assertThat(text).contains("Before"));
        assertThat(records.get(0).before()).isEqualTo(records.get(1).after());
        assertThat(records.get(0).after())
                .hasValueSatisfying(text -> assertThat(text).contains("After"));
    }

    @Test
    void writesNoAuditRecordOfARefusedChange() throws Exception {
        Tenant first = saved();
        createTenants().save(first, aStamp("tenant.create"));
        createTenants().save(aTenant().id(first.id()).revision(9).build(), aStamp("tenant.rename"));

        assertThat(createAuditTrail().newest(first.id(), 10)).hasSize(1);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        TenantRepository unreachable = createUnreachableTenants();
        Outages.assertUnavailable(
                () -> unreachable.find(freshTenant()),
                () -> unreachable.findByDomain("contoso.com"),
                () -> unreachable.list(Optional.empty(), 10),
                () -> unreachable.save(aTenant().build(), aStamp("tenant.create")),
                () -> unreachable.save(aTenant().revision(2).build(), aStamp("tenant.rename")));
    }

    private Tenant saved() throws Exception {
        Tenant tenant = aTenant().build();
        assertThat(createTenants().save(tenant, aStamp("tenant.create"))).isEqualTo(SaveResult.SAVED);
        return tenant;
    }

    private static Tenant next(Tenant tenant, String name) {
        return new Tenant(
                tenant.id(),
                name,
                tenant.domain(),
                tenant.geography(),
                tenant.billing(),
                tenant.configurator(),
                tenant.activations(),
                tenant.revision() + 1);
    }

    private static String freshDomain() {
        return freshTenant() + ".example.com";
    }
}
