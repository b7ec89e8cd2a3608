package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

/** A typed value of a document's context field, or of an applicability clause. Values of different types are never equal. */
public sealed interface FieldValue {
    /** Returns the value as a person reads it. */
    String describe();

    /** Text; compares exactly, by code units, case and accents included. */
    record Text(String value) implements FieldValue {
        public Text {
            Require.text("text value", value, Require.TEXT_LENGTH);
        }

        @Override
        public String describe() {
            return "\"" + value + "\"";
        }
    }

    /** A decimal number; 1.0 equals 1. */
    record Number(BigDecimal value) implements FieldValue {
        public Number {
            if (value.precision() > 60 || Math.abs((long) value.scale()) > 60) {
                throw new IllegalArgumentException("number value must have at most 60 digits");
            }
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }

        @Override
        public String describe() {
            return value.toPlainString();
        }
    }

    /** True or false. */
    record Bool(boolean value) implements FieldValue {
        @Override
        public String describe() {
            return String.valueOf(value);
        }
    }

    /** A calendar date without zone. */
    record Date(LocalDate value) implements FieldValue {
        @Override
        public String describe() {
            return value.toString();
        }
    }

    /** A UUID. */
    record Uuid(UUID value) implements FieldValue {
        @Override
        public String describe() {
            return value.toString();
        }
    }

    static FieldValue of(String text) {
        return new Text(text);
    }

    static FieldValue of(long number) {
        return new Number(BigDecimal.valueOf(number));
    }
}
