package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.feature.ConfigurationProvider;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationProvidersTest {
    private static final URI ADDRESS = URI.create("https://contoso.example");
    private final FeatureFixture fixture = new FeatureFixture();
    private final Caller caller = fixture.caller;

    @Test
    void aTenantStartsWithOneActiveProviderOfItsOwnName() {
        fixture.store.tenants().save(aTenant().id(caller.tenant()).build(), aStamp("tenant.create"));
        String name =
                fixture.store.tenants().find(caller.tenant()).orElseThrow().name();

        List<ConfigurationProvider> all = fixture.providers.list(caller).orThrow();

        assertThat(all)
                .containsExactly(new ConfigurationProvider(
                        caller.tenant(), ProviderId.first(caller.tenant()), name, Optional.empty(), true, 1));
        assertThat(fixture.providers.list(caller).orThrow()).isEqualTo(all);
    }

    @Test
    void onlyTheActiveProvidersFeaturesCanBeChangedAndOthersCanBeDerivedFrom() {
        FeatureVersion own = fixture.completed("Peppol", "A");
        FeatureVersion draft = fixture.features.create(caller, "Draft").orThrow();
        ConfigurationProvider partner =
                fixture.providers.create(caller, "Partner", ADDRESS).orThrow();
        assertThat(partner.active()).isFalse();

        fixture.providers.activate(caller, partner.id()).orThrow();

        List<Result<?>> changes = List.of(
                fixture.features.newVersion(caller, own.feature()),
                fixture.features.newVersion(caller, own.feature(), 1),
                fixture.features.edit(caller, draft.feature(), 1, 1, FeatureContent.EMPTY, fixture.clock.instant()),
                fixture.features.complete(caller, draft.feature(), 1, 1),
                fixture.features.deleteDraft(caller, draft.feature(), 1),
                fixture.features.delete(caller, own.feature()),
                fixture.sharing.share(caller, own.feature(), "fabrikam.example"),
                fixture.derivation.preview(caller, own.feature(), 1));
        assertThat(changes)
                .allSatisfy(change -> assertThat(
                                refused(change, Refusal.Kind.CONFLICT).message())
                        .contains("Partner", "derive"));
        assertThat(fixture.features.find(caller, own.feature()).orThrow().editable())
                .isFalse();

        FeatureVersion derived = fixture.derivation
                .derive(caller, "Peppol of the partner", FeatureFixture.reference(own))
                .orThrow();
        assertThat(fixture.features.find(caller, derived.feature()).orThrow().editable())
                .isTrue();
        assertThat(derived.content()).isEqualTo(own.content());
        fixture.providers.activate(caller, ProviderId.first(caller.tenant())).orThrow();
        fixture.features.newVersion(caller, own.feature()).orThrow();
    }

    @Test
    void areEditedUnderTheRevisionThatWasRead() {
        ConfigurationProvider partner =
                fixture.providers.create(caller, "Partner", ADDRESS).orThrow();
        ConfigurationProvider edited = fixture.providers
                .edit(caller, partner.id(), 1, "Renamed", URI.create("https://other.example"))
                .orThrow();

        assertThat(edited.revision()).isEqualTo(2);
        refused(fixture.providers.edit(caller, partner.id(), 1, "Again", ADDRESS), Refusal.Kind.STALE);
        refused(fixture.providers.create(caller, "Renamed", ADDRESS), Refusal.Kind.DUPLICATE);
        assertThat(fixture.providers.find(caller, partner.id()).orThrow()).isEqualTo(edited);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.example", "ftp://contoso.example", "https:/contoso", "file:///etc/passwd"})
    void refuseAnAddressThatIsNone(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.providers.create(caller, "Partner", URI.create(address)))
                .withMessageContaining("internetAddress must be");
    }

    @ParameterizedTest
    @EnumSource(names = "CONFIGURE", mode = EnumSource.Mode.EXCLUDE)
    void needTheRoleConfigureAndAreTheOwnTenants(Role other) {
        ConfigurationProvider partner =
                fixture.providers.create(caller, "Partner", ADDRESS).orThrow();
        Caller clerk = aCaller().of(caller.tenant()).withRoles(other).build();
        Caller stranger = aCaller().build();

        List<Result<?>> forbidden = List.of(
                fixture.providers.list(clerk),
                fixture.providers.find(clerk, partner.id()),
                fixture.providers.create(clerk, "Other", ADDRESS),
                fixture.providers.edit(clerk, partner.id(), 1, "Other", ADDRESS),
                fixture.providers.activate(clerk, partner.id()));
        assertThat(forbidden).allSatisfy(answer -> refused(answer, Refusal.Kind.FORBIDDEN));
        List<Result<?>> unknown = List.of(
                fixture.providers.find(stranger, partner.id()),
                fixture.providers.edit(stranger, partner.id(), 1, "Other", ADDRESS),
                fixture.providers.activate(stranger, partner.id()));
        assertThat(unknown).allSatisfy(answer -> refused(answer, Refusal.Kind.NOT_FOUND));
    }
}
