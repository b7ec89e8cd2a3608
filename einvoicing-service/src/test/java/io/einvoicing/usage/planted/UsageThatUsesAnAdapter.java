package io.einvoicing.usage.planted;

/** Breaks a rule on purpose. */
public final class UsageThatUsesAnAdapter {
    private UsageThatUsesAnAdapter() {}

    static String name(io.einvoicing.jdbc.JdbcStore store) {
        return store.toString();
    }
}
