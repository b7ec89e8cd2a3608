package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.contract.UsageLedgerContract;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.Reservations;
import io.einvoicing.usage.port.UsageLedger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcUsageLedgerTest extends UsageLedgerContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected UsageLedger createLedger() {
        return STORES.store().ledger();
    }

    @Override
    protected UsageLedger createUnreachableLedger() {
        return STORES.unreachable().ledger();
    }

    @Override
    protected Reservations createReservations() {
        return STORES.store().reservations();
    }

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }

    @Test
    void refusesACursorOfWhatTheTenantNeverCounted() {
        TenantId tenant = TestData.freshTenant();
        UsageEntry entry = TestData.anEntry(
                tenant,
                new EnvironmentId(UUID.randomUUID()),
                new FeatureId(UUID.randomUUID()),
                LocalDate.of(2026, 11, 23));
        createLedger().record(tenant, List.of(entry), Optional.empty());
        UsageEntry stranger =
                TestData.anEntry(tenant, new EnvironmentId(UUID.randomUUID()), entry.feature(), entry.billingDay());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> createLedger()
                        .entries(
                                tenant,
                                Direction.EXPORT,
                                DayPeriod.of(YearMonth.of(2026, 11)),
                                UsageFilter.NONE,
                                Optional.of(new UsageEntry.Cursor(stranger.billingDay(), stranger.key())),
                                10))
                .withMessageContaining("cursor");
    }
}
