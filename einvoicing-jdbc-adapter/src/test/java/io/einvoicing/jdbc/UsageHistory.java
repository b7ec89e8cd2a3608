package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;

import io.einvoicing.activation.Tenant;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.UsageEntry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Entries of a tenant with three environments, four features and two legal entities, in both directions, over half a year. */
final class UsageHistory {
    static final DayPeriod PERIOD = new DayPeriod(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 11, 23));

    private final List<EnvironmentId> environments = new ArrayList<>();
    private final List<FeatureId> features = new ArrayList<>();
    private final TenantId tenant;

    private UsageHistory(TenantId tenant) {
        this.tenant = tenant;
        for (int i = 0; i < 4; i++) {
            environments.add(new EnvironmentId(UUID.randomUUID()));
            features.add(new FeatureId(UUID.randomUUID()));
        }
    }

    /** Returns a history of a new tenant in the store. */
    static UsageHistory of(JdbcStore store) {
        Tenant tenant = aTenant().build();
        store.tenants().save(tenant, aStamp("tenant.create"));
        return new UsageHistory(tenant.id());
    }

    TenantId tenant() {
        return tenant;
    }

    /** Returns the entry of a number, always the same one; its document has a source record of 24 characters. */
    UsageEntry entry(int number) {
        Random random = new Random(number);
        LocalDate day = PERIOD.first().plusDays(random.nextInt((int) PERIOD.days()));
        return new UsageEntry(
                tenant,
                environments.get(random.nextInt(3)),
                features.get(random.nextInt(4)),
                random.nextInt(10) == 0 ? Direction.IMPORT : Direction.EXPORT,
                new BusinessDocumentKey(
                        "erp-1",
                        random.nextBoolean() ? "USMF" : "DEMF",
                        "Customer invoice",
                        String.format(Locale.ROOT, "CIV-%020d", number)),
                day.atStartOfDay().toInstant(ZoneOffset.UTC),
                day,
                false,
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new SubmissionId(new UUID(random.nextLong(), number))));
    }
}
