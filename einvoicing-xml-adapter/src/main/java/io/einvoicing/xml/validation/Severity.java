package io.einvoicing.xml.validation;

/**
 * Says whether a violation makes the document invalid.
 *
 * @since 0.1.0
 */
public enum Severity {
    /** The document is invalid. */
    ERROR,
    /** The document is valid; the publisher of the rule advises to change it. */
    WARNING
}
