package io.einvoicing.xml.validation;

import java.util.List;

/**
 * Names the published artefacts that together decide whether a document of one kind is valid.
 *
 * <p>All names are resources of the class path, so a vendor adds a country by adding the jar that holds its artefacts.
 *
 * @param id the id to ask for it, for example {@code eu.peppol.bis3:invoice:2026.5}
 * @param schemas the XML Schemas in the order in which they depend on each other, the document's own last
 * @param schematrons the layers of rules that are checked once the document obeys the schemas
 * @param validSample a document that obeys every rule
 * @param invalidSample a document that obeys the schemas and breaks at least one rule of the first layer of rules
 * @since 0.1.0
 */
public record RuleSet(
        String id, List<String> schemas, List<Schematron> schematrons, String validSample, String invalidSample) {
    /**
     * A layer of rules: a Schematron in the form of the stylesheet that its publisher generated with the ISO skeleton.
     *
     * @param layer the name that violations show, for example {@code EN 16931}
     * @param stylesheet the published stylesheet
     */
    public record Schematron(String layer, String stylesheet) {}

    /** Copies the lists and checks that there is something to validate with. */
    public RuleSet {
        schemas = List.copyOf(schemas);
        schematrons = List.copyOf(schematrons);
        if (id.isBlank()) {
            throw new IllegalArgumentException("a rule set must have an id");
        }
        if (schemas.isEmpty()) {
            throw new IllegalArgumentException("rule set " + id + " must have a schema");
        }
    }
}
