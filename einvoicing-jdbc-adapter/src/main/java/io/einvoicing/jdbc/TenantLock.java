package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import org.jdbi.v3.core.Handle;

/**
 * Locks of one tenant that no row stands for. They are PostgreSQL's advisory locks: whoever holds one loses it with the transaction or
 * connection. Two tenants of one hash share a lock, which costs waiting and nothing else.
 */
enum TenantLock {
    /** Held while a roll-up is written. */
    ROLL_UP,
    /** Held while volume is reserved. */
    RESERVING,
    /** Held while numbers are given. */
    NUMBERING,
    /** Held while something takes a unique name that it may change later. */
    NAMING,
    /** Held while a usage policy is set. */
    POLICY;

    private static final String KEY = "hashtextextended(:lock, 0)";

    /** Takes the lock for the transaction, as soon as it is free. */
    void await(Handle transaction, TenantId tenant) {
        run(transaction, "select pg_advisory_xact_lock(" + KEY + ") is null", tenant);
    }

    /** Takes the lock for the transaction if it is free. */
    boolean tryTake(Handle transaction, TenantId tenant) {
        return run(transaction, "select pg_try_advisory_xact_lock(" + KEY + ")", tenant);
    }

    /** Takes the lock for the connection, as soon as it is free, until it is given back. */
    Held hold(Handle connection, TenantId tenant) {
        run(connection, "select pg_advisory_lock(" + KEY + ") is null", tenant);
        return new Held(connection, this, tenant);
    }

    /** A lock that a connection holds. */
    record Held(Handle connection, TenantLock lock, TenantId tenant) implements AutoCloseable {
        @Override
        public void close() {
            lock.run(connection, "select pg_advisory_unlock(" + KEY + ")", tenant);
        }
    }

    private boolean run(Handle handle, String sql, TenantId tenant) {
        return handle.createQuery(sql)
                .bind("lock", "einvoicing " + name() + " " + tenant)
                .mapTo(Boolean.class)
                .one();
    }
}
