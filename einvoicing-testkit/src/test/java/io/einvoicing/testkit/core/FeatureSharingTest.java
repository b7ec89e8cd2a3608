package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.FeatureFixture.reference;
import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.feature.FeatureReference;
import io.einvoicing.feature.FeatureShare;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.SharedFeature;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What organizations see of each other's features. */
class FeatureSharingTest {
    private final FeatureFixture fixture = new FeatureFixture();
    private final Caller contoso = callerOf(fixture.caller.tenant(), "contoso.example");
    private final Caller fabrikam = callerOf(freshTenant(), "fabrikam.example");
    private final Caller homeless = aCaller().withRoles(Role.CONFIGURE).build();

    @Test
    void showsToTheOrganizationOfTheDomainAllVersionsButDrafts() {
        FeatureVersion version = fixture.completed(contoso, "Peppol", "x");
        fixture.features.newVersion(contoso, version.feature()).orThrow();

        FeatureShare share = fixture.sharing
                .share(contoso, version.feature(), "Fabrikam.EXAMPLE")
                .orThrow();

        assertThat(share.domain()).isEqualTo("fabrikam.example");
        List<SharedFeature> shared = fixture.sharing.sharedWithOwn(fabrikam).orThrow();
        assertThat(shared).hasSize(1);
        assertThat(shared.get(0).organization()).isEqualTo("contoso.example");
        assertThat(shared.get(0).versions()).containsExactly(1);
        assertThat(fixture.sharing.sharedVersion(fabrikam, reference(version)).orThrow())
                .isEqualTo(version);
        refused(
                fixture.sharing.sharedVersion(fabrikam, new FeatureReference(version.tenant(), version.feature(), 2)),
                Refusal.Kind.NOT_FOUND);
    }

    @Test
    void showsNothingToAnybodyElse() {
        FeatureVersion version = shared();
        Caller third = callerOf(freshTenant(), "third.example");

        for (Caller other : List.of(third, homeless, contoso)) {
            assertThat(fixture.sharing.sharedWithOwn(other).orThrow()).isEmpty();
            refused(fixture.sharing.sharedVersion(other, reference(version)), Refusal.Kind.NOT_FOUND);
        }
        refused(fixture.derivation.derive(third, "Ours", reference(version)), Refusal.Kind.NOT_FOUND);
        refused(fixture.sharing.sharesOf(fabrikam, version.feature()), Refusal.Kind.NOT_FOUND);
        refused(fixture.sharing.unshare(fabrikam, version.feature(), "fabrikam.example"), Refusal.Kind.NOT_FOUND);
    }

    @Test
    void sharesNotWithTheOwnOrganization() {
        FeatureVersion version = fixture.completed(contoso, "Peppol", "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.sharing.share(contoso, version.feature(), "contoso.example"))
                .withMessageContaining("another organization");
    }

    @Test
    void endsWithTheFeatureAndLeavesWhatWasDerived() {
        FeatureVersion version = shared();
        FeatureVersion derived =
                fixture.derivation.derive(fabrikam, "Ours", reference(version)).orThrow();

        fixture.features.delete(contoso, version.feature()).orThrow();

        assertThat(fixture.sharing.sharedWithOwn(fabrikam).orThrow()).isEmpty();
        refused(fixture.derivation.preview(fabrikam, derived.feature(), 1), Refusal.Kind.NOT_FOUND);
        assertThat(fixture.features
                        .find(fabrikam, derived.feature(), 1)
                        .orThrow()
                        .content())
                .isEqualTo(version.content());
    }

    @Test
    void needsTheRoleConfigureOnBothSides() {
        FeatureVersion version = shared();
        Caller reader = aCaller().of(fabrikam.tenant()).withRoles(Role.SUBMIT).build();

        refused(fixture.sharing.sharedWithOwn(reader), Refusal.Kind.FORBIDDEN);
        refused(fixture.sharing.sharedVersion(reader, reference(version)), Refusal.Kind.FORBIDDEN);
        Caller submitter = aCaller().of(contoso.tenant()).withRoles(Role.SUBMIT).build();
        refused(fixture.sharing.share(submitter, version.feature(), "third.example"), Refusal.Kind.FORBIDDEN);
    }

    private FeatureVersion shared() {
        FeatureVersion version = fixture.completed(contoso, "Peppol", "x");
        fixture.sharing.share(contoso, version.feature(), "fabrikam.example").orThrow();
        return version;
    }

    private Caller callerOf(TenantId tenant, String domain) {
        fixture.store
                .tenants()
                .save(aTenant().id(tenant).named(domain).domain(domain).build(), aStamp("tenant.create"));
        return aCaller().of(tenant).withRoles(Role.CONFIGURE).build();
    }
}
