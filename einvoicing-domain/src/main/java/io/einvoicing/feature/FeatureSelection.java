package io.einvoicing.feature;

import io.einvoicing.feature.ApplicabilityRule.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the one feature setup that applies to a document.
 *
 * <p>Among the setups whose rule holds, X beats Y when one of X's satisfied conjunctions strictly contains every satisfied one of
 * Y: the more specific setup serves. A setup is selected if it beats all others that match.
 */
public sealed interface FeatureSelection {
    /** Exactly one setup applies. */
    record Selected(FeatureVersion version, FeatureSetup setup) implements FeatureSelection {}

    /** No setup applies; every candidate with the clauses that failed. */
    record NoMatch(List<Candidate> candidates) implements FeatureSelection {}

    /** Several setups apply and none is more specific than all others; only these are named. */
    record Ambiguous(List<Candidate> candidates) implements FeatureSelection {}

    /**
     * A setup that was considered.
     *
     * @param version its feature version
     * @param setup the setup
     * @param failed the clauses that do not hold
     */
    record Candidate(FeatureVersion version, FeatureSetup setup, List<Comparison> failed) {
        public Candidate {
            failed = List.copyOf(failed);
        }

        /** Returns a sentence for people. */
        public String describe() {
            String name = version + ", setup \"" + setup.name() + "\", applies if "
                    + setup.applicability().describe();
            return failed.isEmpty()
                    ? name
                    : name + "; does not hold: "
                            + String.join(
                                    "; ",
                                    failed.stream()
                                            .map(ApplicabilityRule::describe)
                                            .toList());
        }
    }

    /** Answers each case. */
    default <T> T fold(
            Function<Selected, T> onSelected, Function<NoMatch, T> onNoMatch, Function<Ambiguous, T> onAmbiguous) {
        if (this instanceof Selected selected) {
            return onSelected.apply(selected);
        }
        return this instanceof NoMatch none ? onNoMatch.apply(none) : onAmbiguous.apply((Ambiguous) this);
    }

    /**
     * Selects among the versions that serve.
     *
     * @param serving one version for each feature
     * @param context the document's fields
     */
    static FeatureSelection select(List<FeatureVersion> serving, Map<String, FieldValue> context) {
        List<Match> matches = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (FeatureVersion version : serving) {
            for (FeatureSetup setup : version.content().setups()) {
                if (!setup.takesSubmissions()) {
                    continue;
                }
                List<Set<Comparison>> satisfied = setup.applicability().satisfied(context);
                Candidate candidate =
                        new Candidate(version, setup, setup.applicability().failed(context));
                candidates.add(candidate);
                if (!satisfied.isEmpty()) {
                    matches.add(new Match(candidate, satisfied));
                }
            }
        }
        if (matches.isEmpty()) {
            return new NoMatch(candidates);
        }
        return matches.stream()
                .filter(match -> matches.stream().allMatch(other -> other == match || match.beats(other)))
                .findFirst()
                .<FeatureSelection>map(match -> new Selected(
                        match.candidate().version(), match.candidate().setup()))
                .orElseGet(() ->
                        new Ambiguous(matches.stream().map(Match::candidate).toList()));
    }

    /** A candidate whose rule holds, with the conjunctions that are satisfied. */
    record Match(Candidate candidate, List<Set<Comparison>> satisfied) {
        boolean beats(Match other) {
            return satisfied.stream()
                    .anyMatch(mine -> other.satisfied().stream()
                            .allMatch(theirs -> mine.size() > theirs.size() && mine.containsAll(theirs)));
        }
    }
}
