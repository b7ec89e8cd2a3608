package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.Reconciliation;
import io.einvoicing.usage.Reconciliation.Difference;
import io.einvoicing.usage.Reconciliation.Kind;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.UsageRollUp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A roll-up that went wrong, by whatever cause, is found by reconciliation and mended by a rebuild. */
class RollUpRepairTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private static final int DOCUMENTS = 500;
    private static final UsageRollUp.Progress UNHEARD = (done, total) -> {};

    private final JdbcStore store = STORES.store();
    private final Jdbi jdbi = Jdbi.create(STORES.dataSource());
    private final UsageHistory history = UsageHistory.of(store);
    private final TenantId tenant = history.tenant();

    @BeforeEach
    void record() {
        store.ledger()
                .record(
                        tenant,
                        IntStream.range(0, DOCUMENTS).mapToObj(history::entry).toList(),
                        Optional.empty());
    }

    @Test
    void mendsFiguresThatAreWrongMissingOrSuperfluous() {
        Map<LocalDate, Long> right = figures();
        store.rollUp().fold(tenant, UNHEARD);
        spoil();
        assertThat(figures()).isNotEqualTo(right);

        store.rollUp().rebuild(tenant, UNHEARD);

        assertThat(figures()).isEqualTo(right);
        assertThat(rollUpDifferences()).isEmpty();
        assertThat(count("usage_delta")).isZero();
    }

    @Test
    void writesNoRowThatIsRight() {
        store.rollUp().fold(tenant, UNHEARD);
        List<String> before = rowVersions();

        store.rollUp().rebuild(tenant, UNHEARD);

        assertThat(before).isNotEmpty();
        assertThat(rowVersions()).isEqualTo(before);
    }

    @Test
    void foldsManyDeltasQuicklyAndLeavesNothingBehindThatFiguresWouldStepOver() {
        // The second time the statistics say that the table is empty.
        for (int time = 1; time <= 2; time++) {
            execute("""
                    insert into usage_delta (tenant_id, billing_day, environment_id, feature_id, direction, quantity)
                    select ?, '2026-08-01', gen_random_uuid(), gen_random_uuid(), 'EXPORT', 1
                    from generate_series(1, 25000)""");
            List<Long> heard = new ArrayList<>();

            store.rollUp().fold(tenant, (done, total) -> heard.add(done));

            assertThat(heard).hasSize(3).isSorted();
            assertThat(figures().get(LocalDate.of(2026, 8, 1))).isGreaterThanOrEqualTo(time * 25_000L);
            // Without a vacuum it is -1; other tests leave some rows of their tenants.
            assertThat(rowsByStatistics()).isBetween(0L, 10_000L);
        }
    }

    private long rowsByStatistics() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select reltuples::bigint from pg_class where oid = 'usage_delta'::regclass")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void tellsHowFarARebuildIs() {
        List<Long> heard = new ArrayList<>();

        store.rollUp().rebuild(tenant, (done, total) -> {
            heard.add(done);
            assertThat(done).isLessThanOrEqualTo(total);
        });

        assertThat(heard).startsWith(0L).endsWith((long) DOCUMENTS);
    }

    @Test
    void namesEachFigureThatDiffers() {
        store.rollUp().fold(tenant, UNHEARD);
        assertThat(rollUpDifferences()).isEmpty();
        String day = jdbi.withHandle(handle -> handle.createQuery(
                        "select min(billing_day)::text from usage_day where tenant_id = ? and direction = 'EXPORT'")
                .bind(0, tenant.value())
                .mapTo(String.class)
                .one());
        execute("delete from usage_day where tenant_id = ? and direction = 'EXPORT' and billing_day = '" + day + "'");

        List<Difference> differences = rollUpDifferences();

        assertThat(differences).anySatisfy(each -> {
            assertThat(each.subject())
                    .startsWith("day " + day + ", environment ")
                    .contains(", feature ");
            assertThat(each.text()).matches("the ledger has \\d+, the roll-up by day 0");
        });
        assertThat(differences).anySatisfy(each -> {
            assertThat(each.subject()).startsWith("month " + day.substring(0, 7));
            assertThat(each.text()).matches("the roll-up by day has \\d+, the roll-up by month \\d+");
        });
    }

    @Test
    void namesAFigureOfReceivedDocumentsThatDiffers() {
        execute("insert into usage_day select ?, 'IMPORT', '2026-11-01', gen_random_uuid(), gen_random_uuid(), 3");

        assertThat(rollUpDifferences())
                .extracting(each -> each.subject().split(", environment")[0] + ": " + each.text())
                .containsExactlyInAnyOrder(
                        "day 2026-11-01, received: the ledger has 0, the roll-up by day 3",
                        "month 2026-11, received: the roll-up by day has 3, the roll-up by month 0");
    }

    @Test
    void namesAThousandDifferencesAndCountsTheRest() {
        execute("""
                insert into usage_day
                select ?, 'EXPORT', '2026-11-01', gen_random_uuid(), gen_random_uuid(), 1 from generate_series(1, 1500)""");

        Reconciliation report = reconcile();

        assertThat(report.differences()).hasSize(Reconciliation.MAX_DIFFERENCES);
        // The entries name submissions that do not exist; each figure differs as day and, being in no month, as month.
        assertThat(report.differences().size() + report.omitted()).isEqualTo(3_000 + report.ledger() - report.fed());
    }

    @Test
    void givesEveryTenantItsTurnThoughMoreHaveDeltasThanAreAskedFor() {
        Set<TenantId> all = new HashSet<>(Set.of(tenant));
        for (int i = 0; i < 20; i++) {
            UsageHistory other = UsageHistory.of(store);
            store.ledger().record(other.tenant(), List.of(other.entry(i)), Optional.empty());
            all.add(other.tenant());
        }
        Set<TenantId> seen = new HashSet<>();
        for (int i = 0; i < 10_000 && !seen.containsAll(all); i++) {
            Set<TenantId> due = store.rollUp().unfolded(3);
            assertThat(due).hasSize(3);
            seen.addAll(due);
        }

        assertThat(seen).containsAll(all);
    }

    private void spoil() {
        execute("update usage_day set quantity = quantity + 7 where tenant_id = ? and billing_day < '2026-07-01'");
        execute("delete from usage_day where tenant_id = ? and billing_day between '2026-07-01' and '2026-07-31'");
        execute("insert into usage_day select ?, 'EXPORT', '2026-08-01', gen_random_uuid(), gen_random_uuid(), 1");
        execute("insert into usage_month select ?, 'EXPORT', '2031-01-01', gen_random_uuid(), gen_random_uuid(), 1");
        execute("update usage_month set quantity = 1 where tenant_id = ? and month = '2026-09-01'");
        execute("""
                insert into usage_delta (tenant_id, billing_day, environment_id, feature_id, direction, quantity)
                select ?, '2026-08-01', gen_random_uuid(), gen_random_uuid(), 'EXPORT', 5""");
    }

    private Map<LocalDate, Long> figures() {
        return store.figures().byDay(tenant, Direction.EXPORT, UsageHistory.PERIOD, UsageFilter.NONE);
    }

    private List<Difference> rollUpDifferences() {
        return reconcile().differences().stream()
                .filter(each -> each.kind() == Kind.ROLL_UP_DIFFERS)
                .toList();
    }

    private Reconciliation reconcile() {
        return store.rollUp()
                .reconcile(
                        tenant,
                        UsageHistory.PERIOD,
                        Instant.parse("2026-06-01T00:00:00Z"),
                        Instant.parse("2026-11-24T00:00:00Z"));
    }

    private List<String> rowVersions() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select 'day ' || ctid || xmin from usage_day where tenant_id = :tenant
                        union all
                        select 'month ' || ctid || xmin from usage_month where tenant_id = :tenant
                        order by 1""")
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .list());
    }

    private long count(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from " + table + " where tenant_id = ?")
                .bind(0, tenant.value())
                .mapTo(Long.class)
                .one());
    }

    private void execute(String sql) {
        jdbi.useHandle((Handle handle) -> handle.execute(sql, tenant.value()));
    }
}
