package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says to which documents a feature setup applies: comparisons of context fields, nested by AND and OR to any depth up to 32.
 *
 * <p>A comparison on a field that is absent or of another type is false, also for ≠.
 */
public sealed interface ApplicabilityRule {
    /** Most conjunctions that a rule may have in disjunctive normal form. */
    int MAX_CONJUNCTIONS = 256;

    /** Deepest nesting of a rule. */
    int MAX_DEPTH = 32;

    /** Holds if every part holds; without parts it always holds. */
    record All(List<ApplicabilityRule> rules) implements ApplicabilityRule {
        public All {
            rules = List.copyOf(rules);
        }
    }

    /** Holds if at least one part holds; without parts it never holds. */
    record Any(List<ApplicabilityRule> rules) implements ApplicabilityRule {
        public Any {
            rules = List.copyOf(rules);
        }
    }

    /** One clause: a context field, an operator and a typed value. */
    record Comparison(String field, Operator operator, FieldValue value) implements ApplicabilityRule {
        public Comparison {
            Require.name("field", field);
            if (!operator.applies(value)) {
                throw new IllegalArgumentException("operator must apply to the value, " + operator
                        + " does not to one of type " + value.getClass().getSimpleName() + ", field \"" + field + "\"");
            }
        }

        boolean holds(Map<String, FieldValue> context) {
            FieldValue actual = context.get(field);
            return actual != null && actual.getClass() == value.getClass() && operator.holds(actual, value);
        }
    }

    static ApplicabilityRule all(ApplicabilityRule... rules) {
        return new All(List.of(rules));
    }

    static ApplicabilityRule any(ApplicabilityRule... rules) {
        return new Any(List.of(rules));
    }

    static ApplicabilityRule equal(String field, String value) {
        return new Comparison(field, Operator.EQUAL, FieldValue.of(value));
    }

    /**
     * Returns the disjunctive normal form: the rule holds if all comparisons of at least one conjunction hold.
     *
     * @throws IllegalArgumentException if there are more than {@value #MAX_CONJUNCTIONS} conjunctions, or deeper nesting than
     *     {@value #MAX_DEPTH}
     */
    default List<Set<Comparison>> disjunctiveNormalForm() {
        NormalForm form = NormalForm.of(this);
        return form.conjunctions().stream().map(form::comparisons).toList();
    }

    /** Returns the conjunctions of the normal form of which every comparison holds. */
    default List<Set<Comparison>> satisfied(Map<String, FieldValue> context) {
        return disjunctiveNormalForm().stream()
                .filter(conjunction -> conjunction.stream().allMatch(comparison -> comparison.holds(context)))
                .toList();
    }

    /** Returns every comparison in the rule that does not hold, in the order in which they stand. */
    default List<Comparison> failed(Map<String, FieldValue> context) {
        List<Comparison> failed = new ArrayList<>();
        collectFailed(context, failed);
        return failed;
    }

    private void collectFailed(Map<String, FieldValue> context, List<Comparison> failed) {
        if (this instanceof Comparison comparison) {
            if (!comparison.holds(context)) {
                failed.add(comparison);
            }
        } else {
            List<ApplicabilityRule> parts = this instanceof All all ? all.rules() : ((Any) this).rules();
            parts.forEach(part -> part.collectFailed(context, failed));
        }
    }

    /** Returns the rule as a person reads it. */
    default String describe() {
        if (this instanceof Comparison comparison) {
            return comparison.field() + " " + comparison.operator().symbol() + " "
                    + comparison.value().describe();
        }
        boolean conjunction = this instanceof All;
        List<ApplicabilityRule> parts = conjunction ? ((All) this).rules() : ((Any) this).rules();
        if (parts.isEmpty()) {
            return conjunction ? "always" : "never";
        }
        return parts.stream()
                .map(ApplicabilityRule::describe)
                .collect(Collectors.joining(conjunction ? " and " : " or ", "(", ")"));
    }
}
