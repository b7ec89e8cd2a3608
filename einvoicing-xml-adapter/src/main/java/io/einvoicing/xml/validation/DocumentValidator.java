package io.einvoicing.xml.validation;

import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.XmlRefusedException;
import io.einvoicing.xml.validation.ValidationReport.Layer;
import io.einvoicing.xml.validation.ValidationReport.Outcome;
import io.einvoicing.xml.validation.internal.Artefacts;
import io.einvoicing.xml.validation.internal.BusinessTerms;
import io.einvoicing.xml.validation.internal.Locations;
import io.einvoicing.xml.validation.internal.SchemaCheck;
import io.einvoicing.xml.validation.internal.SchematronRules;
import io.einvoicing.xml.validation.internal.SchematronRules.UndecidableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.saxon.tree.tiny.TinyTree;
import org.xml.sax.SAXParseException;

/**
 * Validates documents against rule sets: one parse, the schema checked while the tree is built, all rules on that tree.
 *
 * <p>Schemas and rules are compiled when they are first used, once for each artefact, and kept; {@link #prepare} does it
 * beforehand. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DocumentValidator {
    /** The name of the first layer of every rule set. */
    public static final String SCHEMA_LAYER = "XML Schema";

    private static final Pattern SCHEMA_CONSTRAINT = Pattern.compile("^(cvc-[A-Za-z0-9.-]+): (.*)$", Pattern.DOTALL);

    private final XmlParser parser;
    private final ValidationLimits limits;
    private final BusinessTerms businessTerms = new BusinessTerms();
    private final Artefacts artefacts;
    private final Map<String, RuleSet> ruleSets = new LinkedHashMap<>();

    /** Creates a validator for the rule sets, with {@link ValidationLimits#DEFAULT}. */
    public DocumentValidator(XmlEngine engine, XmlLimits documents, Collection<RuleSet> ruleSets) {
        this(engine, documents, ValidationLimits.DEFAULT, ruleSets);
    }

    /** Creates a validator for the rule sets. */
    public DocumentValidator(
            XmlEngine engine, XmlLimits documents, ValidationLimits limits, Collection<RuleSet> ruleSets) {
        this.parser = new XmlParser(engine, documents);
        this.limits = limits;
        this.artefacts = new Artefacts(engine, parser);
        for (RuleSet ruleSet : ruleSets) {
            if (this.ruleSets.put(ruleSet.id(), ruleSet) != null) {
                throw new IllegalArgumentException("rule set " + ruleSet.id() + " is given twice");
            }
        }
    }

    /** Returns the ids of the rule sets in the order in which they were given. */
    public Set<String> ruleSetIds() {
        return Collections.unmodifiableSet(ruleSets.keySet());
    }

    /**
     * Compiles what a rule set needs, so that its first document does not wait; repeating it costs nothing.
     *
     * @throws IllegalArgumentException if there is no rule set of that id, or if its artefacts cannot be used
     */
    public void prepare(String ruleSetId) {
        RuleSet ruleSet = ruleSet(ruleSetId);
        artefacts.schema(ruleSet.schemas());
        ruleSet.schematrons().forEach(layer -> artefacts.rules(layer.stylesheet()));
    }

    /**
     * Proves that a rule set works here: its valid sample validates and its invalid sample does not. A service calls it
     * when it starts, because an incomplete class path can make every document look valid or every document invalid.
     *
     * @throws IllegalStateException if one of the samples gets another outcome; the message says which rules did it
     */
    public void selfCheck(String ruleSetId) {
        RuleSet ruleSet = ruleSet(ruleSetId);
        expect(Outcome.VALID, ruleSet, ruleSet.validSample());
        expect(Outcome.INVALID, ruleSet, ruleSet.invalidSample());
    }

    private void expect(Outcome expected, RuleSet ruleSet, String sample) {
        ValidationReport report = validate(ruleSet.id(), artefacts.resource(sample));
        boolean rulesRan = report.layers().get(0).outcome() == Outcome.VALID;
        if (report.outcome() != expected || !rulesRan) {
            throw new IllegalStateException("self-check of rule set " + ruleSet.id() + ": " + sample + " is "
                    + report.outcome() + " instead of " + expected + ": " + report.violations());
        }
    }

    /**
     * Validates a document.
     *
     * @throws XmlRefusedException if the bytes are no acceptable XML document
     * @throws IllegalArgumentException if there is no rule set of that id
     */
    public ValidationReport validate(String ruleSetId, byte[] document) {
        RuleSet ruleSet = ruleSet(ruleSetId);
        List<Layer> layers = new ArrayList<>();
        SchemaCheck schemaCheck = new SchemaCheck(
                artefacts.schema(ruleSet.schemas()).newValidatorHandler(),
                parser.newTreeBuilder(),
                limits.maxPlacesPerRule());
        parser.read(document, schemaCheck);
        if (!schemaCheck.errors().isEmpty()) {
            layers.add(schemaLayer(schemaCheck.errors()));
            ruleSet.schematrons()
                    .forEach(layer -> layers.add(new Layer(layer.layer(), Outcome.NOT_DECIDED, List.of())));
            return new ValidationReport(ruleSetId, layers);
        }
        layers.add(new Layer(SCHEMA_LAYER, Outcome.VALID, List.of()));
        long deadline = System.nanoTime() + limits.maxTime().toNanos();
        TinyTree tree = (TinyTree) schemaCheck.tree().getUnderlyingNode().getTreeInfo();
        Locations locations = new Locations();
        for (RuleSet.Schematron layer : ruleSet.schematrons()) {
            layers.add(ruleLayer(layer.layer(), artefacts.rules(layer.stylesheet()), tree, deadline, locations));
        }
        return new ValidationReport(ruleSetId, layers);
    }

    private static Layer schemaLayer(List<SAXParseException> errors) {
        List<Violation> violations = new ArrayList<>();
        for (SAXParseException error : errors) {
            String message = String.valueOf(error.getMessage());
            Matcher constraint = SCHEMA_CONSTRAINT.matcher(message);
            boolean named = constraint.matches();
            violations.add(new Violation(
                    SCHEMA_LAYER,
                    named ? constraint.group(1) : "xml-schema",
                    Severity.ERROR,
                    "",
                    error.getLineNumber(),
                    List.of(),
                    named ? constraint.group(2) : message));
        }
        return new Layer(SCHEMA_LAYER, Outcome.INVALID, violations);
    }

    private Layer ruleLayer(String name, SchematronRules rules, TinyTree tree, long deadline, Locations locations) {
        List<Violation> violations = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        try {
            rules.check(tree, deadline, (ruleId, severity, node, text) -> {
                if (places.merge(ruleId, 1, Integer::sum) <= limits.maxPlacesPerRule()) {
                    violations.add(new Violation(
                            name,
                            ruleId,
                            severity,
                            locations.pathOf(node),
                            node.getLineNumber(),
                            businessTerms.of(ruleId, text),
                            text));
                }
            });
        } catch (UndecidableException e) {
            return new Layer(
                    name,
                    Outcome.NOT_DECIDED,
                    List.of(new Violation(
                            name,
                            e.ruleId(),
                            Severity.ERROR,
                            locations.pathOf(e.node()),
                            e.node().getLineNumber(),
                            List.of(),
                            "the layer was not decided: " + e.getMessage())));
        }
        boolean invalid = violations.stream().anyMatch(violation -> violation.severity() == Severity.ERROR);
        return new Layer(name, invalid ? Outcome.INVALID : Outcome.VALID, violations);
    }

    private RuleSet ruleSet(String id) {
        RuleSet ruleSet = ruleSets.get(id);
        if (ruleSet == null) {
            throw new IllegalArgumentException("unknown rule set " + id + "; known are " + ruleSets.keySet());
        }
        return ruleSet;
    }
}
