package io.einvoicing.http.planted;

/** Breaks a rule on purpose. */
public final class AdapterThatUsesAnother {
    private AdapterThatUsesAnother() {}

    static String name(io.einvoicing.jdbc.JdbcStore store) {
        return store.toString();
    }
}
