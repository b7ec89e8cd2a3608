package io.einvoicing.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test class a migrated database of its own. */
final class StoreExtension implements BeforeAllCallback, AfterAllCallback {
    private final Deque<ConnectionPool> open = new ArrayDeque<>();
    private @Nullable ConnectionPool current;

    @Override
    public void beforeAll(ExtensionContext context) {
        current = keep(TestDatabase.migrated());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    DataSource dataSource() {
        if (current == null) {
            throw new IllegalStateException("no test class runs");
        }
        return current.dataSource();
    }

    /** Returns the store of the running test class, always the same. */
    JdbcStore store() {
        return new JdbcStore(dataSource());
    }

    /** Returns a store that gets no answer. */
    JdbcStore unreachable() {
        return new JdbcStore(keep(TestDatabase.unreachable()).dataSource());
    }

    private ConnectionPool keep(ConnectionPool pool) {
        open.push(pool);
        return pool;
    }
}
