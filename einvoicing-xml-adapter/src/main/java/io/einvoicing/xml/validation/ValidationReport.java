package io.einvoicing.xml.validation;

import java.util.ArrayList;
import java.util.List;

/**
 * What the layers of a rule set say about one document.
 *
 * @param ruleSetId the id of the rule set
 * @param layers the layers in the order in which they ran
 * @since 0.1.0
 */
public record ValidationReport(String ruleSetId, List<Layer> layers) {
    /** What is known about a document, or about one layer of it. */
    public enum Outcome {
        /** Every rule was checked and none of severity {@link Severity#ERROR} is broken. */
        VALID,
        /** At least one rule of severity {@link Severity#ERROR} is broken. */
        INVALID,
        /** The rules were not checked, or not all of them, so that nothing is known. */
        NOT_DECIDED
    }

    /**
     * One layer of a rule set.
     *
     * @param name its name, for example {@code EN 16931}
     * @param outcome what is known
     * @param violations the broken rules, or why it was not decided if there is more to say than that an earlier layer
     *     failed
     */
    public record Layer(String name, Outcome outcome, List<Violation> violations) {
        /** Copies the list. */
        public Layer {
            violations = List.copyOf(violations);
        }
    }

    /** Copies the list. */
    public ValidationReport {
        layers = List.copyOf(layers);
    }

    /** Returns what is known about the document: one invalid layer is enough, and every layer must have decided. */
    public Outcome outcome() {
        if (layers.stream().anyMatch(layer -> layer.outcome() == Outcome.INVALID)) {
            return Outcome.INVALID;
        }
        return layers.stream().allMatch(layer -> layer.outcome() == Outcome.VALID)
                ? Outcome.VALID
                : Outcome.NOT_DECIDED;
    }

    /** Returns the violations of all layers. */
    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>();
        layers.forEach(layer -> all.addAll(layer.violations()));
        return List.copyOf(all);
    }
}
