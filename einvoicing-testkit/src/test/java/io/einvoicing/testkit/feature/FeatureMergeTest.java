package io.einvoicing.testkit.feature;

import static io.einvoicing.testkit.data.FeatureVersionBuilder.aSetup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.ContentChange;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureMerge;
import io.einvoicing.feature.FeatureMerge.Conflict;
import io.einvoicing.feature.FeatureMerge.Side;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureMergeTest {
    private static final ApplicabilityRule RULE = ApplicabilityRule.equal("Country", "DE");
    private final FeatureContent base = pipeline(step("Transform", "A"), step("Sign", "key"), step("Send", "url"));

    @Test
    void takesFromEachSideWhatOnlyItChanged() {
        FeatureContent mine = pipeline(step("Transform", "A"), step("Sign", "my key"), step("Send", "url"));
        FeatureContent theirs = pipeline(step("Transform", "B"), step("Sign", "key"), step("Send", "url"));

        FeatureMerge merge = merge(mine, theirs, Map.of());

        assertThat(merge.conflicts()).isEmpty();
        assertThat(merge.content())
                .isEqualTo(pipeline(step("Transform", "B"), step("Sign", "my key"), step("Send", "url")));
        assertThat(merge.changes())
                .containsExactly(new ContentChange(
                        "setups[Issue].actions[Transform].parameters[Number]",
                        ContentChange.Kind.CHANGED,
                        Optional.of("A"),
                        Optional.of("B")));
    }

    @Test
    void showsBaseMineAndTheirsWhereBothChangedTheSameThing() {
        FeatureContent mine = pipeline(step("Transform", "A"), step("Sign", "mine"), step("Send", "url"));
        FeatureContent theirs = pipeline(step("Transform", "A"), step("Sign", "theirs"), step("Send", "url"));
        String path = "setups[Issue].actions[Sign].parameters[Number]";

        assertThat(merge(mine, theirs, Map.of()).conflicts())
                .containsExactly(new Conflict(path, Optional.of("key"), Optional.of("mine"), Optional.of("theirs")));
        assertThat(merge(mine, theirs, Map.of(path, Side.MINE)).content()).isEqualTo(mine);
        FeatureMerge taken = merge(mine, theirs, Map.of(path, Side.THEIRS));
        assertThat(taken.content()).isEqualTo(theirs);
        assertThat(taken.conflicts()).isEmpty();
    }

    @Test
    void removesWhatOneSideRemovedAndTheOtherLeftAlone() {
        FeatureContent mine = pipeline(step("Transform", "A"), step("Sign", "mine"), step("Send", "url"));
        FeatureContent theirs = pipeline(step("Transform", "A"), step("Sign", "key"));

        assertThat(merge(mine, theirs, Map.of()).content())
                .isEqualTo(pipeline(step("Transform", "A"), step("Sign", "mine")));
    }

    @Test
    void conflictsWhenOneSideRemovedWhatTheOtherChanged() {
        FeatureContent mine = pipeline(step("Transform", "A"), step("Sign", "mine"), step("Send", "url"));
        FeatureContent theirs = pipeline(step("Transform", "A"), step("Send", "url"));
        String path = "setups[Issue].actions[Sign]";

        Conflict conflict = merge(mine, theirs, Map.of()).conflicts().get(0);

        assertThat(conflict.path()).isEqualTo(path);
        assertThat(conflict.mine())
                .hasValueSatisfying(text -> assertThat(text).isEqualTo("type: Step\nparameters[Number]: mine"));
        assertThat(conflict.theirs()).isEmpty();
        assertThat(merge(mine, theirs, Map.of(path, Side.THEIRS)).content()).isEqualTo(theirs);
        assertThat(merge(mine, theirs, Map.of(path, Side.MINE)).content()).isEqualTo(mine);
    }

    @Test
    void putsAnActionThatOneSideAddedWhereItAddedIt() {
        FeatureContent mine =
                pipeline(step("Number", "n"), step("Transform", "A"), step("Sign", "key"), step("Send", "url"));
        FeatureContent theirs =
                pipeline(step("Transform", "A"), step("Validate", "v"), step("Sign", "key"), step("Send", "url"));

        assertThat(names(merge(mine, theirs, Map.of())))
                .containsExactly("Number", "Transform", "Validate", "Sign", "Send");
    }

    @Test
    void asksInWhichOrderActionsStandThatBothSidesAddedAtOnePlace() {
        FeatureContent mine =
                pipeline(step("Transform", "A"), step("Mine", "m"), step("Sign", "key"), step("Send", "url"));
        FeatureContent theirs =
                pipeline(step("Transform", "A"), step("Theirs", "t"), step("Sign", "key"), step("Send", "url"));
        String path = "setups[Issue].actions.order";

        assertThat(merge(mine, theirs, Map.of()).conflicts())
                .extracting(Conflict::path)
                .containsExactly(path);
        assertThat(names(merge(mine, theirs, Map.of(path, Side.MINE))))
                .containsExactly("Transform", "Mine", "Theirs", "Sign", "Send");
        assertThat(names(merge(mine, theirs, Map.of(path, Side.THEIRS))))
                .containsExactly("Transform", "Theirs", "Mine", "Sign", "Send");
    }

    @Test
    void keepsTheOrderThatOnlyOneSideChangedAndAsksIfBothDid() {
        FeatureContent moved = pipeline(step("Sign", "key"), step("Transform", "A"), step("Send", "url"));
        FeatureContent changed = pipeline(step("Transform", "B"), step("Sign", "key"), step("Send", "url"));
        FeatureContent otherwise = pipeline(step("Transform", "A"), step("Send", "url"), step("Sign", "key"));

        assertThat(names(merge(moved, changed, Map.of()))).containsExactly("Sign", "Transform", "Send");
        assertThat(names(merge(changed, moved, Map.of()))).containsExactly("Sign", "Transform", "Send");
        assertThat(merge(moved, otherwise, Map.of()).conflicts())
                .containsExactly(new Conflict(
                        "setups[Issue].actions.order",
                        Optional.of("Transform → Sign → Send"),
                        Optional.of("Sign → Transform → Send"),
                        Optional.of("Transform → Send → Sign")));
    }

    @Test
    void tellsResolutionsOfWhatIsNoConflict() {
        assertThat(merge(base, base, Map.of("setups[Issue]", Side.MINE)).unused())
                .containsExactly("setups[Issue]");
    }

    @Test
    void numbersAMergedFormatAfterMine() {
        FeatureContent before = formats(new FormatConfiguration("UBL", 3, "", "one"));
        FeatureContent mine = formats(new FormatConfiguration("UBL", 5, "", "one"));
        FeatureContent theirs =
                formats(new FormatConfiguration("UBL", 4, "", "two"), new FormatConfiguration("New", 7, "", "new"));

        assertThat(FeatureMerge.of(before, mine, theirs, Map.of()).content().formatConfigurations())
                .containsExactly(
                        new FormatConfiguration("UBL", 6, "", "two"), new FormatConfiguration("New", 7, "", "new"));
    }

    @Test
    void tellsEveryDifferenceByName() {
        FeatureContent before = new FeatureContent(
                "old",
                List.of(
                        new FeatureParameter("Endpoint", "a", ""),
                        new FeatureParameter("Gone", "x", ""),
                        new FeatureParameter("Blank", "", "")),
                base.setups(),
                List.of(new FormatConfiguration("UBL", "one")),
                List.of(new ApplicationSetup("CustInvoiceJour", "Invoice", "mapping", List.of())));
        FeatureContent after = new FeatureContent(
                "new",
                List.of(new FeatureParameter("Endpoint", "b", "")),
                List.of(aSetup("Issue", RULE, step("Sign", "key"), step("Transform", "A"), step("Odd [1]", "x"))),
                List.of(new FormatConfiguration("UBL", 2, "", "two")),
                List.of(new ApplicationSetup("CustInvoiceJour", "Invoice", "other", List.of())));

        assertThat(ContentChange.between(before, after))
                .extracting(ContentChange::path, ContentChange::kind)
                .containsExactly(
                        tuple("description", ContentChange.Kind.CHANGED),
                        tuple("parameters[Endpoint].value", ContentChange.Kind.CHANGED),
                        tuple("parameters[Gone].value", ContentChange.Kind.REMOVED),
                        tuple("parameters[Blank]", ContentChange.Kind.REMOVED),
                        tuple("setups[Issue].actions[Send].type", ContentChange.Kind.REMOVED),
                        tuple("setups[Issue].actions[Send].parameters[Number]", ContentChange.Kind.REMOVED),
                        tuple("setups[Issue].actions[Odd \\[1\\]].type", ContentChange.Kind.ADDED),
                        tuple("setups[Issue].actions[Odd \\[1\\]].parameters[Number]", ContentChange.Kind.ADDED),
                        tuple("setups[Issue].actions.order", ContentChange.Kind.CHANGED),
                        tuple("formatConfigurations[UBL].content", ContentChange.Kind.CHANGED),
                        tuple("applicationSetups[CustInvoiceJour/Invoice].modelMapping", ContentChange.Kind.CHANGED));
        assertThat(ContentChange.between(after, after)).isEmpty();
    }

    private FeatureMerge merge(FeatureContent mine, FeatureContent theirs, Map<String, Side> resolutions) {
        return FeatureMerge.of(base, mine, theirs, resolutions);
    }

    private static List<String> names(FeatureMerge merge) {
        return merge.content().setups().get(0).actions().stream()
                .map(Action::name)
                .toList();
    }

    private static FeatureContent formats(FormatConfiguration... formats) {
        return new FeatureContent("", List.of(), Arrays.asList(formats));
    }

    private static FeatureContent pipeline(Action... actions) {
        FeatureSetup setup = aSetup("Issue", RULE, actions);
        return new FeatureContent("", List.of(setup), List.of());
    }

    private static Action step(String name, String value) {
        return Action.of(name, "Step", Map.of("Number", ParameterValue.literal(value)));
    }
}
