package io.einvoicing.feature;

import com.google.common.primitives.ImmutableIntArray;
import io.einvoicing.feature.ApplicabilityRule.Comparison;
import io.einvoicing.kernel.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks what the parts of one feature version's content say about each other: setups that apply to the same documents, and results
 * that no response type takes in.
 *
 * <p>Of rules, only what follows from their form is decided: two rules with the same normal form match the same documents and none
 * of them is ever more specific; two with one conjunction in common match the documents that satisfy no more than it. Whether
 * different conjunctions can hold for one document is not decided, nor are the setups of other features looked at. A setup that
 * collides with many others names the first of them.
 */
final class FeatureConsistency {
    /** How many setups and conjunctions a finding tells at most: a faulty version has few causes, but many pairs. */
    private static final int MAX_NAMED = 5;

    /** Longest description of a conjunction in characters. */
    private static final int MAX_LENGTH = 1_000;

    private final FeatureContent content;
    private final List<Finding> findings = new ArrayList<>();

    private FeatureConsistency(FeatureContent content) {
        this.content = content;
    }

    static List<Finding> findings(FeatureContent content) {
        FeatureConsistency check = new FeatureConsistency(content);
        check.compareRules();
        check.compareResponseTypes();
        return check.findings;
    }

    private void compareRules() {
        List<FeatureSetup> setups = content.setups();
        Conjunctions conjunctions = new Conjunctions();
        List<Set<ImmutableIntArray>> forms = new ArrayList<>();
        Map<ImmutableIntArray, List<Integer>> setupsWith = new HashMap<>();
        for (int later = 0; later < setups.size(); later++) {
            forms.add(conjunctions.of(setups.get(later)));
            Set<ImmutableIntArray> form = forms.get(later);
            int[] common = new int[later];
            for (ImmutableIntArray conjunction : form) {
                List<Integer> with = setupsWith.computeIfAbsent(conjunction, any -> new ArrayList<>());
                with.forEach(earlier -> common[earlier]++);
                with.add(later);
            }
            int[] others = IntStream.range(0, later).filter(i -> common[i] > 0).toArray();
            String field = "setups[" + later + "].applicability";
            String name = setups.get(later).name();
            for (int earlier : Arrays.copyOf(others, Math.min(others.length, MAX_NAMED))) {
                Set<ImmutableIntArray> other = forms.get(earlier);
                String both = "setups \"" + setups.get(earlier).name() + "\" and \"" + name + "\" ";
                findings.add(
                        form.equals(other)
                                ? Finding.error(
                                        field,
                                        both + "apply to the same documents, so neither would be selected",
                                        "add a clause to one of them, or remove it")
                                : Finding.warning(
                                        field,
                                        both + "both apply to documents of which only "
                                                + conjunctions.describe(form.stream()
                                                        .filter(other::contains)
                                                        .toList())
                                                + " holds: neither would be selected",
                                        "add a clause to one of them"));
            }
            if (others.length > MAX_NAMED) {
                findings.add(Finding.warning(
                        field,
                        "setup \"" + name + "\" applies to documents of " + (others.length - MAX_NAMED)
                                + " more setups before it",
                        "correct the setups that are named first, then check again"));
            }
        }
    }

    /** The conjunctions of all setups, as sorted numbers of their comparisons, which are quickly compared. */
    private static final class Conjunctions {
        private final Map<Comparison, Integer> numbers = new HashMap<>();
        private final List<Comparison> comparisons = new ArrayList<>();

        /** Returns those of a setup's rule; none if no submission is matched with it, or the rule is too large. */
        Set<ImmutableIntArray> of(FeatureSetup setup) {
            if (!setup.takesSubmissions()) {
                return Set.of();
            }
            NormalForm form;
            try {
                form = NormalForm.of(setup.applicability());
            } catch (IllegalArgumentException e) {
                return Set.of(); // The rule has a finding of its own.
            }
            int[] known = form.comparisons().stream().mapToInt(this::number).toArray();
            return form.conjunctions().stream()
                    .map(conjunction -> ImmutableIntArray.copyOf(
                            conjunction.stream().map(i -> known[i]).sorted()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        private int number(Comparison comparison) {
            return numbers.computeIfAbsent(comparison, added -> {
                comparisons.add(added);
                return comparisons.size() - 1;
            });
        }

        String describe(List<ImmutableIntArray> conjunctions) {
            String some = conjunctions.stream()
                    .limit(MAX_NAMED)
                    .map(conjunction -> ApplicabilityRule.all(conjunction.stream()
                                    .mapToObj(comparisons::get)
                                    .toArray(ApplicabilityRule[]::new))
                            .describe())
                    .map(text -> text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + " …" : text)
                    .sorted()
                    .collect(Collectors.joining(" or "));
            return conjunctions.size() > MAX_NAMED
                    ? some + " or one of " + (conjunctions.size() - MAX_NAMED) + " more conjunctions"
                    : some;
        }
    }

    /** A version without application setups is set up in the ERP by hand: what it takes in is not known here. */
    private void compareResponseTypes() {
        if (content.applicationSetups().isEmpty()) {
            return;
        }
        Set<String> taken = content.applicationSetups().stream()
                .flatMap(setup -> setup.responseTypes().stream())
                .map(ResponseType::name)
                .collect(Collectors.toSet());
        Set<String> given = new HashSet<>();
        for (int s = 0; s < content.setups().size(); s++) {
            List<Variable> variables = content.setups().get(s).variables();
            for (int v = 0; v < variables.size(); v++) {
                Variable variable = variables.get(v);
                if (variable.kind() == Variable.Kind.TO_CLIENT) {
                    given.add(variable.name());
                    if (!taken.contains(variable.name())) {
                        findings.add(Finding.warning(
                                "setups[" + s + "].variables[" + v + "].name",
                                "no application setup has a response type \"" + variable.name()
                                        + "\", so the ERP takes nothing in from this variable",
                                "add the response type, or give the variable the name of one"));
                    }
                }
            }
        }
        for (int a = 0; a < content.applicationSetups().size(); a++) {
            List<ResponseType> types = content.applicationSetups().get(a).responseTypes();
            for (int t = 0; t < types.size(); t++) {
                if (!given.contains(types.get(t).name())) {
                    findings.add(Finding.warning(
                            "applicationSetups[" + a + "].responseTypes[" + t + "].name",
                            "no setup has a variable TO_CLIENT \""
                                    + types.get(t).name() + "\", so the ERP never gets this response",
                            "add the variable to the setup that gives the response, or remove the response type"));
                }
            }
        }
    }
}
