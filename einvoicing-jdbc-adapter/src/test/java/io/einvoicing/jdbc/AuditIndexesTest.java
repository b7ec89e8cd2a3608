package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditFilter;
import io.einvoicing.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How PostgreSQL finds records in a trail of 150,000, 120,000 of them of one tenant, for every filter. */
class AuditIndexesTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private static final TenantId TENANT = freshTenant();
    private static final UUID ACTOR = UUID.nameUUIDFromBytes(new byte[] {7});

    @BeforeAll
    static void fill() {
        Jdbi.create(STORES.dataSource()).useHandle(handle -> {
            handle.createUpdate("""
                            insert into audit_record
                                (tenant_id, recorded_at, actor_id, actor_name, operation, subject, state_after)
                            select case when n % 5 = 0 then gen_random_uuid() else :tenant end,
                                   :now + n * interval '1 minute',
                                   case when n % 1000 = 1 then :actor
                                        else md5('actor ' || n % 300)::uuid end,
                                   'Ada Yıldız',
                                   case when n % 2000 = 2 then 'tenant.save'
                                        else (array['environment.save', 'environment.publish', 'feature.save'])[1 + n % 3] end,
                                   case when n % 3 = 0 then 'feature/' else 'environment/' end || md5('subject ' || n % 500)::uuid
                                        || case when n % 2 = 0 then '/2' else '' end,
                                   '{"name": "Production", "revision": 12}'
                            from generate_series(1, 150000) n""")
                    .bind("tenant", TENANT.value())
                    .bind("actor", ACTOR)
                    .bind("now", Columns.instant(NOW))
                    .execute();
            handle.execute("analyze audit_record");
        });
    }

    @Test
    void findsThePageWithoutAFilterByTheKey() {
        assertThat(plan(AuditFilter.ALL)).contains("audit_record_pkey").doesNotContain("Sort");
    }

    @Test
    void findsTheChangesOfAnActorByTheirIndex() {
        assertThat(plan(new AuditFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new PrincipalId(ACTOR)),
                        Optional.empty(),
                        Set.of())))
                .contains("audit_record_by_actor");
    }

    @Test
    void findsAnOperationByItsIndex() {
        assertThat(plan(new AuditFilter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("tenant.save"), Set.of())))
                .contains("audit_record_by_operation");
    }

    @Test
    void findsASubjectAndWhatLiesBelowByTheirIndex() {
        String subject = "environment/" + UUID.nameUUIDFromBytes("x".getBytes(StandardCharsets.UTF_8));
        assertThat(plan(AuditFilter.ALL.about(Set.of(subject)))).contains("audit_record_by_subject");
        assertThat(plan(AuditFilter.ALL.about(Set.of(subject, "feature/0190")))).contains("audit_record_by_subject");
    }

    @Test
    void findsAnHourByItsIndex() {
        assertThat(plan(new AuditFilter(
                        Optional.of(NOW.plus(Duration.ofDays(30))),
                        Optional.of(NOW.plus(Duration.ofDays(30)).plus(Duration.ofHours(1))),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of())))
                .contains("audit_record_by_time");
    }

    /** Returns how the very statement of the trail is executed for a page in the middle. */
    private static String plan(AuditFilter filter) {
        String plan = Jdbi.create(STORES.dataSource())
                .withHandle(handle -> String.join(
                        "\n",
                        JdbcAuditTrail.select(handle, "explain analyze ", TENANT, filter, Optional.of(140_000L), 50)
                                .mapTo(String.class)
                                .list()));
        assertThat(plan).doesNotContain("Seq Scan");
        return plan;
    }
}
