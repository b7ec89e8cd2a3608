package io.einvoicing.vault;

/** A secret's value; shows as stars wherever it is printed. Immutable. */
public final class SecretValue {
    private final String value;

    public SecretValue(String value) {
        this.value = value;
    }

    /** Returns the value itself, for the one place that uses it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
