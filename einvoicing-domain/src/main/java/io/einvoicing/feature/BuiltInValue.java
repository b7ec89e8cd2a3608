package io.einvoicing.feature;

import java.util.Optional;
import java.util.stream.Stream;

/** A value that every submission has and a {@link TextTemplate} can name; a variable of the same name hides it. */
public enum BuiltInValue {
    /** The submission's id. */
    SUBMISSION("submission"),
    /** The day of acceptance in UTC, such as {@code 2026-11-23}; it and its parts never change in later runs. */
    DATE("date"),
    YEAR("year"),
    MONTH("month"),
    DAY("day"),
    /** The name of the service environment. */
    ENVIRONMENT("environment"),
    ERP_APPLICATION("erpApplication"),
    LEGAL_ENTITY("legalEntity"),
    DOCUMENT_CONTEXT("documentContext"),
    SOURCE_RECORD("sourceRecord");

    private final String text;

    BuiltInValue(String text) {
        this.text = text;
    }

    /** Returns the name that a template gives it. */
    public String text() {
        return text;
    }

    /** Returns the value of that name. */
    public static Optional<BuiltInValue> named(String text) {
        return Stream.of(values()).filter(value -> value.text.equals(text)).findFirst();
    }
}
