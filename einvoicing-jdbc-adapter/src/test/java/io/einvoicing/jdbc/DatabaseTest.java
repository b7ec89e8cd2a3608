package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Throwables;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.einvoicing.kernel.StoreUnavailableException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private final Database database = new Database(STORES.dataSource());

    @BeforeEach
    void createTable() {
        execute("create table if not exists account (id int primary key, amount int)");
        execute("truncate account");
        execute("insert into account values (1, 0), (2, 0)");
    }

    @Test
    void repeatsATransactionThatWasTheVictimOfADeadlock() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Integer>> both = List.of(
                threads.submit(() -> database.inTransaction(handle -> crosswise(handle, 1, 2, runs, bothHoldOne))),
                threads.submit(() -> database.inTransaction(handle -> crosswise(handle, 2, 1, runs, bothHoldOne))));
        for (Future<Integer> each : both) {
            each.get();
        }
        threads.shutdown();

        assertThat(runs.get()).isGreaterThan(2);
        assertThat(database.<List<Integer>>run(handle -> handle.createQuery("select amount from account")
                        .mapTo(Integer.class)
                        .list()))
                .containsExactly(2, 2);
    }

    private static int crosswise(Handle handle, int first, int second, AtomicInteger runs, CyclicBarrier barrier) {
        boolean firstRound = runs.incrementAndGet() <= 2;
        handle.execute("update account set amount = amount + 1 where id = ?", first);
        if (firstRound) {
            await(barrier);
        }
        return handle.execute("update account set amount = amount + 1 where id = ?", second);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tellsAFaultOfOurOwnFromAnOutage() {
        assertThatThrownBy(() -> execute("select no_such_column from account"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("42703");
        assertThatThrownBy(() -> execute("insert into account values (1, 1)"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("23505");
        assertThatThrownBy(() -> database.run(handle -> handle.createUpdate("delete from account where id = :unbound")
                        .execute()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverQuotesTheRowInAnError() {
        execute("alter table account add column if not exists note text");
        assertThatThrownBy(() ->
                        database.run(handle -> handle.createUpdate("insert into account (id, note) values (1, :note)")
                                .bind("note", "confidential")
                                .execute()))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e).hasStackTraceContaining("account_pkey"))
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("confidential", "(id)=(1)"));
    }

    private static String stackTrace(Throwable e) {
        return Throwables.getStackTraceAsString(e);
    }

    @Test
    void givesUpAStatementThatTakesTooLong() {
        assertThatThrownBy(() -> database.run(handle -> {
                    handle.execute("set statement_timeout = 50");
                    try {
                        return handle.execute("select pg_sleep(60)");
                    } finally {
                        handle.execute("reset statement_timeout");
                    }
                }))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("57014");
    }

    @Test
    void raisesTheTimeLimitsOfLongWorkAndLowersThemAgainWhateverBecomesOfIt() {
        assertThat(database.<String>atLength(DatabaseTest::limits)).isEqualTo("30min 1805000");
        assertThatThrownBy(() -> database.atLength(handle -> handle.execute("select no_such_column from account")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("42703");

        assertThat(database.<String>run(DatabaseTest::limits)).isEqualTo("10s 15000");
    }

    private static String limits(Handle handle) {
        try {
            return handle.createQuery("show statement_timeout")
                            .mapTo(String.class)
                            .one()
                    + " " + handle.getConnection().getNetworkTimeout();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void commitsASingleStatementAlsoThroughAPoolWithoutAutocommit() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(STORES.dataSource());
        config.setAutoCommit(false);
        try (HikariDataSource withoutAutocommit = new HikariDataSource(config)) {
            new Database(withoutAutocommit).run(handle -> handle.execute("update account set amount = 9"));
        }

        assertThat(amounts()).containsExactly(9, 9);
    }

    @Test
    void reportsAConnectionThatBrokeAndWorksAgainAfterwards() {
        assertThatThrownBy(() -> execute("select pg_terminate_backend(pg_backend_pid())"))
                .isInstanceOf(StoreUnavailableException.class);

        execute("update account set amount = 7");
    }

    private List<Integer> amounts() {
        return database.run(handle -> handle.createQuery("select amount from account")
                .mapTo(Integer.class)
                .list());
    }

    private void execute(String sql) {
        database.run(handle -> handle.execute(sql));
    }
}
