package io.einvoicing.jdbc;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives test classes a migrated database, in one server for all of them. */
final class StoreExtension implements BeforeAllCallback, AfterAllCallback {
    private final Deque<ConnectionPool> open = new ArrayDeque<>();
    private final boolean shared;
    private @Nullable TestServer server;
    private @Nullable DataSource dataSource;
    private @Nullable StatementWatch watch;

    private StoreExtension(boolean shared) {
        this.shared = shared;
    }

    /** Shares a database with other classes, which use other tenants. */
    static StoreExtension shared() {
        return new StoreExtension(true);
    }

    /** Gives the class a database of its own. */
    static StoreExtension own() {
        return new StoreExtension(false);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        TestServer running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(StoreExtension.class))
                .computeIfAbsent(TestServer.class, type -> new TestServer(), TestServer.class);
        server = running;
        dataSource = shared
                ? running.migrated()
                : keep(running.create("template " + TestServer.MIGRATED)).dataSource();
        watch = shared ? running.watch() : new StatementWatch(dataSource);
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        if (!shared) {
            watch().close();
        }
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    TestServer server() {
        return Objects.requireNonNull(server, "no test class runs");
    }

    DataSource dataSource() {
        return Objects.requireNonNull(dataSource, "no test class runs");
    }

    /** Returns the store of the running test class; its statements are refused unless they carry their tenant. */
    JdbcStore store() {
        return new JdbcStore(watch().dataSource());
    }

    /** Returns what watches the statements of the class's stores. */
    StatementWatch watch() {
        return Objects.requireNonNull(watch, "no test class runs");
    }

    /** Returns a store that gets no answer. */
    JdbcStore unreachable() {
        return new JdbcStore(keep(TestServer.unreachable()).dataSource());
    }

    private ConnectionPool keep(ConnectionPool pool) {
        open.push(pool);
        return pool;
    }
}
