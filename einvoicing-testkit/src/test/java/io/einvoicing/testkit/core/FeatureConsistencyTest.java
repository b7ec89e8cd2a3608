package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.FeatureFixture.step;
import static io.einvoicing.testkit.data.FeatureVersionBuilder.aSetup;
import static io.einvoicing.testkit.data.TestData.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSelection;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.ResponseType;
import io.einvoicing.feature.Variable;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a check of a version finds between its parts. */
class FeatureConsistencyTest {
    private static final ApplicabilityRule GERMAN = ApplicabilityRule.equal("Country", "DE");
    private static final ApplicabilityRule AUSTRIAN = ApplicabilityRule.equal("Country", "AT");
    private static final ApplicabilityRule SERVICE = ApplicabilityRule.equal("Model", "55");

    private final FeatureFixture fixture = new FeatureFixture();

    @Test
    void setupsOfTheSameRuleHoweverItIsWrittenExcludeEachOther() {
        FeatureVersion draft = draft(
                setup("First", ApplicabilityRule.all(SERVICE, ApplicabilityRule.any(GERMAN, AUSTRIAN))),
                setup(
                        "Second",
                        ApplicabilityRule.any(
                                ApplicabilityRule.all(AUSTRIAN, SERVICE), ApplicabilityRule.all(GERMAN, SERVICE))));

        assertThat(findings(draft))
                .containsExactly(Finding.error(
                        "setups[1].applicability",
                        "setups \"First\" and \"Second\" apply to the same documents, so neither would be selected",
                        "add a clause to one of them, or remove it"));
        assertThat(select(draft, Map.of("Country", "DE", "Model", "55")))
                .isInstanceOf(FeatureSelection.Ambiguous.class);
        assertThat(fixture.features
                        .complete(fixture.caller, draft.feature(), 1, draft.revision())
                        .fold(completed -> Refusal.Kind.NOT_FOUND, Refusal::kind))
                .isEqualTo(Refusal.Kind.INVALID);
    }

