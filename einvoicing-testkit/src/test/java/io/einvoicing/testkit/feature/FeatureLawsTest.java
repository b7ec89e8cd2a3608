package io.einvoicing.testkit.feature;

import static io.einvoicing.testkit.data.FeatureVersionBuilder.aSetup;
import static io.einvoicing.testkit.data.TestData.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.ContentChange;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureMerge;
import io.einvoicing.feature.FeatureMerge.Side;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws that hold for every content and every history of deployments. */
class FeatureLawsTest {
    @Property(tries = 300)
    void aMergeWithAnUnchangedSideIsTheOtherSide(
            @ForAll("contents") FeatureContent base, @ForAll("contents") FeatureContent changed) {
        assertSame(FeatureMerge.of(base, base, changed, Map.of()), changed);
        assertSame(FeatureMerge.of(base, changed, base, Map.of()), changed);
        assertSame(FeatureMerge.of(base, changed, changed, Map.of()), changed);
    }

    @Property(tries = 300)
    void bothSidesSeeTheSameConflictsAndResolvingAllOfThemLeavesNone(
            @ForAll("contents") FeatureContent base,
            @ForAll("contents") FeatureContent mine,
            @ForAll("contents") FeatureContent theirs,
            @ForAll Side side) {
        FeatureMerge merge = FeatureMerge.of(base, mine, theirs, Map.of());
        assertThat(FeatureMerge.of(base, theirs, mine, Map.of()).conflicts())
                .extracting(FeatureMerge.Conflict::path)
                .containsExactlyInAnyOrderElementsOf(paths(merge));

        Map<String, Side> resolutions = paths(merge).stream().collect(Collectors.toMap(path -> path, path -> side));
        FeatureMerge resolved = FeatureMerge.of(base, mine, theirs, resolutions);
        assertThat(resolved.conflicts()).isEmpty();
        assertThat(resolved.unused()).isEmpty();
    }

    @Property(tries = 300)
    void aMergeHoldsNothingThatNeitherSideHas(
            @ForAll("contents") FeatureContent base,
            @ForAll("contents") FeatureContent mine,
            @ForAll("contents") FeatureContent theirs) {
        FeatureContent merged = FeatureMerge.of(base, mine, theirs, Map.of()).content();

        assertThat(names(mine, theirs)).containsAll(names(merged));
        assertThat(ContentChange.between(merged, merged)).isEmpty();
    }

    private static void assertSame(FeatureMerge merge, FeatureContent expected) {
        assertThat(merge.conflicts()).isEmpty();
        assertThat(ContentChange.between(merge.content(), expected)).isEmpty();
        assertThat(merge.content().setups()).isEqualTo(expected.setups());
        assertThat(merge.content().parameters()).isEqualTo(expected.parameters());
    }

    private static List<String> paths(FeatureMerge merge) {
        return merge.conflicts().stream().map(FeatureMerge.Conflict::path).toList();
    }

    private static List<String> names(FeatureContent... contents) {
        List<String> names = new ArrayList<>();
        for (FeatureContent content : contents) {
            content.parameters().forEach(each -> names.add("parameter " + each.name()));
            content.formatConfigurations().forEach(each -> names.add("format " + each.name()));
            for (FeatureSetup setup : content.setups()) {
                names.add("setup " + setup.name());
                setup.actions().forEach(each -> names.add(setup.name() + " action " + each.name()));
                setup.variables().forEach(each -> names.add(setup.name() + " variable " + each.name()));
            }
        }
        return names;
    }

    @Provide
    Arbitrary<FeatureContent> contents() {
        Arbitrary<String> text = Arbitraries.of("a", "b");
        Arbitrary<List<FeatureParameter>> parameters =
                named(text.map(value -> (String name) -> new FeatureParameter(name, value, "")));
        Arbitrary<List<FormatConfiguration>> formats =
                named(text.map(value -> (String name) -> new FormatConfiguration(name, value)));
        Arbitrary<List<Variable>> variables = named(text.map(value -> (String name) ->
                new Variable(name, "", Variable.Kind.CONSTANT, DataType.STRING, Optional.of(value), Optional.empty())));
        Arbitrary<List<Action>> actions = named(text.map(
                value -> (String name) -> Action.of(name, "Step", Map.of("Number", ParameterValue.literal(value)))));
        Arbitrary<List<FeatureSetup>> setups =
                named(Combinators.combine(variables, actions, text).as((some, steps, value) -> (String name) -> {
                    FeatureSetup setup = aSetup(name, ApplicabilityRule.equal("f", value));
                    return new FeatureSetup(name, setup.type(), setup.applicability(), some, steps);
                }));
        return Combinators.combine(text, parameters, setups, formats)
                .as((description, some, few, known) -> new FeatureContent(description, some, few, known, List.of()));
    }

