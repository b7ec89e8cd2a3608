package io.einvoicing.xml.validation;

import java.util.List;

/**
 * One rule that a document breaks at one place.
 *
 * @param layer the name of the layer whose rule it is, for example {@code EN 16931}
 * @param ruleId the publisher's id of the rule, for example {@code BR-CO-15}, or the constraint of XML Schema, for example
 *     {@code cvc-complex-type.2.4.a}
 * @param severity whether it makes the document invalid
 * @param location the place as an XPath with the document's own prefixes, or empty where the layer knows only the line
 * @param line the line counted from 1, or -1 if it is not known
 * @param businessTerms the terms of EN 16931 that the rule is about, for example {@code BT-112}, {@code BG-22}; may be
 *     empty
 * @param text the publisher's explanation
 * @since 0.1.0
 */
public record Violation(
        String layer,
        String ruleId,
        Severity severity,
        String location,
        int line,
        List<String> businessTerms,
        String text) {
    /** Copies the list. */
    public Violation {
        businessTerms = List.copyOf(businessTerms);
    }
}