    @Test
    void setupsThatAlwaysApplyExcludeEachOther() {
        FeatureVersion draft = draft(setup("First", ApplicabilityRule.all()), setup("Second", ApplicabilityRule.all()));

        assertThat(findings(draft))
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::field)
                .containsExactly("setups[1].applicability");
    }

    @Test
    void setupsThatShareAConjunctionExcludeEachOtherWhereNothingElseHolds() {
        FeatureVersion draft = draft(setup("First", ApplicabilityRule.any(GERMAN, AUSTRIAN)), setup("Second", GERMAN));

        assertThat(findings(draft))
                .containsExactly(Finding.warning(
                        "setups[1].applicability",
                        "setups \"First\" and \"Second\" both apply to documents of which only (Country = \"DE\") holds:"
                                + " neither would be selected",
                        "add a clause to one of them"));
        assertThat(select(draft, Map.of("Country", "DE"))).isInstanceOf(FeatureSelection.Ambiguous.class);
    }

    @Test
    void aSetupThatCollidesWithManyNamesTheFirstOfThem() {
        ApplicabilityRule choices = new ApplicabilityRule.All(IntStream.range(0, 8)
                .mapToObj(i -> ApplicabilityRule.any(
                        ApplicabilityRule.equal("Field " + i, "a"), ApplicabilityRule.equal("Field " + i, "b")))
                .toList());
        FeatureVersion draft = draft(IntStream.range(0, 200)
                .mapToObj(i -> setup("Setup " + i, choices))
                .toArray(FeatureSetup[]::new));

        List<Finding> findings = findings(draft);

        assertThat(findings)
                .filteredOn(finding -> finding.field().equals("setups[199].applicability"))
                .extracting(Finding::message)
                .hasSize(6)
                .startsWith("setups \"Setup 0\" and \"Setup 199\" apply to the same documents, so neither would be"
                        + " selected")
                .endsWith("setup \"Setup 199\" applies to documents of 194 more setups before it");
        assertThat(findings)
                .extracting(Finding::field)
                .filteredOn(field -> field.endsWith(".applicability"))
                .hasSizeLessThan(200 * 6);
    }

    @Test
    void manyConjunctionsInCommonAreToldInShort() {
        ApplicabilityRule countries = new ApplicabilityRule.Any(IntStream.range(0, 200)
                .mapToObj(i -> ApplicabilityRule.equal("Country", "Country " + i))
                .toList());
        FeatureVersion draft =
                draft(setup("First", countries), setup("Second", ApplicabilityRule.any(countries, SERVICE)));

        assertThat(findings(draft))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("(Country = \"Country 0\") or (Country = \"Country 1\")")
                .contains(" or one of 195 more conjunctions holds");
    }

    @Test
    void aMoreSpecificSetupAndOneThatTakesNoSubmissionsAreFine() {
        FeatureVersion draft = draft(
                setup("General", GERMAN),
                setup("Special", ApplicabilityRule.all(GERMAN, SERVICE)),
                new FeatureSetup("Channel", FeatureSetup.Type.IMPORT_CHANNEL, GERMAN, List.of(), List.of()));

        assertThat(findings(draft)).isEmpty();
        assertThat(select(draft, Map.of("Country", "DE", "Model", "55"))).isInstanceOf(FeatureSelection.Selected.class);
    }

    @Test
    void variablesToTheClientAndResponseTypesNeedEachOther() {
        FeatureSetup setup = new FeatureSetup(
                "Issue",
                FeatureSetup.Type.PROCESSING_PIPELINE,
                GERMAN,
                List.of(toClient("ResponseData"), toClient("Lost")),
                List.of(step("Send", "x")));

        assertThat(findings(draft(List.of(responding("ResponseData", "Silent")), setup)))
                .extracting(Finding::severity, Finding::field)
                .containsExactly(
                        tuple(Finding.Severity.WARNING, "setups[0].variables[1].name"),
                        tuple(Finding.Severity.WARNING, "applicationSetups[0].responseTypes[1].name"));
    }

    @Test
    void variablesToTheClientAreFineWhenTheErpIsSetUpByHand() {
        FeatureSetup setup = new FeatureSetup(
                "Issue",
                FeatureSetup.Type.PROCESSING_PIPELINE,
                GERMAN,
                List.of(toClient("ResponseData")),
                List.of(step("Send", "x")));

        assertThat(findings(draft(setup))).isEmpty();
    }

    private List<Finding> findings(FeatureVersion draft) {
        return fixture.features
                .validate(fixture.caller, draft.feature(), draft.number())
                .orThrow();
    }

    private FeatureVersion draft(FeatureSetup... setups) {
        return draft(List.of(), setups);
    }

    private FeatureVersion draft(List<ApplicationSetup> applicationSetups, FeatureSetup... setups) {
        FeatureVersion draft =
                fixture.features.create(fixture.caller, "Invoices").orThrow();
        FeatureContent content = new FeatureContent("", List.of(), List.of(setups), List.of(), applicationSetups);
        return fixture.features
                .edit(fixture.caller, draft.feature(), 1, 1, content, NOW)
                .orThrow();
    }

    private static FeatureSelection select(FeatureVersion version, Map<String, String> context) {
        Map<String, FieldValue> fields = new HashMap<>();
        context.forEach((name, value) -> fields.put(name, FieldValue.of(value)));
        return FeatureSelection.select(List.of(version), fields);
    }

    private static FeatureSetup setup(String name, ApplicabilityRule rule) {
        return aSetup(name, rule, step("Step", "x"));
    }

    private static Variable toClient(String name) {
        return new Variable(
                name,
                "",
                Variable.Kind.TO_CLIENT,
                DataType.FILE,
                Optional.empty(),
                Optional.of(new ParameterValue.FromAction("Send", "Output")));
    }

    private static ApplicationSetup responding(String... names) {
        return new ApplicationSetup(
                "CustInvoiceJour",
                "Customer invoice context",
                "Customer invoice",
                List.of(names).stream()
                        .map(name -> new ResponseType(name, "", Optional.empty(), Optional.empty(), Optional.empty()))
                        .toList());
    }
}
