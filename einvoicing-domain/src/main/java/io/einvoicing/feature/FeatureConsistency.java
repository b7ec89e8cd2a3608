package io.einvoicing.feature;

import io.einvoicing.feature.ApplicabilityRule.Comparison;
import io.einvoicing.kernel.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks what the parts of one feature version's content say about each other: setups that apply to the same documents, and results
 * that no response type takes in.
 *
 * <p>Of rules, only what follows from their form is decided: two rules with the same normal form match the same documents and none
 * of them is ever more specific; two with one conjunction in common match the documents that satisfy no more than it. Whether
 * different conjunctions can hold for one document is not decided, nor are the setups of other features looked at.
 */
final class FeatureConsistency {
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
        List<Set<Set<Comparison>>> forms =
                setups.stream().map(FeatureConsistency::normalForm).toList();
        for (int later = 1; later < setups.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                Set<Set<Comparison>> common = new LinkedHashSet<>(forms.get(later));
                common.retainAll(forms.get(earlier));
                if (!common.isEmpty()) {
                    String field = "setups[" + later + "].applicability";
                    String both = "setups \"" + setups.get(earlier).name() + "\" and \""
                            + setups.get(later).name() + "\" ";
                    findings.add(
                            forms.get(later).equals(forms.get(earlier))
                                    ? Finding.error(
                                            field,
                                            both + "apply to the same documents, so neither would be selected",
                                            "add a clause to one of them, or remove it")
                                    : Finding.warning(
                                            field,
                                            both + "both apply to documents of which only " + describe(common)
                                                    + " holds: neither would be selected",
                                            "add a clause to one of them"));
                }
            }
        }
    }

    /** Returns the conjunctions of a setup's rule; none if no submission is matched with it, or the rule is too large. */
    private static Set<Set<Comparison>> normalForm(FeatureSetup setup) {
        if (!setup.takesSubmissions()) {
            return Set.of();
        }
        try {
            return new HashSet<>(setup.applicability().disjunctiveNormalForm());
        } catch (IllegalArgumentException e) {
            return Set.of(); // The rule has a finding of its own.
        }
    }

    private static String describe(Set<Set<Comparison>> conjunctions) {
        return conjunctions.stream()
                .map(conjunction -> ApplicabilityRule.all(conjunction.toArray(ApplicabilityRule[]::new))
                        .describe())
                .sorted()
                .collect(Collectors.joining(" or "));
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
