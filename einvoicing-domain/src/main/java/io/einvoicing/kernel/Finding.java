package io.einvoicing.kernel;

/**
 * One thing that a check found, with the place and the remedy.
 *
 * @param severity whether it blocks
 * @param field where it is, as a path such as {@code keyVaults[0].uri}
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record Finding(Severity severity, String field, String message, String remedy) {
    /** Whether a finding blocks the operation. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Finding error(String field, String message, String remedy) {
        return new Finding(Severity.ERROR, field, message, remedy);
    }

    public static Finding warning(String field, String message, String remedy) {
        return new Finding(Severity.WARNING, field, message, remedy);
    }

    public boolean blocks() {
        return severity == Severity.ERROR;
    }
}
