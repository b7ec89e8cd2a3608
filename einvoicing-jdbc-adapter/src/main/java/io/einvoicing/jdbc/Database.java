package io.einvoicing.jdbc;

import com.google.common.base.Throwables;
import io.einvoicing.kernel.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Runs the statements of all adapters and translates what goes wrong: no {@link SQLException} leaves the module.
 *
 * <p>A deadlock or serialization failure is tried again, for each unit of work is one transaction. Any other failure that is not a
 * fault of our own statement says that the database gave no answer.
 */
final class Database {
    private static final int ATTEMPTS = 5;
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    /** SQLSTATE classes of faults in a statement or its values: unsupported, cardinality, data, integrity, state, syntax, PL/pgSQL. */
    private static final Set<String> OUR_FAULT = Set.of("0A", "21", "22", "23", "25", "42", "P0");

    private static final Set<String> NOT_OUR_FAULT = Set.of("25006", "25P03");

    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource dataSource;
    private final Jdbi jdbi;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(() -> {
            Connection connection = dataSource.getConnection();
            // A data source of somebody else may have it off, and each single statement would be lost.
            connection.setAutoCommit(true);
            return connection;
        });
        jdbi.registerArrayType(LocalDate.class, "date");
        jdbi.registerArrayType(OffsetDateTime.class, "timestamptz");
        // The rendered statement would carry names and texts of business documents into logs.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Runs one statement, which is a transaction of its own. */
    <T> T run(Function<Handle, T> statement) {
        return translated(() -> jdbi.withHandle(statement::apply));
    }

    /** Runs several statements as one transaction; they may be run again after a deadlock. */
    <T> T inTransaction(Function<Handle, T> statements) {
        return translated(() -> jdbi.inTransaction(statements::apply));
    }

    /**
     * Runs several statements as one transaction; if a unique key stops one of them, all is undone.
     *
     * @param answers what is answered then, by the key's name
     */
    <T> T inTransaction(Map<String, T> answers, Function<Handle, T> statements) {
        return translated(() -> {
            try {
                return jdbi.inTransaction(statements::apply);
            } catch (JdbiException e) {
                return violatedKey(e).map(answers::get).orElseThrow(() -> e);
            }
        });
    }

    /** Returns the name of the unique key that stopped a statement. */
    static Optional<String> violatedKey(RuntimeException failure) {
        return sqlCauses(failure).stream()
                .filter(cause -> UNIQUE_VIOLATION.equals(cause.getSQLState()))
                .filter(PSQLException.class::isInstance)
                .map(cause -> ((PSQLException) cause).getServerErrorMessage())
                .filter(Objects::nonNull)
                .map(ServerErrorMessage::getConstraint)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Runs statements on one connection; each may take longer than the data source allows others to. */
    <T> T atLength(Function<Handle, T> statements) {
        return run(handle -> {
            try (Limits raised = Limits.raise(handle)) {
                return statements.apply(raised.handle());
            }
        });
    }

    /** Time limits of a connection while they are raised. */
    private record Limits(Handle handle, int networkTimeout) implements AutoCloseable {
        private static final Duration STATEMENT = Duration.ofMinutes(30);

        private static Limits raise(Handle handle) {
            Limits usual = new Limits(handle, networkTimeout(handle));
            usual.setNetworkTimeout(STATEMENT.plusSeconds(5).toMillis());
            handle.createQuery("select set_config('statement_timeout', :limit, false)")
                    .bind("limit", String.valueOf(STATEMENT.toMillis()))
                    .mapTo(String.class)
                    .one();
            return usual;
        }

        @Override
        public void close() {
            handle.execute("reset statement_timeout");
            setNetworkTimeout(networkTimeout);
        }

        private static int networkTimeout(Handle handle) {
            try {
                return handle.getConnection().getNetworkTimeout();
            } catch (SQLException e) {
                throw new ConnectionException(e);
            }
        }

        private void setNetworkTimeout(long milliseconds) {
            try {
                handle.getConnection().setNetworkTimeout(Runnable::run, (int) milliseconds);
            } catch (SQLException e) {
                throw new ConnectionException(e);
            }
        }
    }

    private static <T> T translated(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (JdbiException e) {
                if (attempt == ATTEMPTS || !isRolledBack(e)) {
                    throw translate(e, "a statement failed");
                }
            }
        }
    }

    /** Tells whether the database undid the transaction, which may succeed if it is repeated. */
    static boolean isRolledBack(RuntimeException failure) {
        return sqlState(failure).filter(ROLLED_BACK::contains).isPresent();
    }

    /** Returns what a caller of a port is told. */
    static RuntimeException translate(RuntimeException failure, String what) {
        List<SQLException> causes = sqlCauses(failure);
        Optional<String> state = sqlState(failure);
        String message = what + state.map(code -> ", SQLSTATE " + code).orElse("");
        boolean ourFault = causes.isEmpty()
                || state.filter(code -> code.length() == 5
                                && OUR_FAULT.contains(code.substring(0, 2))
                                && !NOT_OUR_FAULT.contains(code))
                        .isPresent();
        return ourFault
                ? new IllegalStateException("the database refused: " + message, failure)
                : new StoreUnavailableException("the database gave no answer: " + message, failure);
    }

    /** Returns the SQLSTATE of the innermost failure that bears one. */
    static Optional<String> sqlState(RuntimeException failure) {
        return sqlCauses(failure).stream()
                .map(SQLException::getSQLState)
                .filter(Objects::nonNull)
                .reduce((outer, inner) -> inner);
    }

    private static List<SQLException> sqlCauses(RuntimeException failure) {
        return Throwables.getCausalChain(failure).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .toList();
    }
}
