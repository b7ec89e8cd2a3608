package io.einvoicing.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.time.Duration;
import javax.sql.DataSource;

/** A pool of connections to one PostgreSQL with time limits on everything, so that "down" is told and never waited for. */
public final class ConnectionPool implements AutoCloseable {
    private final HikariDataSource dataSource;

    private ConnectionPool(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Opens a pool; the server need not be up yet.
     *
     * @param url such as {@code jdbc:postgresql://127.0.0.1:5432/einvoicing}
     * @param connections at most so many; one for each worker of the queue and some for requests
     * @param patience longest time in which a connection is waited for, and a statement may run; 250 ms or more
     */
    public static ConnectionPool open(String url, String user, String password, int connections, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("einvoicing");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(patience.toMillis());
        config.setValidationTimeout(patience.toMillis());
        config.setInitializationFailTimeout(-1);
        long seconds = Math.max(1, patience.toSeconds());
        config.addDataSourceProperty("connectTimeout", String.valueOf(seconds));
        // The server ends a slow statement; should the server itself be lost, the socket gives up a little later.
        config.addDataSourceProperty("socketTimeout", String.valueOf(seconds + 5));
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=" + patience.toMillis() + " -c idle_in_transaction_session_timeout="
                        + patience.toMillis());
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "einvoicing");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // The details of an error quote the values of the row, which belong to the customer.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new ConnectionPool(new HikariDataSource(config));
    }

    /** Returns the pool as a data source. */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * How the pool is used at one instant.
     *
     * @param active connections in use
     * @param idle connections that wait for use
     * @param waiting threads that wait for a connection
     * @param limit most connections
     */
    public record Usage(int active, int idle, int waiting, int limit) {}

    /** Returns how the pool is used now. */
    public Usage usage() {
        HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
        return new Usage(
                pool.getActiveConnections(),
                pool.getIdleConnections(),
                pool.getThreadsAwaitingConnection(),
                dataSource.getMaximumPoolSize());
    }

    /** Closes all connections. */
    @Override
    public void close() {
        dataSource.close();
    }
}
