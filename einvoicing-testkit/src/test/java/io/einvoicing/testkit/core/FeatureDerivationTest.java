package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.FeatureFixture.content;
import static io.einvoicing.testkit.core.FeatureFixture.reference;
import static io.einvoicing.testkit.core.FeatureFixture.step;
import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureDerivation;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureMerge;
import io.einvoicing.feature.FeatureReference;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FeatureDerivationTest {
    private static final String PATH = "setups[Issue].actions[Step].parameters[Text]";
    private final FeatureFixture fixture = new FeatureFixture();
    private final Caller caller = fixture.caller;
    private final FeatureDerivation derivation = fixture.derivation;

    @Test
    void beginsWithTheContentOfTheBase() {
        FeatureVersion base = fixture.completed("Base", "A");

        FeatureVersion derived =
                derivation.derive(caller, "Derived", reference(base)).orThrow();

        assertThat(derived.status()).isEqualTo(FeatureVersion.Status.DRAFT);
        assertThat(derived.content()).isEqualTo(base.content());
        assertThat(derived.baseVersion()).isEqualTo(OptionalInt.of(1));
        assertThat(fixture.features
                        .find(caller, derived.feature())
                        .orThrow()
                        .feature()
                        .base())
                .contains(new Feature.Base(caller.tenant(), base.feature(), "Base"));
    }

    @Test
    void refusesABaseThatIsADraftOrUnknownAndANameThatIsTaken() {
        FeatureVersion base = fixture.completed("Base", "A");
        FeatureVersion draft =
                fixture.features.newVersion(caller, base.feature()).orThrow();
        FeatureReference unknown = new FeatureReference(caller.tenant(), new FeatureId(new UUID(7, 7)), 1);
        FeatureReference foreign = new FeatureReference(aCaller().build().tenant(), base.feature(), 1);

        refused(derivation.derive(caller, "Derived", reference(draft)), Refusal.Kind.CONFLICT);
        refused(derivation.derive(caller, "Derived", unknown), Refusal.Kind.NOT_FOUND);
        refused(derivation.derive(caller, "Derived", foreign), Refusal.Kind.NOT_FOUND);
        refused(derivation.derive(caller, "Base", reference(base)), Refusal.Kind.DUPLICATE);
        refused(
                derivation.derive(
                        aCaller().of(caller.tenant()).withRoles(Role.USAGE).build(), "Derived", reference(base)),
                Refusal.Kind.FORBIDDEN);
        assertThat(fixture.features.list(caller).orThrow()).hasSize(1);
    }

    @Test
    void mergesALaterBaseIntoANewDraft() {
        FeatureVersion derived = derivedAndChanged(content(step("Step", "A"), step("Own", "mine")));
        next("Base", content(step("Step", "B")));

        FeatureDerivation.Preview preview =
                derivation.preview(caller, derived.feature(), 2).orThrow();
        assertThat(preview.from()).isEqualTo(1);
        assertThat(preview.to()).isEqualTo(2);
        assertThat(preview.merge().conflicts()).isEmpty();
        FeatureVersion rebased =
                derivation.rebase(caller, derived.feature(), 2, Map.of()).orThrow();

        assertThat(rebased.number()).isEqualTo(2);
        assertThat(rebased.status()).isEqualTo(FeatureVersion.Status.DRAFT);
        assertThat(rebased.baseVersion()).isEqualTo(OptionalInt.of(2));
        assertThat(rebased.content()).isEqualTo(content(step("Step", "B"), step("Own", "mine")));
        assertThat(fixture.features.find(caller, derived.feature(), 1).orThrow())
                .isEqualTo(derived);
    }

    @Test
    void asksForEachConflictAndTakesWhatIsChosen() {
        FeatureVersion derived = derivedAndChanged(content("mine"));
        next("Base", content("theirs"));

        Refusal unresolved = refused(derivation.rebase(caller, derived.feature(), 2, Map.of()), Refusal.Kind.CONFLICT);
        assertThat(unresolved.findings()).extracting(Finding::field).containsExactly(PATH);
        assertThat(unresolved.findings().get(0).message()).isEqualTo("base: A; mine: mine; theirs: theirs");
        refused(
                derivation.rebase(
                        caller,
                        derived.feature(),
                        2,
                        Map.of(PATH, FeatureMerge.Side.MINE, "setups[Other]", FeatureMerge.Side.MINE)),
                Refusal.Kind.INVALID);
        assertThat(fixture.features.versions(caller, derived.feature()).orThrow())
                .containsExactly(derived);

        FeatureVersion rebased = derivation
                .rebase(caller, derived.feature(), 2, Map.of(PATH, FeatureMerge.Side.THEIRS))
                .orThrow();
        assertThat(rebased.content()).isEqualTo(content("theirs"));
    }

    @Test
    void refusesToRebaseWhatIsDerivedFromNothingOrHasADraft() {
        FeatureVersion alone = fixture.completed("Alone", "A");
        FeatureVersion derived = derivedAndChanged(content("mine"));
        refused(derivation.rebase(caller, derived.feature(), 9, Map.of()), Refusal.Kind.NOT_FOUND);
        fixture.features.newVersion(caller, derived.feature()).orThrow();

        refused(derivation.rebase(caller, alone.feature(), 1, Map.of()), Refusal.Kind.CONFLICT);
        for (Map<String, FeatureMerge.Side> resolutions :
                List.of(Map.<String, FeatureMerge.Side>of(), Map.of("nowhere", FeatureMerge.Side.MINE))) {
            for (int baseVersion : List.of(1, 2, 9)) {
                assertThat(refused(
                                        derivation.rebase(caller, derived.feature(), baseVersion, resolutions),
                                        Refusal.Kind.CONFLICT)
                                .message())
                        .contains("draft already", "complete or delete it");
            }
        }
        refused(derivation.rebase(aCaller().build(), derived.feature(), 1, Map.of()), Refusal.Kind.NOT_FOUND);
    }

    @Test
    void keepsChainsOfDerivationsShort() {
        FeatureVersion base = fixture.completed("Feature 0", "A");
        for (int depth = 1; depth <= 32; depth++) {
            FeatureVersion derived = derivation
                    .derive(caller, "Feature " + depth, reference(base))
                    .orThrow();
            base = fixture.features
                    .complete(caller, derived.feature(), 1, derived.revision())
                    .orThrow();
        }

        refused(derivation.derive(caller, "One too many", reference(base)), Refusal.Kind.CONFLICT);
    }

    private FeatureVersion derivedAndChanged(FeatureContent content) {
        FeatureVersion base = fixture.completed("Base", "A");
        FeatureVersion derived =
                derivation.derive(caller, "Derived", reference(base)).orThrow();
        FeatureVersion edited = fixture.features
                .edit(caller, derived.feature(), 1, 1, content, fixture.clock.instant())
                .orThrow();
        return fixture.features
                .complete(caller, derived.feature(), 1, edited.revision())
                .orThrow();
    }

    private void next(String name, FeatureContent content) {
        FeatureId feature = fixture.features.list(caller).orThrow().stream()
                .filter(each -> each.feature().name().equals(name))
                .findFirst()
                .orElseThrow()
                .feature()
                .id();
        fixture.next(feature, content);
    }
}
