package io.einvoicing.jdbc;

import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which service each tenant configures. */
final class JdbcServiceParametersRepository implements ServiceParametersRepository {
    private static final String SELECT =
            "select tenant_id, geography, endpoint, revision from service_parameters where tenant_id = :tenant";
    private static final String INSERT = """
            insert into service_parameters (tenant_id, geography, endpoint, revision)
            values (:tenant, :geography, :endpoint, :revision)
            on conflict do nothing""";
    private static final String UPDATE = """
            update service_parameters set geography = :geography, endpoint = :endpoint, revision = :revision
            where tenant_id = :tenant and revision = :revision - 1""";

    private final Database database;

    JdbcServiceParametersRepository(Database database) {
        this.database = database;
    }

    @Override
    public ServiceParameters find(TenantId tenant) {
        return database.run(handle -> select(handle, SELECT, tenant)).orElseGet(() -> ServiceParameters.unset(tenant));
    }

    @Override
    public SaveResult save(ServiceParameters parameters, AuditStamp stamp) {
        if (parameters.revision() < 2) {
            throw new IllegalArgumentException("revision must be 2 or more, was " + parameters.revision());
        }
        return database.inTransaction(handle -> {
            Optional<ServiceParameters> before = select(handle, SELECT + " for update", parameters.tenant());
            if (before.map(ServiceParameters::revision).orElse(1L) != parameters.revision() - 1
                    || write(handle, before.isPresent() ? UPDATE : INSERT, parameters) == 0) {
                return SaveResult.STALE;
            }
            JdbcAuditTrail.record(
                    handle,
                    parameters.tenant(),
                    stamp,
                    "serviceParameters/" + parameters.tenant(),
                    before.map(JdbcServiceParametersRepository::state),
                    state(parameters));
            return SaveResult.SAVED;
        });
    }

    private static int write(Handle handle, String statement, ServiceParameters parameters) {
        return handle.createUpdate(statement)
                .bind("tenant", parameters.tenant().value())
                .bind("geography", parameters.geography().map(Geography::id))
                .bind("endpoint", parameters.endpoint().map(URI::toString))
                .bind("revision", parameters.revision())
                .execute();
    }

    private static Optional<ServiceParameters> select(Handle handle, String sql, TenantId tenant) {
        return handle.createQuery(sql)
                .bind("tenant", tenant.value())
                .map((row, context) -> parameters(row))
                .findOne();
    }

    private static ServiceParameters parameters(ResultSet row) throws SQLException {
        return new ServiceParameters(
                Columns.tenant(row),
                Optional.of(new Geography(row.getString("geography"))),
                Optional.of(URI.create(row.getString("endpoint"))),
                row.getLong("revision"));
    }

    private static Map<String, Object> state(ServiceParameters parameters) {
        return Map.of(
                "geography", parameters.geography().map(Geography::id),
                "endpoint", parameters.endpoint(),
                "revision", parameters.revision());
    }
}
