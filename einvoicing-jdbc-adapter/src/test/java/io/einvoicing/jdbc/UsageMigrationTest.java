package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.Tenant;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.Recording;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an earlier release recorded is all there after the migration. */
class UsageMigrationTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    private static final TenantId TENANT = new TenantId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    private static final EnvironmentId ENVIRONMENT =
            new EnvironmentId(UUID.fromString("00000000-0000-4000-8000-000000000002"));
    private static final FeatureId FEATURE = new FeatureId(UUID.fromString("00000000-0000-4000-8000-000000000003"));
    private static final FeatureId OTHER_FEATURE =
            new FeatureId(UUID.fromString("00000000-0000-4000-8000-000000000004"));
    private static final SubmissionId SUBMISSION =
            new SubmissionId(UUID.fromString("00000000-0000-4000-8000-000000000005"));
    private static final PrincipalId ADA = new PrincipalId(UUID.fromString("00000000-0000-4000-8000-000000000006"));
    private static final PrincipalId UNKNOWN = new PrincipalId(UUID.fromString("00000000-0000-4000-8000-000000000007"));

    private static final String RELEASE_4 = """
            insert into tenant values ('${tenant}', 'Contoso', 'EUROPE', 'Europe/Berlin', 'Europe/Berlin', '[]', 1);
            insert into audit_record (tenant_id, recorded_at, actor_id, actor_name, operation, subject)
            values ('${tenant}', '2026-10-01Z', '${ada}', 'Ada Yıldız', 'tenant.create', 'tenant');
            insert into usage_entry values
                ('${tenant}', '${environment}', 'EXPORT', 'erp', 'USMF', 'Invoice', '1', '${feature}', '${submission}',
                    '2026-10-31T23:30:00.123456Z', '2026-11-01'),
                ('${tenant}', '${environment}', 'EXPORT', 'erp', 'USMF', 'Invoice', '2', '${other}', '${submission}',
                    '2026-11-02T10:00:00Z', '2026-11-02'),
                ('${tenant}', '${environment}', 'EXPORT', 'erp', 'DEMF', 'Invoice', '1', '${feature}', '${submission}',
                    '2026-10-02T10:00:00Z', '2026-10-02'),
                ('${tenant}', '${environment}', 'IMPORT', 'erp', 'USMF', 'Invoice', '1', '${feature}', '${submission}',
                    '2026-11-02T10:00:00Z', '2026-11-02');
            insert into purchase values
                ('${tenant}', '00000000-0000-4000-8000-00000000000a', '2026-11-01', 2, '${ada}', '2026-11-02T10:00:00Z'),
                ('${tenant}', '00000000-0000-4000-8000-00000000000b', '2026-11-03', 1, '${unknown}', '2026-11-03T10:00:00Z');""".replace("${tenant}", TENANT.toString())
            .replace("${environment}", ENVIRONMENT.toString())
            .replace("${feature}", FEATURE.toString())
            .replace("${other}", OTHER_FEATURE.toString())
            .replace("${submission}", SUBMISSION.toString())
            .replace("${ada}", ADA.toString())
            .replace("${unknown}", UNKNOWN.toString());

    @Test
    void keepsEveryEntryFigurePurchaseAndTenant() {
        try (ConnectionPool pool = STORES.server().create("")) {
            TestServer.migrateTo("4", pool);
            Jdbi.create(pool.dataSource())
                    .useHandle(handle -> handle.createScript(RELEASE_4).execute());

            JdbcStore.migrate(pool.dataSource());

            JdbcStore store = new JdbcStore(pool.dataSource());
            assertThat(store.tenants().find(TENANT).map(Tenant::billing))
                    .contains(BillingCalendar.of(ZoneId.of("Europe/Berlin")));
            assertThat(store.figures().byMonth(TENANT, Direction.EXPORT, months(), UsageFilter.NONE))
                    .isEqualTo(Map.of(YearMonth.of(2026, 10), 1L, YearMonth.of(2026, 11), 2L));
            assertThat(store.figures().byMonth(TENANT, Direction.IMPORT, months(), UsageFilter.NONE))
                    .isEqualTo(Map.of(YearMonth.of(2026, 11), 1L));
            assertThat(store.figures().byFeature(TENANT, Direction.EXPORT, days(), UsageFilter.NONE))
                    .isEqualTo(Map.of(FEATURE, 2L, OTHER_FEATURE, 1L));
            assertThat(store.ledger().entries(TENANT, Direction.EXPORT, days(), UsageFilter.NONE, Optional.empty(), 10))
                    .hasSize(3)
                    .contains(entry());
            assertThat(store.ledger().record(TENANT, List.of(entry()), Optional.empty()))
                    .isEqualTo(new Recording.Recorded(0, 1));
            assertThat(store.purchases().acquiredIn(TENANT, months()))
                    .extracting(Purchase::packages, Purchase::recordedByName)
                    .containsExactly(tuple(2L, "Ada Yıldız"), tuple(1L, UNKNOWN.toString()));
        }
    }

    private static UsageEntry entry() {
        return new UsageEntry(
                TENANT,
                ENVIRONMENT,
                FEATURE,
                Direction.EXPORT,
                new BusinessDocumentKey("erp", "USMF", "Invoice", "1"),
                Instant.parse("2026-10-31T23:30:00.123456Z"),
                LocalDate.of(2026, 11, 1),
                false,
                Optional.of(SUBMISSION));
    }

    private static MonthPeriod months() {
        return new MonthPeriod(YearMonth.of(2026, 10), YearMonth.of(2026, 11));
    }

    private static DayPeriod days() {
        return months().days();
    }
}
