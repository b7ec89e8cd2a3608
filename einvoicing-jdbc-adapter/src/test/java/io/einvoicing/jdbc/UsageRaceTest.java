package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.flow.Direction;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.UsageRollUp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever records, folds and rebuilds at one instant: every figure is what the ledger holds, at every moment. */
class UsageRaceTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    private static final int RECORDERS = 3;
    private static final int BATCHES = 150;
    private static final int DOCUMENTS = 2_000;
    private static final UsageRollUp.Progress UNHEARD = (done, total) -> {};

    private final JdbcStore store = STORES.store();
    private final UsageHistory history = UsageHistory.of(store);
    private final AtomicInteger recording = new AtomicInteger(RECORDERS);

    @RepeatedTest(3)
    void figuresAgreeWithTheLedgerWhileItIsRecordedFoldedAndRebuilt() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        Stream<Runnable> recorders = IntStream.range(0, RECORDERS).mapToObj(seed -> () -> record(new Random(seed)));
        Stream<Runnable> others = Stream.of(
                () -> store.rollUp().fold(history.tenant(), UNHEARD),
                () -> store.rollUp().fold(history.tenant(), UNHEARD),
                () -> store.rollUp().rebuild(history.tenant(), UNHEARD),
                () -> store.rollUp().rebuild(history.tenant(), UNHEARD),
                this::requireAgreement);
        List<Future<?>> all = Stream.concat(recorders, others.map(this::whileRecording))
                .<Future<?>>map(threads::submit)
                .toList();
        for (Future<?> each : all) {
            each.get();
        }
        threads.shutdown();

        requireAgreement();
        store.rollUp().fold(history.tenant(), UNHEARD);
        requireAgreement();
        assertThat(store.rollUp().unfolded(Integer.MAX_VALUE)).doesNotContain(history.tenant());
    }

    private void record(Random random) {
        try {
            for (int batch = 0; batch < BATCHES; batch++) {
                List<UsageEntry> entries = random.ints(1 + random.nextInt(20), 0, DOCUMENTS)
                        .distinct()
                        .mapToObj(history::entry)
                        .toList();
                store.ledger().record(history.tenant(), entries, Optional.empty());
            }
        } finally {
            recording.decrementAndGet();
        }
    }

    private Runnable whileRecording(Runnable work) {
        return () -> {
            while (recording.get() > 0) {
                work.run();
            }
        };
    }

    /** Takes figures and ledger from one snapshot. */
    private void requireAgreement() {
        Jdbi.create(STORES.dataSource()).useTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> {
            for (Direction direction : Direction.values()) {
                assertThat(by(UsageSum.BY_DAY, snapshot, direction))
                        .isEqualTo(ledger(snapshot, "e.billing_day", direction));
                assertThat(by(UsageSum.BY_MONTH, snapshot, direction))
                        .isEqualTo(ledger(snapshot, "to_char(e.billing_day, 'YYYY-MM')", direction));
                assertThat(by(UsageSum.BY_FEATURE, snapshot, direction))
                        .isEqualTo(ledger(snapshot, "f.feature_id", direction));
                assertThat(by(UsageSum.BY_ENVIRONMENT, snapshot, direction))
                        .isEqualTo(ledger(snapshot, "s.environment_id", direction));
            }
        });
    }

    private <K> Map<String, Long> by(UsageSum<K> sum, Handle snapshot, Direction direction) {
        return sum.of(snapshot, history.tenant(), direction, UsageHistory.PERIOD, UsageFilter.NONE).entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().toString(), Map.Entry::getValue));
    }

    private Map<String, Long> ledger(Handle snapshot, String key, Direction direction) {
        return snapshot
                .createQuery("select " + key + " as key, count(*) as quantity from usage_entry e" + """
                         join usage_series s using (tenant_id, series_no)
                        join usage_feature f using (tenant_id, feature_no)
                        where tenant_id = :tenant and s.direction = :direction group by 1""")
                .bind("tenant", history.tenant().value())
                .bind("direction", direction.name())
                .map((row, context) -> Map.entry(row.getString("key"), row.getLong("quantity")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
