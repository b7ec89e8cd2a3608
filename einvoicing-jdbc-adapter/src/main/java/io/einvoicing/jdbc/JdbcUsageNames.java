package io.einvoicing.jdbc;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.port.UsageNames;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Names of environments and features from their own tables. */
final class JdbcUsageNames implements UsageNames {
    private final Database database;

    JdbcUsageNames(Database database) {
        this.database = database;
    }

    @Override
    public Map<EnvironmentId, String> environments(TenantId tenant) {
        return names(
                "select environment_id as id, name from service_environment where tenant_id = :tenant",
                tenant,
                EnvironmentId::new);
    }

    @Override
    public Map<FeatureId, String> features(TenantId tenant) {
        return names("select feature_id as id, name from feature where tenant_id = :tenant", tenant, FeatureId::new);
    }

    private <K> Map<K, String> names(String sql, TenantId tenant, Function<UUID, K> id) {
        Map<K, String> names = new HashMap<>();
        database.run(handle -> handle.createQuery(sql)
                        .bind("tenant", tenant.value())
                        .map((row, context) -> Map.entry(id.apply(Columns.uuid(row, "id")), row.getString("name")))
                        .list())
                .forEach(each -> names.put(each.getKey(), each.getValue()));
        return names;
    }
}
