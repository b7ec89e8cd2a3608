package io.einvoicing.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The table in which the sides that know nothing of usage count each document once. */
record CountedDocuments(DataSource dataSource) {
    /** Creates the table. */
    static CountedDocuments in(DataSource dataSource) throws SQLException {
        CountedDocuments counted = new CountedDocuments(dataSource);
        counted.execute("create table counted (document text primary key, counted_at timestamptz not null)");
        return counted;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Counts the document unless it was counted before, in a transaction of its own. */
    void count(String document) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into counted values (?, now()) on conflict do nothing")) {
            insert.setString(1, document);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count", e);
        }
    }
}
