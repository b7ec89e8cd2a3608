package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Data type of a variable; its values travel as text in the stated form. */
public enum DataType {
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** ISO 8601 date such as {@code 2026-11-23}. */
    DATE,
    /** Decimal number with a point. */
    NUMBER,
    /** UUID with hyphens. */
    UUID,
    /** Any text. */
    STRING,
    /** Name of a file; only actions set it. */
    FILE;

    /**
     * Passes if the text is a value of this type.
     *
     * @param field names the variable in the message
     * @throws IllegalArgumentException if it is not
     */
    public void check(String field, String text) {
        try {
            switch (this) {
                case BOOLEAN -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw new IllegalArgumentException(field + " must be true or false, was \"" + text + "\"");
                    }
                }
                case DATE -> LocalDate.parse(text);
                case NUMBER -> new BigDecimal(text);
                case UUID -> Require.uuid(field, text);
                case STRING, FILE -> Require.text(field, text, 1_000_000);
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(field + " must be a date such as 2026-11-23, was \"" + text + "\"", e);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + " must be a number, was \"" + text + "\"", e);
        }
    }
}
