package io.einvoicing.jdbc;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.PolicyChange;
import io.einvoicing.usage.PolicySchedule;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.port.UsagePolicies;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The append-only register of policies. */
final class JdbcUsagePolicies implements UsagePolicies {
    private final Database database;

    JdbcUsagePolicies(Database database) {
        this.database = database;
    }

    @Override
    public List<PolicyChange> of(TenantId tenant) {
        return database.run(handle -> of(handle, tenant));
    }

    private static List<PolicyChange> of(Handle handle, TenantId tenant) {
        return handle.createQuery("""
                        select tenant_id, from_month, free_volume, package_size, set_at from usage_policy
                        where tenant_id = :tenant order by from_month, set_at, change_no""")
                .bind("tenant", tenant.value())
                .map((row, context) -> change(row))
                .list();
    }

    @Override
    public void add(PolicyChange change, UsagePolicy first, AuditStamp stamp) {
        database.inTransaction(handle -> {
            TenantLock.POLICY.await(handle, change.tenant());
            UsagePolicy before = new PolicySchedule(first, of(handle, change.tenant())).at(change.from());
            int added = handle.createUpdate("""
                            insert into usage_policy (tenant_id, from_month, free_volume, package_size, set_at)
                            values (:tenant, :from, :free, :size, :at)""")
                    .bind("tenant", change.tenant().value())
                    .bind("from", change.from().atDay(1))
                    .bind("free", change.policy().freeVolume())
                    .bind("size", change.policy().packageSize())
                    .bind("at", Columns.instant(change.setAt()))
                    .execute();
            JdbcAuditTrail.record(
                    handle,
                    change.tenant(),
                    stamp,
                    "usage-policy/" + change.from(),
                    Optional.of(state(before)),
                    state(change.policy()));
            return added;
        });
    }

    private static Map<String, Object> state(UsagePolicy policy) {
        return Map.of("freeVolume", policy.freeVolume(), "packageSize", policy.packageSize());
    }

    private static PolicyChange change(ResultSet row) throws SQLException {
        return new PolicyChange(
                Columns.tenant(row),
                YearMonth.from(row.getObject("from_month", LocalDate.class)),
                new UsagePolicy(row.getLong("free_volume"), row.getLong("package_size")),
                Columns.instant(row, "set_at"));
    }
}
