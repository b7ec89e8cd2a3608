package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.activation.Tenant;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.usage.PolicyChange;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.UsagePolicy;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    /** Tables that hold no tenant's data. The queue is the submissions' own table, so that there is none of a scheduler. */
    private static final Map<String, String> WITHOUT_TENANT = Map.of(
            "einvoicing_schema_history", "Flyway's record of the migrations that ran",
            "flow_node", "the nodes that are at work, for all tenants");

    /** Unique keys that lack the tenant. Both tables are reference data where the schema is distributed: a copy on every node. */
    private static final Map<String, String> WITHOUT_TENANT_IN_KEY = Map.of(
            "einvoicing_schema_history_pk", "the key of the migration history",
            "flow_node_pkey", "a node is one for all tenants",
            "tenant_domain", "a domain belongs to one tenant of all",
            "address_claim_address", "a vault or a container belongs to one tenant of all");

    @Test
    void migratesADatabaseThatIsMigratedAlready() {
        List<String> before = strings("select version from einvoicing_schema_history order by installed_rank");

        JdbcStore.migrate(STORES.dataSource());

        assertThat(strings("select version from einvoicing_schema_history where not success"))
                .isEmpty();
        assertThat(strings("select version from einvoicing_schema_history order by installed_rank"))
                .isEqualTo(before)
                .startsWith("1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void migratesOnceWhenSeveralNodesStartTogether() throws Exception {
        try (ConnectionPool pool = STORES.server().create("")) {
            ExecutorService nodes = Executors.newFixedThreadPool(3);
            List<Future<?>> started = List.of(
                    nodes.submit(() -> JdbcStore.migrate(pool.dataSource())),
                    nodes.submit(() -> JdbcStore.migrate(pool.dataSource())),
                    nodes.submit(() -> JdbcStore.migrate(pool.dataSource())));
            for (Future<?> node : started) {
                node.get();
            }
            nodes.shutdown();

            assertThat(new JdbcStore(pool.dataSource()).tenants().find(freshTenant()))
                    .isEmpty();
        }
    }

    @Test
    void migratesASchemaThatHoldsTablesOfAVendor() {
        try (ConnectionPool pool = STORES.server().create("")) {
            Jdbi.create(pool.dataSource()).useHandle(handle -> handle.execute("create table vendors_own (id int)"));

            JdbcStore.migrate(pool.dataSource());

            assertThat(new JdbcStore(pool.dataSource()).tenants().find(freshTenant()))
                    .isEmpty();
        }
    }

    @Test
    void refusesADatabaseThatCannotHoldEveryCharacter() {
        try (ConnectionPool pool = STORES.server().create("template template0 encoding 'SQL_ASCII'")) {
            assertThatThrownBy(() -> JdbcStore.migrate(pool.dataSource()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining("must have the encoding UTF8, has SQL_ASCII");
        }
    }

    @Test
    void everyTableLeadsItsPrimaryKeyWithTheTenant() {
        assertThat(strings("""
                        select t.relname from pg_class t
                        where t.relkind in ('r', 'p') and t.relnamespace = 'public'::regnamespace
                            and not exists (
                                select from pg_index i
                                join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                                where i.indrelid = t.oid and i.indisprimary and a.attname = 'tenant_id')
                        order by t.relname""")).containsExactlyInAnyOrderElementsOf(WITHOUT_TENANT.keySet());
    }

    @Test
    void everyUniqueKeyLeadsWithTheTenant() {
        assertThat(strings("""
                        select i.indexrelid::regclass::text from pg_index i
                        join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
                        join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                        where i.indisunique and a.attname <> 'tenant_id'""")).containsExactlyInAnyOrderElementsOf(WITHOUT_TENANT_IN_KEY.keySet());
    }

    @Test
    void everyForeignKeyPairsTheTenantWithTheTenant() {
        assertThat(strings("""
                        select c.conname from pg_constraint c
                        join pg_attribute own on own.attrelid = c.conrelid and own.attnum = c.conkey[1]
                        join pg_attribute other on other.attrelid = c.confrelid and other.attnum = c.confkey[1]
                        where c.contype = 'f' and (own.attname, other.attname) <> ('tenant_id', 'tenant_id')""")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage_entry",
                "usage_policy",
                "purchase",
                "audit_record",
                "published_environment",
                "notification"
            })
    void historyCanOnlyGrow(String table) {
        fillHistory();
        Jdbi jdbi = Jdbi.create(STORES.dataSource());

        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("delete from " + table)))
                .hasStackTraceContaining("append-only: DELETE is refused");
        assertThatThrownBy(() ->
                        jdbi.useHandle(handle -> handle.execute("update " + table + " set tenant_id = tenant_id")))
                .hasStackTraceContaining("append-only: UPDATE is refused");
    }

    private static void fillHistory() {
        JdbcStore store = STORES.store();
        Tenant tenant = aTenant().build();
        store.tenants().save(tenant, aStamp("tenant.create"));
        ServiceEnvironment environment = anEnvironment().of(tenant.id()).build();
        store.environments().save(environment, aStamp("environment.create"));
        store.environments()
                .save(
                        environment.publish(aStamp("environment.publish"), Optional.empty()),
                        aStamp("environment.publish"));
        store.notifications().add(aNotification().of(tenant.id()).build());
        UsageHistory history = UsageHistory.of(store);
        store.ledger().record(history.tenant(), List.of(history.entry(1)), Optional.empty());
        store.policies()
                .add(
                        new PolicyChange(tenant.id(), YearMonth.of(2026, 11), UsagePolicy.DEFAULT, NOW),
                        UsagePolicy.DEFAULT,
                        aStamp("usage.setPolicy"));
        store.purchases()
                .add(new Purchase(
                        tenant.id(),
                        UUID.randomUUID(),
                        LocalDate.of(2026, 11, 23),
                        1,
                        freshPrincipal(),
                        "Ada Yıldız",
                        NOW,
                        Optional.empty()));
    }

    private static List<String> strings(String sql) {
        return Jdbi.create(STORES.dataSource())
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
