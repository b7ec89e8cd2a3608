package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.port.PurchaseRegister;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The append-only register of purchased packages; a unique key lets each be reversed once. */
final class JdbcPurchaseRegister implements PurchaseRegister {
    private static final String COLUMNS =
            "tenant_id, purchase_id, acquired_on, packages, recorded_by, recorded_by_name, recorded_at, reverses";

    private static final String SELECT = "select " + COLUMNS + " from purchase where tenant_id = :tenant ";

    private static final String ADD = "insert into purchase (" + COLUMNS + """
            ) values (:tenant, :purchase, :acquiredOn, :packages, :by, :byName, :at, :reverses) on conflict do nothing""";

    private final Database database;

    JdbcPurchaseRegister(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Purchase purchase) {
        int added = database.run(handle -> handle.createUpdate(ADD)
                .bind("tenant", purchase.tenant().value())
                .bind("purchase", purchase.id())
                .bind("acquiredOn", purchase.acquiredOn())
                .bind("packages", purchase.packages())
                .bind("by", purchase.recordedBy().value())
                .bind("byName", Json.storable(purchase.recordedByName()))
                .bind("at", Columns.instant(purchase.recordedAt()))
                .bind("reverses", purchase.reverses())
                .execute());
        return added == 1 || find(purchase.tenant(), purchase.id()).isPresent();
    }

    @Override
    public Optional<Purchase> find(TenantId tenant, UUID id) {
        return database.run(handle -> handle.createQuery(SELECT + "and purchase_id = :purchase")
                .bind("tenant", tenant.value())
                .bind("purchase", id)
                .map((row, context) -> purchase(row))
                .findOne());
    }

    @Override
    public List<Purchase> acquiredIn(TenantId tenant, MonthPeriod period) {
        DayPeriod days = period.days();
        return database.run(handle -> handle.createQuery(SELECT
                        + "and acquired_on between :first and :last order by acquired_on, recorded_at, purchase_id")
                .bind("tenant", tenant.value())
                .bind("first", days.first())
                .bind("last", days.last())
                .map((row, context) -> purchase(row))
                .list());
    }

    private static Purchase purchase(ResultSet row) throws SQLException {
        return new Purchase(
                Columns.tenant(row),
                Columns.uuid(row, "purchase_id"),
                row.getObject("acquired_on", LocalDate.class),
                row.getLong("packages"),
                new PrincipalId(Columns.uuid(row, "recorded_by")),
                row.getString("recorded_by_name"),
                Columns.instant(row, "recorded_at"),
                Optional.ofNullable(Columns.uuid(row, "reverses")));
    }
}
