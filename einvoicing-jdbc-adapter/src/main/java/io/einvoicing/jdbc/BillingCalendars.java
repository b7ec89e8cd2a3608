package io.einvoicing.jdbc;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.kernel.TenantId;
import java.time.Duration;

/**
 * Billing calendars of tenants, each up to 30 seconds old. That never matters: a zone changes from a month on that begins more than an
 * hour after the change. Thread-safe.
 */
final class BillingCalendars {
    private static final Duration AGE = Duration.ofSeconds(30);
    private static final int REMEMBERED = 100_000;

    private final Cache<TenantId, BillingCalendar> known = CacheBuilder.newBuilder()
            .expireAfterWrite(AGE)
            .maximumSize(REMEMBERED)
            .build();
    private final Database database;

    BillingCalendars(Database database) {
        this.database = database;
    }

    /**
     * Returns the calendar of the tenant.
     *
     * @throws IllegalStateException if there is no such tenant
     */
    BillingCalendar of(TenantId tenant) {
        BillingCalendar remembered = known.getIfPresent(tenant);
        if (remembered != null) {
            return remembered;
        }
        BillingCalendar stored = JdbcTenantRepository.billing(database, tenant)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "tenant " + tenant
                                        + " is not in the store, so the day on which a document counts is not known: create the tenant"));
        known.put(tenant, stored);
        return stored;
    }
}
