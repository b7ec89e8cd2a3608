package io.einvoicing.jdbc.planted;

/** Breaks a rule on purpose. */
public final class StoreThatKnowsASecret {
    private StoreThatKnowsASecret() {}

    static String stored(io.einvoicing.vault.SecretValue secret) {
        return secret.reveal();
    }
}
