package io.einvoicing.feature;

import java.util.Objects;

/** How an applicability clause compares the document's field with its value. */
public enum Operator {
    EQUAL("="),
    NOT_EQUAL("≠"),
    GREATER(">"),
    LESS("<"),
    GREATER_OR_EQUAL("≥"),
    LESS_OR_EQUAL("≤"),
    CONTAINS("contains"),
    BEGINS_WITH("begins with");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** Returns the sign or words for people. */
    public String symbol() {
        return symbol;
    }

    /** Tells whether the operator makes sense for the value's type: order for text, numbers and dates, parts for text. */
    boolean applies(FieldValue value) {
        return switch (this) {
            case EQUAL, NOT_EQUAL -> true;
            case GREATER, LESS, GREATER_OR_EQUAL, LESS_OR_EQUAL ->
                value instanceof FieldValue.Text
                        || value instanceof FieldValue.Number
                        || value instanceof FieldValue.Date;
            case CONTAINS, BEGINS_WITH -> value instanceof FieldValue.Text;
        };
    }

    /** Compares a field of the same type with the clause's value. */
    boolean holds(FieldValue field, FieldValue value) {
        return switch (this) {
            case EQUAL -> Objects.equals(field, value);
            case NOT_EQUAL -> !Objects.equals(field, value);
            case GREATER -> compare(field, value) > 0;
            case LESS -> compare(field, value) < 0;
            case GREATER_OR_EQUAL -> compare(field, value) >= 0;
            case LESS_OR_EQUAL -> compare(field, value) <= 0;
            case CONTAINS -> text(field).contains(text(value));
            case BEGINS_WITH -> text(field).startsWith(text(value));
        };
    }

    private static String text(FieldValue value) {
        return ((FieldValue.Text) value).value();
    }

    private static int compare(FieldValue left, FieldValue right) {
        if (left instanceof FieldValue.Number number) {
            return number.value().compareTo(((FieldValue.Number) right).value());
        }
        if (left instanceof FieldValue.Date date) {
            return date.value().compareTo(((FieldValue.Date) right).value());
        }
        return text(left).compareTo(text(right));
    }
}
