package io.einvoicing.environment.planted;

/** Breaks a rule on purpose. */
public final class CoreThatUsesSql {
    private CoreThatUsesSql() {}

    static String name(java.sql.Connection connection) {
        return connection.toString();
    }
}
