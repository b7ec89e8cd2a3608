package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.freshDocument;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.usage.port.UsageLedger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link UsageLedger} does. All factories give ports of the same store. */
public abstract class UsageLedgerContract {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);

    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());

    protected abstract UsageLedger createLedger() throws Exception;

    protected abstract UsageLedger createUnreachableLedger() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    @Test
    void isEmptyAtFirst() throws Exception {
        TenantId tenant = tenantIn("UTC");
        for (Direction direction : Direction.values()) {
            assertThat(createLedger().used(tenant, direction, NOVEMBER)).isZero();
            assertThat(createLedger().used(freshTenant(), direction, NOVEMBER)).isZero();
        }
    }

    @Test
    void countsADocumentInTheMonthOfCounting() throws Exception {
        TenantId tenant = tenantIn("UTC");

        assertThat(createLedger().countOnce(document(tenant, NOW))).isTrue();
        assertThat(createLedger().countOnce(document(tenant, NOW))).isTrue();

        assertThat(used(tenant, NOVEMBER)).isEqualTo(2);
        assertThat(used(tenant, OCTOBER)).isZero();
        assertThat(used(tenant, DECEMBER)).isZero();
        assertThat(used(tenant, YearMonth.of(2025, 11))).isZero();
    }

    @Test
    void doesNotCountARepetition() throws Exception {
        TenantId tenant = tenantIn("UTC");
        CountedDocument document = document(tenant, NOW);
        createLedger().countOnce(document);

        assertThat(createLedger().countOnce(document)).isFalse();

        assertThat(used(tenant, NOVEMBER)).isEqualTo(1);
    }

    @Test
    void doesNotCountADocumentAgainInALaterMonthByAnotherFeatureOrSubmission() throws Exception {
        TenantId tenant = tenantIn("UTC");
        CountedDocument document = document(tenant, NOW);
        createLedger().countOnce(document);

        CountedDocument later = new CountedDocument(
                tenant,
                environment,
                new FeatureId(UUID.randomUUID()),
                Direction.EXPORT,
                document.document(),
                Instant.parse("2027-12-01T00:00:00Z"),
                new SubmissionId(UUID.randomUUID()));
        assertThat(createLedger().countOnce(later)).isFalse();

        assertThat(used(tenant, NOVEMBER)).isEqualTo(1);
        assertThat(used(tenant, YearMonth.of(2027, 12))).isZero();
    }

    @Test
    void countsEachDirectionApart() throws Exception {
        TenantId tenant = tenantIn("UTC");
        BusinessDocumentKey key = freshDocument();

        assertThat(createLedger().countOnce(document(tenant, environment, Direction.EXPORT, key, NOW)))
                .isTrue();
        assertThat(createLedger().countOnce(document(tenant, environment, Direction.IMPORT, key, NOW)))
                .isTrue();
        assertThat(createLedger().countOnce(document(tenant, NOW))).isTrue();

        assertThat(createLedger().used(tenant, Direction.EXPORT, NOVEMBER)).isEqualTo(2);
        assertThat(createLedger().used(tenant, Direction.IMPORT, NOVEMBER)).isEqualTo(1);
    }

    @Test
    void countsEachEnvironmentApart() throws Exception {
        TenantId tenant = tenantIn("UTC");
        BusinessDocumentKey key = freshDocument();
        EnvironmentId test = new EnvironmentId(UUID.randomUUID());

        assertThat(createLedger().countOnce(document(tenant, environment, Direction.EXPORT, key, NOW)))
                .isTrue();
        assertThat(createLedger().countOnce(document(tenant, test, Direction.EXPORT, key, NOW)))
                .isTrue();

        assertThat(used(tenant, NOVEMBER)).isEqualTo(2);
    }

    @Test
    void countsEachTenantApart() throws Exception {
        TenantId one = tenantIn("UTC");
        TenantId two = tenantIn("UTC");
        BusinessDocumentKey key = freshDocument();

        assertThat(createLedger().countOnce(document(one, environment, Direction.EXPORT, key, NOW)))
                .isTrue();
        assertThat(createLedger().countOnce(document(two, environment, Direction.EXPORT, key, NOW)))
                .isTrue();

        assertThat(used(one, NOVEMBER)).isEqualTo(1);
        assertThat(used(two, NOVEMBER)).isEqualTo(1);
    }

    @Test
    void comparesEveryPartOfTheKeyExactly() throws Exception {
        TenantId tenant = tenantIn("UTC");
        List<BusinessDocumentKey> keys = List.of(
                new BusinessDocumentKey("ERP", "DEMF", "Invoice", "1"),
                new BusinessDocumentKey("erp", "DEMF", "Invoice", "1"),
                new BusinessDocumentKey("ERP", "DΕMF", "Invoice", "1"),
                new BusinessDocumentKey("ERP", "DEMF", "Invoıce", "1"),
                new BusinessDocumentKey("ERP", "DEMF", "Invoice", "01"),
                new BusinessDocumentKey("ERP", "DEMF", "Invoice/1", "1"),
                new BusinessDocumentKey("ERP/DEMF", "Invoice", "1", "1"),
                new BusinessDocumentKey("ERP", "DEMF", "Invoice", "é"),
                new BusinessDocumentKey("ERP", "DEMF", "Invoice", "e\u0301"),
                new BusinessDocumentKey("ERP", "DEMF", "Invoice", "🧾"));

        for (BusinessDocumentKey key : keys) {
            assertThat(createLedger().countOnce(document(tenant, environment, Direction.EXPORT, key, NOW)))
                    .as(key.toString())
                    .isTrue();
        }

        assertThat(used(tenant, NOVEMBER)).isEqualTo(keys.size());
    }

    @ParameterizedTest
    @CsvSource({
        "UTC,                2026-10-31T23:59:59.999Z, 2026-10",
        "UTC,                2026-11-01T00:00:00Z,     2026-11",
        "Europe/Berlin,      2026-10-31T22:59:59.999Z, 2026-10",
        "Europe/Berlin,      2026-10-31T23:00:00Z,     2026-11",
        "Europe/Berlin,      2026-10-31T23:30:00Z,     2026-11",
        "Europe/Berlin,      2026-07-31T21:59:59.999Z, 2026-07",
        "Europe/Berlin,      2026-07-31T22:00:00Z,     2026-08",
        "America/New_York,   2026-11-01T03:59:59.999Z, 2026-10",
        "America/New_York,   2026-11-01T04:00:00Z,     2026-11",
        "Asia/Kolkata,       2026-10-31T18:29:59.999Z, 2026-10",
        "Asia/Kolkata,       2026-10-31T18:30:00Z,     2026-11",
        "Pacific/Kiritimati, 2026-10-31T10:00:00Z,     2026-11",
        "Pacific/Pago_Pago,  2026-11-01T10:59:59.999Z, 2026-10",
        "+02:00,             2026-10-31T21:59:59.999Z, 2026-10",
        "+02:00,             2026-10-31T22:00:00Z,     2026-11",
        "-09:30,             2026-11-01T09:29:59.999Z, 2026-10",
        "-09:30,             2026-11-01T09:30:00Z,     2026-11",
        "UTC+02:00,          2026-10-31T22:00:00Z,     2026-11",
        "Etc/GMT+5,          2026-11-01T04:59:59.999Z, 2026-10"
    })
    void takesTheMonthInTheBillingZone(String zone, Instant countedAt, YearMonth month) throws Exception {
        TenantId tenant = tenantIn(zone);

        createLedger().countOnce(document(tenant, countedAt));

        assertThat(used(tenant, month)).isEqualTo(1);
        assertThat(used(tenant, month.minusMonths(1))).isZero();
        assertThat(used(tenant, month.plusMonths(1))).isZero();
    }

    @Test
    void keepsTheDayOfWhatWasCountedWhenTheZoneChanges() throws Exception {
        TenantId tenant = tenantIn("Europe/Berlin");
        Instant monthEndInUtc = Instant.parse("2026-10-31T23:30:00Z");
        CountedDocument before = document(tenant, monthEndInUtc);
        createLedger().countOnce(before);

        Tenant moved = aTenant().id(tenant).billedIn("UTC").revision(2).build();
        assertThat(createTenants().save(moved, aStamp("tenant.billingZone"))).isEqualTo(SaveResult.SAVED);

        assertThat(createLedger().countOnce(before)).isFalse();
        assertThat(createLedger().countOnce(document(tenant, monthEndInUtc))).isTrue();
        assertThat(used(tenant, NOVEMBER)).isEqualTo(1);
        assertThat(used(tenant, OCTOBER)).isEqualTo(1);
    }

    @Test
    void countsOneOfAThousandRepetitionsAtOnce() throws Exception {
        UsageLedger ledger = createLedger();
        TenantId tenant = tenantIn("UTC");
        CountedDocument document = document(tenant, NOW);
        try (Race race = new Race(8)) {
            List<Long> counted = race.run(i -> () -> {
                long times = 0;
                for (int call = 0; call < 125; call++) {
                    times += ledger.countOnce(document) ? 1 : 0;
                }
                return times;
            });

            assertThat(counted.stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
        }
        assertThat(used(tenant, NOVEMBER)).isEqualTo(1);
    }

    @Test
    void losesNothingWhenManyDocumentsAreCountedAtOnce() throws Exception {
        UsageLedger ledger = createLedger();
        TenantId tenant = tenantIn("UTC");
        try (Race race = new Race(8)) {
            race.run(i -> (Callable<Boolean>) () -> {
                boolean all = true;
                for (int call = 0; call < 50; call++) {
                    all &= ledger.countOnce(document(tenant, NOW));
                }
                assertThat(all).isTrue();
                return all;
            });
        }
        assertThat(used(tenant, NOVEMBER)).isEqualTo(400);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        UsageLedger unreachable = createUnreachableLedger();
        TenantId tenant = freshTenant();
        Outages.assertUnavailable(
                () -> unreachable.countOnce(document(tenant, NOW)),
                () -> unreachable.used(tenant, Direction.EXPORT, NOVEMBER));
    }

    private TenantId tenantIn(String zone) throws Exception {
        Tenant tenant = aTenant().billedIn(zone).build();
        assertThat(tenant.billingZone()).isEqualTo(ZoneId.of(zone));
        assertThat(createTenants().save(tenant, aStamp("tenant.create"))).isEqualTo(SaveResult.SAVED);
        return tenant.id();
    }

    private long used(TenantId tenant, YearMonth month) throws Exception {
        return createLedger().used(tenant, Direction.EXPORT, month);
    }

    private CountedDocument document(TenantId tenant, Instant at) {
        return document(tenant, environment, Direction.EXPORT, freshDocument(), at);
    }

    private static CountedDocument document(
            TenantId tenant, EnvironmentId environment, Direction direction, BusinessDocumentKey key, Instant at) {
        return new CountedDocument(
                tenant,
                environment,
                new FeatureId(UUID.randomUUID()),
                direction,
                key,
                at,
                new SubmissionId(UUID.randomUUID()));
    }
}
