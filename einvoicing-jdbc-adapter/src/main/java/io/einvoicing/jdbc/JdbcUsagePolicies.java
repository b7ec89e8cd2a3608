package io.einvoicing.jdbc;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.PolicyChange;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.port.UsagePolicies;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The append-only register of policies. */
final class JdbcUsagePolicies implements UsagePolicies {
    private final Database database;

    JdbcUsagePolicies(Database database) {
        this.database = database;
    }

    @Override
    public List<PolicyChange> of(TenantId tenant) {
        return database.run(handle -> handle.createQuery("""
                        select tenant_id, from_month, free_volume, package_size, set_at from usage_policy
                        where tenant_id = :tenant order by from_month, set_at, change_no""")
                .bind("tenant", tenant.value())
                .map((row, context) -> change(row))
                .list());
    }

    @Override
    public void add(PolicyChange change, AuditStamp stamp) {
        database.inTransaction(handle -> {
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
                    Optional.empty(),
                    Map.of(
                            "freeVolume", change.policy().freeVolume(),
                            "packageSize", change.policy().packageSize()));
            return added;
        });
    }

    private static PolicyChange change(ResultSet row) throws SQLException {
        return new PolicyChange(
                Columns.tenant(row),
                YearMonth.from(row.getObject("from_month", LocalDate.class)),
                new UsagePolicy(row.getLong("free_volume"), row.getLong("package_size")),
                Columns.instant(row, "set_at"));
    }
}
