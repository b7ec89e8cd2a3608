package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.ConfigurationProvider;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.feature.port.ProviderRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ProviderRepository} does. All factories give ports of the same store. */
public abstract class ProviderRepositoryContract {
    private static final URI ADDRESS = URI.create("https://contoso.example/einvoicing");

    private final TenantId tenant = freshTenant();

    protected abstract ProviderRepository createProviders() throws Exception;

    protected abstract ProviderRepository createUnreachableProviders() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void findsNothingInAnEmptyTenant() throws Exception {
        assertThat(createProviders().list(tenant)).isEmpty();
        assertThat(createProviders().find(tenant, ProviderId.first(tenant))).isEmpty();
        assertThat(createProviders().activate(tenant, ProviderId.first(tenant), aStamp("provider.activate")))
                .isEmpty();
        assertThat(createAuditTrail().newest(tenant, 10)).isEmpty();
    }

    @Test
    void findsWhatWasSaved() throws Exception {
        ConfigurationProvider first = saved(provider("Öz sağlayıcı", true));
        ConfigurationProvider nameless = saved(new ConfigurationProvider(
                tenant, new ProviderId(UUID.randomUUID()), "Ωmega", Optional.empty(), false, 1));

        assertThat(createProviders().list(tenant)).containsExactly(first, nameless);
        assertThat(createProviders().find(tenant, first.id())).contains(first);
        assertThat(createProviders().list(freshTenant())).isEmpty();
        assertThat(createProviders().find(freshTenant(), first.id())).isEmpty();
    }

    @Test
    void replacesOnlyTheRevisionBefore() throws Exception {
        ConfigurationProvider first = saved(provider("One", true));
        ConfigurationProvider second = renamed(first, "Two");
        assertThat(createProviders().save(second, aStamp("provider.edit"))).isEqualTo(SaveResult.SAVED);

        for (ConfigurationProvider stale : List.of(second, renamed(renamed(second, "Three"), "Four"))) {
            assertThat(createProviders().save(stale, aStamp("provider.edit"))).isEqualTo(SaveResult.STALE);
        }
        assertThat(createProviders().save(first, aStamp("provider.create"))).isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(createProviders().list(tenant)).containsExactly(second);
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(2);
    }

    @Test
    void refusesANameThatTheTenantHasAlready() throws Exception {
        ConfigurationProvider one = saved(provider("One", true));
        ConfigurationProvider two = saved(provider("Two", false));

        assertThat(createProviders().save(provider("One", false), aStamp("provider.create")))
                .isEqualTo(SaveResult.NAME_TAKEN);
        assertThat(createProviders().save(renamed(two, "One"), aStamp("provider.edit")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(createProviders().list(tenant)).containsExactly(one, two);
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(2);
    }

    @Test
    void hasOneActiveProviderWhateverIsSaved() throws Exception {
        ConfigurationProvider one = saved(provider("One", true));

        assertThat(createProviders().save(provider("Two", true), aStamp("provider.create")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(createProviders().list(tenant)).containsExactly(one);
    }

    @Test
    void activatesOneProviderOnly() throws Exception {
        ConfigurationProvider one = saved(provider("One", true));
        ConfigurationProvider two = saved(provider("Two", false));

        assertThat(createProviders().activate(tenant, two.id(), aStamp("provider.activate")))
                .contains(two.active(true));
        assertThat(createProviders().activate(tenant, two.id(), aStamp("provider.activate")))
                .contains(two.active(true));
        assertThat(createProviders().activate(freshTenant(), one.id(), aStamp("provider.activate")))
                .isEmpty();

        assertThat(createProviders().list(tenant)).containsExactly(one.active(false), two.active(true));
        assertThat(createAuditTrail().newest(tenant, 10))
                .filteredOn(entry -> entry.stamp().operation().equals("provider.activate"))
                .hasSize(2);
    }

    @Test
    void keepsOneActiveProviderWhenManyAreActivatedAtOneInstant() throws Exception {
        ProviderRepository providers = createProviders();
        saved(provider("First", true));
        List<ConfigurationProvider> others = List.of(
                saved(provider("A", false)),
                saved(provider("B", false)),
                saved(provider("C", false)),
                saved(provider("D", false)));
        try (Race race = new Race(4)) {
            assertThat(race.run(
                            i -> () -> providers.activate(tenant, others.get(i).id(), aStamp("provider.activate"))))
                    .allMatch(Optional::isPresent);
        }

        assertThat(providers.list(tenant))
                .filteredOn(ConfigurationProvider::active)
                .hasSize(1);
    }

    @Test
    void oneOfManyCreationsOfOneNameAtOneInstantWins() throws Exception {
        ProviderRepository providers = createProviders();
        ConfigurationProvider renamed = saved(provider("Other", true));
        try (Race race = new Race(8)) {
            List<SaveResult> answers = race.run(i -> () -> i == 0
                    ? providers.save(renamed(renamed, "One"), aStamp("provider.edit"))
                    : providers.save(provider("One", false), aStamp("provider.create")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.NAME_TAKEN)).isEqualTo(7);
        }
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        ProviderRepository unreachable = createUnreachableProviders();
        ConfigurationProvider provider = provider("One", true);
        Outages.assertUnavailable(
                () -> unreachable.list(tenant),
                () -> unreachable.find(tenant, provider.id()),
                () -> unreachable.save(provider, aStamp("provider.create")),
                () -> unreachable.activate(tenant, provider.id(), aStamp("provider.activate")));
    }

    private ConfigurationProvider saved(ConfigurationProvider provider) throws Exception {
        assertThat(createProviders().save(provider, aStamp("provider.create"))).isEqualTo(SaveResult.SAVED);
        return provider;
    }

    private ConfigurationProvider provider(String name, boolean active) {
        return new ConfigurationProvider(
                tenant, new ProviderId(UUID.randomUUID()), name, Optional.of(ADDRESS), active, 1);
    }

    private static ConfigurationProvider renamed(ConfigurationProvider provider, String name) {
        return new ConfigurationProvider(
                provider.tenant(),
                provider.id(),
                name,
                provider.internetAddress(),
                provider.active(),
                provider.revision() + 1);
    }
}
