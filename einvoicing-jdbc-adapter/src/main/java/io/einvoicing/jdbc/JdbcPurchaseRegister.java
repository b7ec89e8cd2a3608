package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.port.PurchaseRegister;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** The append-only register of purchased packages. */
final class JdbcPurchaseRegister implements PurchaseRegister {
    private final Database database;

    JdbcPurchaseRegister(Database database) {
        this.database = database;
    }

    @Override
    public void add(Purchase purchase) {
        database.run(handle -> handle.createUpdate("""
                        insert into purchase (tenant_id, purchase_id, acquired_on, packages, recorded_by, recorded_at)
                        values (:tenant, :purchase, :acquiredOn, :packages, :by, :at) on conflict do nothing""")
                .bind("tenant", purchase.tenant().value())
                .bind("purchase", purchase.id())
                .bind("acquiredOn", purchase.acquiredOn())
                .bind("packages", purchase.packages())
                .bind("by", purchase.recordedBy().value())
                .bind("at", Columns.instant(purchase.recordedAt()))
                .execute());
    }

    @Override
    public List<Purchase> acquiredIn(TenantId tenant, YearMonth month) {
        return Columns.Days.of(month)
                .map(days -> database.run(handle -> handle.createQuery("""
                                select tenant_id, purchase_id, acquired_on, packages, recorded_by, recorded_at from purchase
                                where tenant_id = :tenant and acquired_on between :from and :to
                                order by acquired_on, recorded_at, purchase_id""")
                        .bind("tenant", tenant.value())
                        .bind("from", days.from())
                        .bind("to", days.to())
                        .map((row, context) -> purchase(row))
                        .list()))
                .orElse(List.of());
    }

    private static Purchase purchase(ResultSet row) throws SQLException {
        return new Purchase(
                Columns.tenant(row),
                Columns.uuid(row, "purchase_id"),
                row.getObject("acquired_on", LocalDate.class),
                row.getLong("packages"),
                new PrincipalId(Columns.uuid(row, "recorded_by")),
                Columns.instant(row, "recorded_at"));
    }
}