    /** Makes a thing of a name. */
    private interface Named<T> {
        T named(String name);
    }

    private static <T> Arbitrary<List<T>> named(Arbitrary<? extends Named<T>> element) {
        return Combinators.combine(
                        Arbitraries.shuffle("P", "Q", "R", "S"),
                        Arbitraries.integers().between(0, 4),
                        element.list().ofSize(4))
                .as((names, size, elements) -> {
                    List<T> all = new ArrayList<>();
                    for (int i = 0; i < size; i++) {
                        all.add(elements.get(i).named(names.get(i)));
                    }
                    return all;
                });
    }

    @Property(tries = 500)
    void theDeploymentThatStartedLastServesAndTiesGoToTheHigherVersion(
            @ForAll("histories") List<Deployment> history, @ForAll("instants") Instant at) {
        List<Deployment> serving = Deployment.serving(history, at);

        for (FeatureId feature :
                history.stream().map(Deployment::feature).distinct().toList()) {
            List<Deployment> eligible = history.stream()
                    .filter(each -> each.feature().equals(feature))
                    .filter(each -> !each.effectiveFrom().isAfter(at))
                    .filter(each ->
                            each.canceledAt().filter(end -> !end.isAfter(at)).isEmpty())
                    .toList();
            List<Deployment> serves = serving.stream()
                    .filter(each -> each.feature().equals(feature))
                    .toList();
            assertThat(serves).hasSize(eligible.isEmpty() ? 0 : 1);
            for (Deployment one : serves) {
                assertThat(eligible).contains(one).allSatisfy(other -> {
                    assertThat(other.effectiveFrom()).isBeforeOrEqualTo(one.effectiveFrom());
                    if (other.effectiveFrom().equals(one.effectiveFrom())) {
                        assertThat(other.version()).isLessThanOrEqualTo(one.version());
                    }
                });
            }
        }
    }

    @Property(tries = 300)
    void whatServesDoesNotDependOnTheOrderInWhichDeploymentsAreRead(
            @ForAll("histories") List<Deployment> history, @ForAll("instants") Instant at, @ForAll Random random) {
        List<Deployment> shuffled = new ArrayList<>(history);
        Collections.shuffle(shuffled, random);

        assertThat(Deployment.serving(shuffled, at)).isEqualTo(Deployment.serving(history, at));
    }

    @Property(tries = 300)
    void afterACancellationServesWhatWouldServeWithoutTheDeployment(
            @ForAll("histories") List<Deployment> history, @ForAll("instants") Instant at) {
        for (Deployment canceled : Deployment.serving(history, at)) {
            List<Deployment> after = new ArrayList<>(history);
            after.replaceAll(each -> each.equals(canceled) ? canceled.cancel(at) : each);
            List<Deployment> without = new ArrayList<>(history);
            without.remove(canceled);

            assertThat(Deployment.serving(after, at)).isEqualTo(Deployment.serving(without, at));
            assertThat(Deployment.serving(after, at.minusMillis(1)))
                    .extracting(Deployment::id)
                    .isEqualTo(Deployment.serving(history, at.minusMillis(1)).stream()
                            .map(Deployment::id)
                            .toList());
        }
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.integers().between(0, 6).map(NOW::plusSeconds);
    }

    @Provide
    Arbitrary<List<Deployment>> histories() {
        Arbitrary<Deployment> deployment = Combinators.combine(
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(1, 3),
                        instants(),
                        instants().injectNull(0.5),
                        Arbitraries.longs().greaterOrEqual(0))
                .as((feature, version, from, canceled, id) -> new Deployment(
                        new TenantId(new UUID(0, 1)),
                        new UUID(1, id),
                        new EnvironmentId(new UUID(0, 2)),
                        new FeatureId(new UUID(0, feature)),
                        version,
                        from,
                        NOW,
                        new PrincipalId(new UUID(0, 3)),
                        Optional.ofNullable(canceled)));
        return deployment.list().ofMaxSize(8).uniqueElements(Deployment::id);
    }
}
