package io.einvoicing.jdbc;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.feature.ConfigurationProvider;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.feature.port.ProviderRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Configuration providers. */
final class JdbcProviderRepository implements ProviderRepository {
    private static final String SELECT = """
            select tenant_id, provider_id, name, internet_address, active, revision
            from configuration_provider where tenant_id = :tenant""";

    private final Database database;

    JdbcProviderRepository(Database database) {
        this.database = database;
    }

    @Override
    public List<ConfigurationProvider> list(TenantId tenant) {
        return database.run(handle -> list(handle, tenant));
    }

    private static List<ConfigurationProvider> list(Handle handle, TenantId tenant) {
        return handle.createQuery(SELECT + " order by name")
                .bind("tenant", tenant.value())
                .map((row, context) -> provider(row))
                .list();
    }

    @Override
    public Optional<ConfigurationProvider> find(TenantId tenant, ProviderId provider) {
        return database.run(handle -> find(handle, tenant, provider));
    }

    private static Optional<ConfigurationProvider> find(Handle handle, TenantId tenant, ProviderId provider) {
        return handle.createQuery(SELECT + " and provider_id = :provider")
                .bind("tenant", tenant.value())
                .bind("provider", provider.value())
                .map((row, context) -> provider(row))
                .findOne();
    }

    @Override
    public SaveResult save(ConfigurationProvider provider, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            lock(handle, provider.tenant());
            if (provider.revision() == 1) {
                return insert(handle, provider, stamp) ? SaveResult.SAVED : SaveResult.NAME_TAKEN;
            }
            Optional<ConfigurationProvider> before = find(handle, provider.tenant(), provider.id());
            if (before.map(ConfigurationProvider::revision).orElse(0L) != provider.revision() - 1) {
                return SaveResult.STALE;
            }
            if (!update(handle, provider)) {
                return SaveResult.NAME_TAKEN;
            }
            record(handle, provider, stamp, before);
            return SaveResult.SAVED;
        });
    }

    /** Lets one change of the tenant's providers follow another: names stay unique, one stays active. */
    private static void lock(Handle handle, TenantId tenant) {
        handle.createQuery("""
                        select provider_id from configuration_provider where tenant_id = :tenant
                        order by provider_id for update""").bind("tenant", tenant.value()).mapTo(UUID.class).list();
    }

    private static boolean insert(Handle handle, ConfigurationProvider provider, AuditStamp stamp) {
        int inserted = handle.createUpdate("""
                        insert into configuration_provider
                            (tenant_id, provider_id, name, internet_address, active, revision)
                        values (:tenant, :provider, :name, :address, :active, :revision)
                        on conflict do nothing""")
                .bind("tenant", provider.tenant().value())
                .bind("provider", provider.id().value())
                .bind("name", provider.name())
                .bind("address", provider.internetAddress().map(URI::toString).orElse(null))
                .bind("active", provider.active())
                .bind("revision", provider.revision())
                .execute();
        if (inserted == 1) {
            record(handle, provider, stamp, Optional.empty());
        }
        return inserted == 1;
    }

    /** Updates name and address unless another provider of the tenant bears the name. */
    private static boolean update(Handle handle, ConfigurationProvider provider) {
        boolean taken = list(handle, provider.tenant()).stream()
                .anyMatch(other ->
                        other.name().equals(provider.name()) && !other.id().equals(provider.id()));
        if (taken) {
            return false;
        }
        handle.createUpdate("""
                        update configuration_provider
                        set name = :name, internet_address = :address, revision = :revision
                        where tenant_id = :tenant and provider_id = :provider""")
                .bind("tenant", provider.tenant().value())
                .bind("provider", provider.id().value())
                .bind("name", provider.name())
                .bind("address", provider.internetAddress().map(URI::toString).orElse(null))
                .bind("revision", provider.revision())
                .execute();
        return true;
    }

    @Override
    public Optional<ConfigurationProvider> activate(TenantId tenant, ProviderId wanted, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            lock(handle, tenant);
            List<ConfigurationProvider> all = list(handle, tenant);
            if (all.stream().noneMatch(provider -> provider.id().equals(wanted))) {
                return Optional.empty();
            }
            // First the one that is active no more: there is never more than one.
            all.stream()
                    .sorted(Comparator.comparing(provider -> provider.id().equals(wanted)))
                    .forEach(before -> {
                        ConfigurationProvider after = before.active(before.id().equals(wanted));
                        if (!after.equals(before)) {
                            setActive(handle, after);
                            record(handle, after, stamp, Optional.of(before));
                        }
                    });
            return find(handle, tenant, wanted);
        });
    }

    private static void setActive(Handle handle, ConfigurationProvider provider) {
        handle.createUpdate("""
                        update configuration_provider set active = :active, revision = :revision
                        where tenant_id = :tenant and provider_id = :provider""")
                .bind("tenant", provider.tenant().value())
                .bind("provider", provider.id().value())
                .bind("active", provider.active())
                .bind("revision", provider.revision())
                .execute();
    }

    private static void record(
            Handle handle, ConfigurationProvider provider, AuditStamp stamp, Optional<ConfigurationProvider> before) {
        JdbcAuditTrail.record(
                handle,
                provider.tenant(),
                stamp,
                "provider/" + provider.id(),
                before.map(JdbcProviderRepository::state),
                state(provider));
    }

    private static Map<String, Object> state(ConfigurationProvider provider) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", provider.name());
        state.put("internetAddress", provider.internetAddress());
        state.put("active", provider.active());
        state.put("revision", provider.revision());
        return state;
    }

    private static ConfigurationProvider provider(ResultSet row) throws SQLException {
        return new ConfigurationProvider(
                Columns.tenant(row),
                new ProviderId(Columns.uuid(row, "provider_id")),
                row.getString("name"),
                Columns.optional(row, "internet_address", URI::create),
                row.getBoolean("active"),
                row.getLong("revision"));
    }
}
