package io.einvoicing.feature;

import io.einvoicing.feature.ApplicabilityRule.All;
import io.einvoicing.feature.ApplicabilityRule.Any;
import io.einvoicing.feature.ApplicabilityRule.Comparison;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The disjunctive normal form of a rule. Its comparisons are numbered from 0 as they stand in the rule, and a conjunction is the set
 * of their numbers, so that long rules are quickly multiplied out.
 *
 * @param comparisons different ones, by number
 * @param conjunctions different ones, as sets of numbers
 */
record NormalForm(List<Comparison> comparisons, List<BitSet> conjunctions) {
    /**
     * Multiplies a rule out.
     *
     * @throws IllegalArgumentException if there are more than {@value ApplicabilityRule#MAX_CONJUNCTIONS} conjunctions, or deeper
     *     nesting than {@value ApplicabilityRule#MAX_DEPTH}
     */
    static NormalForm of(ApplicabilityRule rule) {
        Map<Comparison, Integer> numbers = new LinkedHashMap<>();
        Set<BitSet> conjunctions = conjunctions(rule, 1, numbers);
        return new NormalForm(List.copyOf(numbers.keySet()), List.copyOf(conjunctions));
    }

    /** Returns the comparisons of a conjunction, as they stand in the rule. */
    Set<Comparison> comparisons(BitSet conjunction) {
        Set<Comparison> members = new LinkedHashSet<>();
        conjunction.stream().mapToObj(comparisons::get).forEach(members::add);
        return members;
    }

    private static Set<BitSet> conjunctions(ApplicabilityRule rule, int depth, Map<Comparison, Integer> numbers) {
        if (depth > ApplicabilityRule.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "the rule is nested deeper than " + ApplicabilityRule.MAX_DEPTH + " levels: flatten it");
        }
        if (rule instanceof Comparison comparison) {
            BitSet one = new BitSet();
            one.set(numbers.computeIfAbsent(comparison, any -> numbers.size()));
            return Set.of(one);
        }
        if (rule instanceof Any any) {
            Set<BitSet> sum = new LinkedHashSet<>();
            for (ApplicabilityRule part : any.rules()) {
                sum.addAll(conjunctions(part, depth + 1, numbers));
                checkSize(sum);
            }
            return sum;
        }
        List<Set<BitSet>> parts = new ArrayList<>();
        for (ApplicabilityRule part : ((All) rule).rules()) {
            parts.add(conjunctions(part, depth + 1, numbers));
        }
        return product(parts);
    }

    private static Set<BitSet> product(List<Set<BitSet>> parts) {
        BitSet always = new BitSet();
        parts.stream().filter(part -> part.size() == 1).forEach(part -> part.forEach(always::or));
        Set<BitSet> product = Set.of(always);
        for (Set<BitSet> part : parts) {
            if (part.size() != 1) {
                product = product(product, part);
            }
        }
        return product;
    }

    private static Set<BitSet> product(Set<BitSet> left, Set<BitSet> right) {
        Set<BitSet> product = new LinkedHashSet<>();
        for (BitSet one : left) {
            for (BitSet other : right) {
                BitSet both = new BitSet();
                both.or(one);
                both.or(other);
                product.add(both);
                checkSize(product);
            }
        }
        return product;
    }

    private static void checkSize(Set<BitSet> conjunctions) {
        if (conjunctions.size() > ApplicabilityRule.MAX_CONJUNCTIONS) {
            throw new IllegalArgumentException("the rule has more than " + ApplicabilityRule.MAX_CONJUNCTIONS
                    + " conjunctions in disjunctive normal form: split the setup or simplify the rule");
        }
    }
}
