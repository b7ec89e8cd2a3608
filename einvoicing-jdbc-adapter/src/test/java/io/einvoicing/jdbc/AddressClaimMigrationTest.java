package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.AddressClaim;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tenants of an earlier release use is theirs after the migration. */
class AddressClaimMigrationTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    private static final TenantId FIRST = new TenantId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    private static final TenantId SECOND = new TenantId(UUID.fromString("00000000-0000-4000-8000-000000000002"));

    private static final String RELEASE_18 =
            """
            insert into vault_access
                (tenant_id, access_id, accessed_at, vault, operation, user_kind, user_name, outcome, latency_millis)
            values
                ('${second}', gen_random_uuid(), '2026-10-01Z', 'https://contoso.vault.azure.net/', 'LIST', 'SERVICE', 'w', 'DENIED', 1),
                ('${first}', gen_random_uuid(), '2026-10-02Z', 'HTTPS://Contoso.vault.azure.net.:443', 'LIST', 'SERVICE', 'w', 'OK', 1),
                ('${second}', gen_random_uuid(), '2026-10-03Z', 'https://contoso.vault.azure.net/', 'LIST', 'SERVICE', 'w', 'OK', 1),
                ('${second}', gen_random_uuid(), '2026-10-04Z', 'https://127.0.0.1:8443/x', 'LIST', 'SERVICE', 'w', 'OK', 1),
                ('${second}', gen_random_uuid(), '2026-10-05Z', 'file:///data/vault/', 'LIST', 'SERVICE', 'w', 'OK', 1);
            insert into service_environment (tenant_id, environment_id, name, draft, published_number, container, created_by, revision)
            values
                ('${first}', '${first}', 'Production', '{}', 1, 'https://contoso.blob.core.windows.net/c/', '${first}', 2),
                ('${second}', '${second}', 'Production', '{}', 1, 'https://contoso.blob.core.windows.net/c', '${second}', 2);
            insert into published_environment
                (tenant_id, environment_id, number, name, published_at, published_by, published_by_name, settings)
            values
                ('${first}', '${first}', 1, 'Production', '2026-10-07Z', '${first}', 'Ada', '{}'),
                ('${second}', '${second}', 1, 'Production', '2026-10-06Z', '${second}', 'Eve', '{}');""".replace("${first}", FIRST.toString()).replace("${second}", SECOND.toString());

    @Test
    void givesAnAddressToWhomItServedFirst() {
        try (ConnectionPool pool = STORES.server().create("")) {
            TestServer.migrateTo("18", pool);
            Jdbi.create(pool.dataSource())
                    .useHandle(handle -> handle.createScript(RELEASE_18).execute());

            JdbcStore.migrate(pool.dataSource());

            JdbcStore store = new JdbcStore(pool.dataSource());
            assertThat(store.addressClaims().list(FIRST))
                    .containsExactly(new AddressClaim(
                            FIRST, "https://contoso.vault.azure.net/", Instant.parse("2026-10-02T00:00:00Z")));
            assertThat(store.addressClaims().list(SECOND))
                    .extracting(AddressClaim::address)
                    .containsExactly(
                            "file:///data/vault", "https://127.0.0.1:8443/", "https://contoso.blob.core.windows.net/c");
        }
    }
}
