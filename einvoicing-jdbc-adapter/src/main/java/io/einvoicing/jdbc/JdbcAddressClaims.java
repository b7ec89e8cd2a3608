package io.einvoicing.jdbc;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.AddressClaim;
import io.einvoicing.vault.port.AddressClaims;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which vault and container belongs to which tenant. */
final class JdbcAddressClaims implements AddressClaims {
    private final Database database;

    JdbcAddressClaims(Database database) {
        this.database = database;
    }

    @Override
    public Optional<AddressClaim> find(String address) {
        return database.run(handle -> find(handle, address));
    }

    private static Optional<AddressClaim> find(Handle handle, String address) {
        return handle.createQuery("select * from address_claim where address = :address")
                .bind("address", Json.storable(address))
                .map((row, context) -> claim(row))
                .findOne();
    }

    @Override
    public AddressClaim claim(AddressClaim claim) {
        while (true) {
            database.run(handle -> handle.createUpdate("""
                            insert into address_claim (tenant_id, address, claimed_at) values (:tenant, :address, :at)
                            on conflict do nothing""")
                    .bind("tenant", claim.tenant().value())
                    .bind("address", Json.storable(claim.address()))
                    .bind("at", Columns.instant(claim.since()))
                    .execute());
            // Nothing is found only if the claim was released since.
            Optional<AddressClaim> standing = find(claim.address());
            if (standing.isPresent()) {
                return standing.get();
            }
        }
    }

    @Override
    public List<AddressClaim> list(TenantId tenant) {
        return database.run(
                handle -> handle.createQuery("select * from address_claim where tenant_id = :tenant order by address")
                        .bind("tenant", tenant.value())
                        .map((row, context) -> claim(row))
                        .list());
    }

    @Override
    public boolean release(TenantId tenant, String address, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            Optional<Instant> since = handle.createQuery("""
                            delete from address_claim where tenant_id = :tenant and address = :address
                            returning claimed_at""")
                    .bind("tenant", tenant.value())
                    .bind("address", Json.storable(address))
                    .map((row, context) -> Columns.instant(row, "claimed_at"))
                    .findOne();
            since.ifPresent(instant -> JdbcAuditTrail.record(
                    handle,
                    tenant,
                    stamp,
                    "address/" + address,
                    Optional.of(Map.of("since", instant)),
                    Optional.empty()));
            return since.isPresent();
        });
    }

    private static AddressClaim claim(ResultSet row) throws SQLException {
        return new AddressClaim(Columns.tenant(row), row.getString("address"), Columns.instant(row, "claimed_at"));
    }
}
