package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.feature.FeatureTransfer.Exported;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.kernel.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureTransferTest {
    private final FeatureFixture fixture = new FeatureFixture();
    private final Caller caller = fixture.caller;

    @Test
    void takesAVersionToAnotherTenantAsADraft() {
        FeatureVersion version = fixture.completed("Peppol", "A");
        Exported exported =
                fixture.transfer.export(caller, version.feature(), 1).orThrow();
        Caller elsewhere = aCaller().withRoles(Role.CONFIGURE).build();

        FeatureVersion imported =
                fixture.transfer.importAs(elsewhere, Optional.empty(), exported).orThrow();

        assertThat(exported).isEqualTo(new Exported("Peppol", 1, version.content()));
        assertThat(imported.featureName()).isEqualTo("Peppol");
        assertThat(imported.number()).isEqualTo(1);
        assertThat(imported.status()).isEqualTo(FeatureVersion.Status.DRAFT);
        assertThat(imported.content()).isEqualTo(version.content());
        assertThat(imported.tenant()).isEqualTo(elsewhere.tenant());
        assertThat(imported.feature()).isNotEqualTo(version.feature());
    }

    @Test
    void refusesANameThatIsTakenUnlessAnotherIsGiven() {
        FeatureVersion version = fixture.completed("Peppol", "A");
        Exported exported =
                fixture.transfer.export(caller, version.feature(), 1).orThrow();

        refused(fixture.transfer.importAs(caller, Optional.empty(), exported), Refusal.Kind.DUPLICATE);
        assertThat(fixture.features.list(caller).orThrow()).hasSize(1);
        assertThat(fixture.transfer
                        .importAs(caller, Optional.of("Copy"), exported)
                        .orThrow()
                        .featureName())
                .isEqualTo("Copy");
    }

    @Test
    void needsTheRoleConfigureAndTheOwnTenant() {
        FeatureVersion version = fixture.completed("Peppol", "A");
        Caller clerk = aCaller().of(caller.tenant()).withRoles(Role.SUBMIT).build();
        Exported exported = new Exported("Other", 1, version.content());

        refused(fixture.transfer.export(clerk, version.feature(), 1), Refusal.Kind.FORBIDDEN);
        refused(fixture.transfer.importAs(clerk, Optional.empty(), exported), Refusal.Kind.FORBIDDEN);
        refused(fixture.transfer.export(aCaller().build(), version.feature(), 1), Refusal.Kind.NOT_FOUND);
        refused(fixture.transfer.export(caller, version.feature(), 2), Refusal.Kind.NOT_FOUND);
    }
}
