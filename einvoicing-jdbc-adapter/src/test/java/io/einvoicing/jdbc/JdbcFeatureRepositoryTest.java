package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.testkit.contract.FeatureRepositoryContract;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcFeatureRepositoryTest extends FeatureRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected FeatureRepository createFeatures() {
        return STORES.store().features();
    }

    @Override
    protected FeatureRepository createUnreachableFeatures() {
        return STORES.unreachable().features();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }

    @Test
    void readsContentThatAnEarlierReleaseStored() {
        String before = """
                {"description": "old", "setups": [], "formatConfigurations": [{"name": "F", "content": "x"}]}""";

        assertThat(Json.column(FeatureContent.class).read(before))
                .isEqualTo(new FeatureContent("old", List.of(), List.of(new FormatConfiguration("F", "x"))));
    }
}
