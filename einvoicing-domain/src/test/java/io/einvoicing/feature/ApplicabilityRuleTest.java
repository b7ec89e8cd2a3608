package io.einvoicing.feature;

import static io.einvoicing.feature.ApplicabilityRule.all;
import static io.einvoicing.feature.ApplicabilityRule.any;
import static io.einvoicing.feature.ApplicabilityRule.equal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.feature.ApplicabilityRule.All;
import io.einvoicing.feature.ApplicabilityRule.Any;
import io.einvoicing.feature.ApplicabilityRule.Comparison;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ApplicabilityRuleTest {
    private static final UUID ID = UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");

    @ParameterizedTest
    @CsvSource({
        "EQUAL,            b,   b,  true",
        "EQUAL,            b,   B,  false",
        "NOT_EQUAL,        b,   a,  true",
        "NOT_EQUAL,        b,   b,  false",
        "GREATER,          b,   a,  true",
        "GREATER,          b,   b,  false",
        "LESS,             a,   b,  true",
        "LESS,             b,   b,  false",
        "GREATER_OR_EQUAL, b,   b,  true",
        "GREATER_OR_EQUAL, a,   b,  false",
        "LESS_OR_EQUAL,    b,   b,  true",
        "LESS_OR_EQUAL,    b,   a,  false",
        "CONTAINS,         abc, b,  true",
        "CONTAINS,         abc, B,  false",
        "BEGINS_WITH,      abc, ab, true",
        "BEGINS_WITH,      abc, b,  false"
    })
    void comparesText(Operator operator, String actual, String value, boolean holds) {
        assertThat(holds(new Comparison("f", operator, FieldValue.of(value)), FieldValue.of(actual)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"I, ı", "i, İ", "ß, ss", "é, e\u0301", "Α, A"})
    void comparesTextExactlyWhateverALanguageSays(String actual, String value) {
        assertThat(holds(new Comparison("f", Operator.EQUAL, FieldValue.of(value)), FieldValue.of(actual)))
                .isFalse();
        assertThat(holds(new Comparison("f", Operator.NOT_EQUAL, FieldValue.of(value)), FieldValue.of(actual)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "EQUAL,            1.0, 1.00, true",
        "EQUAL,            0.0, 0,    true",
        "EQUAL,            1E1, 10,   true",
        "NOT_EQUAL,        1.0, 1.00, false",
        "NOT_EQUAL,        1,   2,    true",
        "GREATER,          10,  9,    true",
        "GREATER,          -10, -9,   false",
        "LESS,             9,   10,   true",
        "LESS,             10,  10.0, false",
        "GREATER_OR_EQUAL, 10,  10.0, true",
        "GREATER_OR_EQUAL, 9,   10,   false",
        "LESS_OR_EQUAL,    10,  10.0, true",
        "LESS_OR_EQUAL,    10.01, 10, false"
    })
    void comparesNumbersByValue(Operator operator, BigDecimal actual, BigDecimal value, boolean holds) {
        assertThat(holds(new Comparison("f", operator, new FieldValue.Number(value)), new FieldValue.Number(actual)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "EQUAL,            2026-11-23, 2026-11-23, true",
        "NOT_EQUAL,        2026-11-23, 2026-11-24, true",
        "GREATER,          2026-11-24, 2026-11-23, true",
        "GREATER,          2026-02-28, 2026-11-01, false",
        "LESS,             2025-12-31, 2026-01-01, true",
        "GREATER_OR_EQUAL, 2026-11-23, 2026-11-23, true",
        "LESS_OR_EQUAL,    2026-11-23, 2026-11-22, false"
    })
    void comparesDates(Operator operator, LocalDate actual, LocalDate value, boolean holds) {
        assertThat(holds(new Comparison("f", operator, new FieldValue.Date(value)), new FieldValue.Date(actual)))
                .isEqualTo(holds);
    }

    @Test
    void comparesTruthValuesAndIdsForEqualityOnly() {
        FieldValue yes = new FieldValue.Bool(true);
        FieldValue id = new FieldValue.Uuid(ID);

        assertThat(holds(new Comparison("f", Operator.EQUAL, yes), yes)).isTrue();
        assertThat(holds(new Comparison("f", Operator.NOT_EQUAL, yes), new FieldValue.Bool(false)))
                .isTrue();
        assertThat(holds(new Comparison("f", Operator.EQUAL, id), id)).isTrue();
        assertThat(holds(new Comparison("f", Operator.NOT_EQUAL, id), id)).isFalse();
        for (FieldValue value : List.of(yes, id)) {
            for (Operator operator : Operator.values()) {
                if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL) {
                    assertThatIllegalArgumentException()
                            .as(operator + " " + value)
                            .isThrownBy(() -> new Comparison("f", operator, value));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTAINS", "BEGINS_WITH"})
    void looksForPartsInTextOnly(Operator operator) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Comparison("f", operator, FieldValue.of(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Comparison("f", operator, new FieldValue.Date(LocalDate.of(2026, 11, 23))));
    }

    @ParameterizedTest
    @EnumSource
    void neverHoldsOnAnAbsentField(Operator operator) {
        Comparison comparison = new Comparison("f", operator, FieldValue.of(""));

        assertThat(comparison.satisfied(Map.of())).isEmpty();
        assertThat(comparison.satisfied(Map.of("F", FieldValue.of("")))).isEmpty();
        assertThat(comparison.failed(Map.of())).containsExactly(comparison);
    }

    @ParameterizedTest
    @EnumSource
    void neverHoldsOnAFieldOfAnotherType(Operator operator) {
        Comparison comparison = new Comparison("f", operator, FieldValue.of("1"));

        for (FieldValue other : List.of(
                FieldValue.of(1),
                new FieldValue.Bool(true),
                new FieldValue.Date(LocalDate.of(2026, 11, 23)),
                new FieldValue.Uuid(ID))) {
            assertThat(holds(comparison, other)).as(other.toString()).isFalse();
        }
    }

    @Test
    void holdsIfEveryPartOfAnAndAndOnePartOfAnOrHolds() {
        ApplicabilityRule rule = all(equal("a", "1"), any(equal("b", "1"), all(equal("c", "1"), equal("d", "1"))));

        assertThat(holds(rule, "a", "b")).isTrue();
        assertThat(holds(rule, "a", "c", "d")).isTrue();
        assertThat(holds(rule, "a", "c")).isFalse();
        assertThat(holds(rule, "b", "c", "d")).isFalse();
    }

    @Test
    void holdsAlwaysWithAnEmptyAndAndNeverWithAnEmptyOr() {
        assertThat(holds(new All(List.of()))).isTrue();
        assertThat(holds(new Any(List.of()))).isFalse();
        assertThat(holds(all(equal("a", "1"), new Any(List.of())), "a")).isFalse();
        assertThat(holds(any(equal("a", "1"), new All(List.of())))).isTrue();
    }

    @Test
    void normalizesToConjunctionsWithoutRepetition() {
        ApplicabilityRule rule =
                all(any(equal("a", "1"), equal("b", "1")), any(equal("a", "1"), equal("c", "1")), equal("a", "1"));

        assertThat(rule.disjunctiveNormalForm())
                .containsExactlyInAnyOrder(
                        Set.of(clause("a")),
                        Set.of(clause("a"), clause("c")),
                        Set.of(clause("a"), clause("b")),
                        Set.of(clause("a"), clause("b"), clause("c")));
    }

    @Test
    void returnsTheSatisfiedConjunctionsOnly() {
        ApplicabilityRule rule = any(all(equal("a", "1"), equal("b", "1")), equal("c", "1"));

        assertThat(rule.satisfied(context("a", "b"))).isEqualTo(List.of(Set.of(clause("a"), clause("b"))));
    }

    @Test
    void namesEveryClauseThatFailedInTheOrderInWhichTheyStand() {
        ApplicabilityRule rule = all(equal("d", "1"), any(equal("c", "1"), equal("b", "1")), all(equal("a", "1")));

        assertThat(rule.failed(context("b"))).containsExactly(clause("d"), clause("c"), clause("a"));
    }

    @Test
    void takes256ConjunctionsAndRefusesMore() {
        assertThat(choices(8).disjunctiveNormalForm()).hasSize(256);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        all(choices(8), any(equal("x", "1"), equal("y", "1"))).disjunctiveNormalForm())
                .withMessageContaining("256");
        List<ApplicabilityRule> wide = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            wide.add(equal("f" + i, "1"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Any(wide).disjunctiveNormalForm());
        assertThat(new Any(wide.subList(0, 256)).disjunctiveNormalForm()).hasSize(256);
        assertThat(new All(wide).disjunctiveNormalForm()).hasSize(1);
    }

    @Test
    void refusesAnExplodingRuleWithoutComputingAllOfIt() {
        assertThatIllegalArgumentException().isThrownBy(() -> choices(60).disjunctiveNormalForm());
    }

    @Test
    void aLongRuleIsMultipliedOutQuickly() {
        ApplicabilityRule clauses = new All(IntStream.range(0, 2_000)
                .<ApplicabilityRule>mapToObj(i -> equal("clause " + i, "1"))
                .toList());

        assertThat(all(choices(8), clauses).disjunctiveNormalForm())
                .hasSize(256)
                .allSatisfy(conjunction -> assertThat(conjunction).hasSize(2_008));
    }

    @Test
    void takes32LevelsAndRefusesMore() {
        assertThat(nested(32).disjunctiveNormalForm()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nested(33).disjunctiveNormalForm())
                .withMessageContaining("32");
        assertThatIllegalArgumentException().isThrownBy(() -> nested(33).satisfied(Map.of()));
    }

    @Test
    void readsAsASentence() {
        ApplicabilityRule rule = all(
                equal("Country", "DE"),
                any(
                        new Comparison(
                                "Amount", Operator.GREATER_OR_EQUAL, new FieldValue.Number(new BigDecimal("1E3"))),
                        new Comparison("Name", Operator.BEGINS_WITH, FieldValue.of("Ö"))));

        assertThat(rule.describe()).isEqualTo("(Country = \"DE\" and (Amount ≥ 1000 or Name begins with \"Ö\"))");
        assertThat(all().describe()).isEqualTo("always");
        assertThat(any().describe()).isEqualTo("never");
    }

    @Test
    void refusesABadFieldName() {
        assertThatIllegalArgumentException().isThrownBy(() -> equal(" ", "1"));
    }

    /** Returns an AND of so many ORs of two clauses: 2 to that power conjunctions. */
    private static ApplicabilityRule choices(int number) {
        List<ApplicabilityRule> parts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            parts.add(any(equal("a" + i, "1"), equal("b" + i, "1")));
        }
        return new All(parts);
    }

    private static ApplicabilityRule nested(int levels) {
        ApplicabilityRule rule = equal("a", "1");
        for (int level = 1; level < levels; level++) {
            rule = level % 2 == 0 ? all(rule) : any(rule);
        }
        return rule;
    }

    private static Comparison clause(String field) {
        return new Comparison(field, Operator.EQUAL, FieldValue.of("1"));
    }

    private static boolean holds(Comparison comparison, FieldValue actual) {
        boolean holds = !comparison.satisfied(Map.of("f", actual)).isEmpty();
        assertThat(comparison.failed(Map.of("f", actual)).isEmpty()).isEqualTo(holds);
        return holds;
    }

    private static boolean holds(ApplicabilityRule rule, String... fields) {
        return !rule.satisfied(context(fields)).isEmpty();
    }

    private static Map<String, FieldValue> context(String... fields) {
        Map<String, FieldValue> context = new HashMap<>();
        for (String field : fields) {
            context.put(field, FieldValue.of("1"));
        }
        return context;
    }
}
