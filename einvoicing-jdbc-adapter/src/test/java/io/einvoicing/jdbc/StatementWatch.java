package io.einvoicing.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that has PostgreSQL explain every statement before it runs for the first time, and refuses it if it reads a table of
 * tenants across them and is not listed in {@link AcrossTenants}. A statement counts as another one when other parameters are null.
 */
final class StatementWatch {
    private static final Pattern EXPLAINABLE =
            Pattern.compile("\\s*(with|select|insert|update|delete|merge)\\b.*", Pattern.DOTALL);
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String PACKAGE = StatementWatch.class.getPackageName() + ".";
    private static final Set<String> NOT_NAMED = Set.of("Database", "GroupCommit", "StatementWatch");

    private final HikariDataSource watched;
    private final Set<String> tables = new HashSet<>();
    /** The statements that ran, with who ran them first. */
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    private @Nullable Connection explaining;

    StatementWatch(DataSource watched) {
        this.watched = (HikariDataSource) watched;
    }

    /** Refused: it reads tables of tenants across tenants. */
    static final class CrossesTenantsError extends AssertionError {
        private static final long serialVersionUID = 1L;

        CrossesTenantsError(String message) {
            super(message);
        }
    }

    DataSource dataSource() {
        return proxy(
                DataSource.class,
                watched,
                (method, arguments, result) -> result instanceof Connection connection ? watch(connection) : result);
    }

    /** Returns who ran statements, as {@code Class.method(Parameters)}. */
    Set<String> seen() {
        return new TreeSet<>(seen.values());
    }

    private Connection watch(Connection connection) {
        return proxy(Connection.class, connection, (method, arguments, result) -> {
            if (result instanceof PreparedStatement statement) {
                return watch(statement, (String) arguments[0]);
            }
            return result instanceof Statement statement ? watch(statement) : result;
        });
    }

    private Statement watch(Statement statement) {
        return proxy(
                Statement.class,
                statement,
                (method, arguments) -> {
                    if (method.getName().startsWith("execute") && arguments.length > 0) {
                        check((String) arguments[0], Map.of());
                    }
                },
                (method, arguments, result) -> result);
    }

    private PreparedStatement watch(PreparedStatement statement, String sql) {
        Map<Integer, Setting> parameters = new TreeMap<>();
        return proxy(
                PreparedStatement.class,
                statement,
                (method, arguments) -> {
                    String name = method.getName();
                    if (name.startsWith("set") && arguments.length > 1 && arguments[0] instanceof Integer index) {
                        parameters.put(index, new Setting(method, arguments));
                    } else if (name.startsWith("execute") || name.equals("addBatch")) {
                        check(sql, parameters);
                    }
                },
                (method, arguments, result) -> result);
    }

    /** How a parameter was set. */
    private record Setting(Method method, Object[] arguments) {
        boolean isNull() {
            return method.getName().equals("setNull") || arguments[1] == null;
        }
    }

    private void check(String sql, Map<Integer, Setting> parameters) throws SQLException {
        String key = sql + parameters.values().stream().map(Setting::isNull).toList();
        if (!seen.containsKey(key)) {
            String name = name();
            List<String> across = acrossTenants(sql, parameters);
            if (!across.isEmpty() && !AcrossTenants.allows(name)) {
                throw new CrossesTenantsError(name + " reads " + across
                        + " across tenants: constrain tenant_id, or list it with the reason\n" + sql);
            }
            seen.put(key, name);
        }
    }

    private synchronized List<String> acrossTenants(String sql, Map<Integer, Setting> parameters) throws SQLException {
        Connection connection = explaining();
        if (sql.startsWith("vacuum ")) {
            return List.of(); // It changes no row that anybody sees.
        }
        if (!EXPLAINABLE.matcher(sql).matches()) {
            return tables.stream()
                    .filter(table ->
                            Pattern.compile("\\b" + table + "\\b").matcher(sql).find())
                    .toList();
        }
        try (PreparedStatement explain = connection.prepareStatement("explain (verbose, format json) " + sql)) {
            for (Setting each : parameters.values()) {
                each.method().invoke(explain, each.arguments());
            }
            try (ResultSet plan = explain.executeQuery()) {
                plan.next();
                return TenantPlan.acrossTenants(plan.getString(1), tables);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("parameters of " + sql, e);
        }
    }

    /** Returns a connection of its own: that of the statement may be in a transaction, or the last one of its pool. */
    private Connection explaining() throws SQLException {
        Connection open = explaining;
        if (open == null || !open.isValid(5)) {
            open = DriverManager.getConnection(watched.getJdbcUrl(), watched.getUsername(), watched.getPassword());
            try (Statement statement = open.createStatement();
                    ResultSet found = statement.executeQuery("""
                            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                            where a.attname = 'tenant_id' and c.relkind in ('r', 'p')
                                and c.relnamespace = 'public'::regnamespace""")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            explaining = open;
        }
        return open;
    }

    synchronized void close() throws SQLException {
        if (explaining != null) {
            explaining.close();
        }
    }

    /** Returns the method of the adapter that was called, such as {@code JdbcTenantRepository.list()}. */
    private static String name() {
        return STACK.walk(all -> {
            List<StackFrame> frames = all.filter(frame -> frame.getClassName().startsWith(PACKAGE))
                    .filter(frame -> !NOT_NAMED.contains(outermost(frame)))
                    .toList();
            return frames.stream()
                    .filter(frame -> outermost(frame).equals(outermost(frames.get(0))))
                    .filter(frame -> !frame.getMethodName().startsWith("lambda$"))
                    .reduce((inner, outer) -> outer)
                    .map(frame -> outermost(frame) + "." + frame.getMethodName() + parameters(frame))
                    .orElse("?");
        });
    }

    private static String outermost(StackFrame frame) {
        return frame.getClassName().substring(PACKAGE.length()).replaceFirst("\\$.*", "");
    }

    private static String parameters(StackFrame frame) {
        return frame.getMethodType().parameterList().stream()
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private interface Before {
        void call(Method method, Object[] arguments) throws SQLException;
    }

    private interface After {
        @Nullable
        Object call(Method method, Object[] arguments, @Nullable Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T target, After after) {
        return proxy(type, target, (method, arguments) -> {}, after);
    }

    private static <T> T proxy(Class<T> type, T target, Before before, After after) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            before.call(method, arguments);
            try {
                return after.call(method, arguments, method.invoke(target, given));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
