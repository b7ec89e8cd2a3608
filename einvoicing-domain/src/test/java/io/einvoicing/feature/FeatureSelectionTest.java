package io.einvoicing.feature;

import static io.einvoicing.feature.ApplicabilityRule.all;
import static io.einvoicing.feature.ApplicabilityRule.any;
import static io.einvoicing.feature.ApplicabilityRule.equal;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.feature.FeatureSelection.Ambiguous;
import io.einvoicing.feature.FeatureSelection.Candidate;
import io.einvoicing.feature.FeatureSelection.NoMatch;
import io.einvoicing.feature.FeatureSelection.Selected;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureSelectionTest {
    private final List<FeatureVersion> serving = new ArrayList<>();

    @Test
    void selectsTheOneSetupThatApplies() {
        feature("Invoices", setup("invoices", equal("a", "1")));
        feature("Orders", setup("orders", equal("b", "1")));

        assertThat(select("a")).isEqualTo("Invoices/invoices");
        assertThat(select("b")).isEqualTo("Orders/orders");
    }

    @Test
    void findsNothingWhenNothingServes() {
        assertThat(FeatureSelection.select(serving, Map.of())).isEqualTo(new NoMatch(List.of()));
    }

    @Test
    void prefersTheSetupWithAFurtherClause() {
        feature("General", setup("general", equal("a", "1")));
        feature("Special", setup("special", all(equal("a", "1"), equal("b", "1"))));

        assertThat(select("a")).isEqualTo("General/general");
        assertThat(select("a", "b")).isEqualTo("Special/special");
        assertThat(select("b")).isEqualTo("none of 2");
    }

    @Test
    void prefersAnythingToASetupThatAppliesAlways() {
        feature("Default", setup("default", all()));
        feature("Invoices", setup("invoices", equal("a", "1")));

        assertThat(select("a")).isEqualTo("Invoices/invoices");
        assertThat(select()).isEqualTo("Default/default");
    }

    @Test
    void prefersTheMostSpecificOfMany() {
        feature("One", setup("one", equal("a", "1")));
        feature("Three", setup("three", all(equal("a", "1"), equal("b", "1"), equal("c", "1"))));
        feature("Two", setup("two", all(equal("a", "1"), equal("b", "1"))));

        assertThat(select("a", "b", "c")).isEqualTo("Three/three");
        assertThat(select("a", "b")).isEqualTo("Two/two");
    }

    @Test
    void countsOnlyTheConjunctionsThatHold() {
        feature("General", setup("general", equal("a", "1")));
        feature("Either", setup("either", any(all(equal("a", "1"), equal("b", "1")), equal("c", "1"))));

        assertThat(select("a", "b")).isEqualTo("Either/either");
        assertThat(select("a", "c")).isEqualTo("ambiguous: General/general, Either/either");
    }

    @Test
    void mustContainEverySatisfiedConjunctionOfTheOther() {
        feature("Either", setup("either", any(equal("a", "1"), equal("b", "1"))));
        feature("A", setup("a", all(equal("a", "1"), equal("c", "1"))));

        assertThat(select("a", "c")).isEqualTo("A/a");
        assertThat(select("a", "b", "c")).isEqualTo("ambiguous: Either/either, A/a");
    }

    @Test
    void saysThatEqualSetupsAreAmbiguous() {
        feature("One", setup("x", equal("a", "1")));
        feature("Two", setup("y", equal("a", "1")));

        assertThat(select("a")).isEqualTo("ambiguous: One/x, Two/y");
    }

    @Test
    void saysThatSetupsWithOtherClausesAreAmbiguousWhateverTheirNumber() {
        feature("One", setup("x", equal("a", "1")));
        feature("Two", setup("y", all(equal("b", "1"), equal("c", "1"))));

        assertThat(select("a", "b", "c")).isEqualTo("ambiguous: One/x, Two/y");
    }

    @Test
    void letsSetupsOfOneVersionCompete() {
        feature("One", setup("general", equal("a", "1")), setup("special", all(equal("a", "1"), equal("b", "1"))));

        assertThat(select("a", "b")).isEqualTo("One/special");
    }

    @Test
    void doesNotCompareClausesThatSayTheSameInOtherWords() {
        feature("Equal", setup("equal", equal("a", "1")));
        feature(
                "Begins",
                setup("begins", new ApplicabilityRule.Comparison("a", Operator.BEGINS_WITH, FieldValue.of("1"))));

        assertThat(select("a")).isEqualTo("ambiguous: Equal/equal, Begins/begins");
    }

    @ParameterizedTest
    @EnumSource(FeatureSetup.Type.class)
    void looksAtSetupsThatTakeSubmissionsOnly(FeatureSetup.Type type) {
        feature("One", new FeatureSetup("x", type, all(), List.of(), List.of()));

        boolean takesSubmissions =
                type == FeatureSetup.Type.PROCESSING_PIPELINE || type == FeatureSetup.Type.EXPORT_CHANNEL_AND_PIPELINE;
        assertThat(select()).isEqualTo(takesSubmissions ? "One/x" : "none of 0");
    }

    @Test
    void namesEachCandidateAndEachClauseThatFailed() {
        feature("Invoices", setup("invoices", all(equal("a", "1"), equal("b", "1"))));
        feature("Orders", setup("orders", equal("c", "1")));

        NoMatch none = (NoMatch) FeatureSelection.select(serving, Map.of("a", FieldValue.of("1")));

        assertThat(none.candidates())
                .extracting(Candidate::describe)
                .containsExactly(
                        "version 1 of feature \"Invoices\", setup \"invoices\", applies if (a = \"1\" and b = \"1\");"
                                + " does not hold: b = \"1\"",
                        "version 1 of feature \"Orders\", setup \"orders\", applies if c = \"1\";"
                                + " does not hold: c = \"1\"");
    }

    @Test
    void namesOnlyTheMatchesWhenTheyAreAmbiguous() {
        feature("One", setup("x", equal("a", "1")));
        feature("Two", setup("y", equal("a", "1")));
        feature("Three", setup("z", equal("b", "1")));

        Ambiguous ambiguous = (Ambiguous) FeatureSelection.select(serving, Map.of("a", FieldValue.of("1")));

        assertThat(ambiguous.candidates())
                .extracting(Candidate::describe)
                .containsExactly(
                        "version 1 of feature \"One\", setup \"x\", applies if a = \"1\"",
                        "version 1 of feature \"Two\", setup \"y\", applies if a = \"1\"");
    }

    private void feature(String name, FeatureSetup... setups) {
        serving.add(FeatureVersion.restore(
                new TenantId(new UUID(0, 1)),
                new FeatureId(new UUID(0, serving.size())),
                name,
                1,
                FeatureVersion.Status.PUBLISHED,
                Instant.EPOCH,
                new FeatureContent("", List.of(setups), List.of()),
                OptionalInt.empty(),
                1));
    }

    private static FeatureSetup setup(String name, ApplicabilityRule rule) {
        return new FeatureSetup(name, FeatureSetup.Type.PROCESSING_PIPELINE, rule, List.of(), List.of());
    }

    private String select(String... fields) {
        Map<String, FieldValue> context = new HashMap<>();
        for (String field : fields) {
            context.put(field, FieldValue.of("1"));
        }
        return FeatureSelection.select(serving, context)
                .fold(
                        FeatureSelectionTest::name,
                        none -> "none of " + none.candidates().size(),
                        ambiguous -> "ambiguous: "
                                + String.join(
                                        ", ",
                                        ambiguous.candidates().stream()
                                                .map(each -> name(new Selected(each.version(), each.setup())))
                                                .toList()));
    }

    private static String name(Selected selected) {
        return selected.version().featureName() + "/" + selected.setup().name();
    }
}
