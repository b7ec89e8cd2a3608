package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Room that the ledger takes on disk, with its indexes, for source records of 24 characters. */
class UsageSizeTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private static final int ENTRIES = 200_000;
    private static final int BATCH = 10_000;

    @Test
    void takesAtMost200BytesPerEntry() {
        JdbcStore store = STORES.store();
        UsageHistory history = UsageHistory.of(store);
        for (int first = 0; first < ENTRIES; first += BATCH) {
            store.ledger()
                    .record(
                            history.tenant(),
                            IntStream.range(first, first + BATCH)
                                    .mapToObj(history::entry)
                                    .toList(),
                            Optional.empty());
        }
        Jdbi.create(STORES.dataSource()).useHandle(handle -> {
            // Twelve series grow side by side: a B-tree leaves its pages half full behind each of them.
            // Twelve series whose records are numbered upwards together, as an ERP's number sequence does.
            assertThat(bytesPerEntry(handle)).isBetween(150.0, 200.0);
        });
    }

    private static double bytesPerEntry(Handle handle) {
        return handle.createQuery("""
                        select sum(pg_total_relation_size(relid)) / (select count(*) from usage_entry)
                        from pg_partition_tree('usage_entry')""").mapTo(Double.class).one();
    }
}
