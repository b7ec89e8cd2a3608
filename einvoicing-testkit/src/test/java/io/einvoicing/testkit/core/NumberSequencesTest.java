package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.DeployedObjectUses;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceEdit;
import io.einvoicing.numbersequence.NumberSequenceId;
import io.einvoicing.numbersequence.NumberSequences;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NumberSequencesTest {
    private final InMemoryStore store = new InMemoryStore();
    private final NumberSequences sequences = new NumberSequences(
            store.numberSequences(),
            store.environments(),
            store.features(),
            new DeployedObjectUses(store.features(), new ActionTypes(List.of())),
            new SequentialIdentifiers(),
            new TestClock());
    private final Caller caller = aCaller().build();
    private final ServiceEnvironment environment =
            anEnvironment().of(caller.tenant()).build();
    private final FeatureVersion version = aFeatureVersion().of(caller.tenant()).build();

    NumberSequencesTest() {
        store.environments().save(environment, aStamp("environment.create"));
        store.features().create(featureOf(version), version, aStamp("feature.create"));
    }

    @Test
    void beginsAtOneUnlessToldOtherwise() {
        NumberSequence created = create("Counter", Optional.empty(), Optional.empty());

        assertThat(created.next()).isEqualTo(1);
        assertThat(created.inUse()).isTrue();
        assertThat(created.revision()).isEqualTo(1);
        assertThat(sequences.find(caller, environment.id(), created.id()).orThrow())
                .isEqualTo(created);
        assertThat(create("From 0", Optional.empty(), Optional.of(0L)).next()).isZero();
    }

    @Test
    void nextValueChangesBeforeTheFirstDrawOnly() {
        NumberSequence created = create("Counter", Optional.empty(), Optional.empty());
        NumberSequence moved = sequences
                .edit(caller, environment.id(), created.id(), 1, edit("Counter", Optional.of(50L)))
                .orThrow();
        assertThat(moved.next()).isEqualTo(50);
        draw();

        Refusal refusal = refused(
                sequences.edit(caller, environment.id(), created.id(), 2, edit("Counter", Optional.of(60L))),
                Refusal.Kind.CONFLICT);

        assertThat(refusal.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.field()).isEqualTo("next");
            assertThat(finding.message()).contains("it is 51");
        });
        assertThat(sequences
                        .edit(caller, environment.id(), created.id(), 2, edit("Renamed", Optional.of(51L)))
                        .orThrow()
                        .next())
                .isEqualTo(51);
        assertThat(sequences
                        .edit(caller, environment.id(), created.id(), 3, edit("Counter", Optional.empty()))
                        .orThrow()
                        .next())
                .isEqualTo(51);
        assertThat(draw()).isEqualTo(51);
    }

    @Test
    void takesEffectAtOnce() {
        NumberSequence created = create("Counter", Optional.empty(), Optional.empty());
        assertThat(draw()).isEqualTo(1);

        sequences
                .edit(
                        caller,
                        environment.id(),
                        created.id(),
                        1,
                        new NumberSequenceEdit("Counter", "", false, Optional.empty()))
                .orThrow();

        assertThat(store.numberDraws().draw(request())).isEqualTo(new NumberDraws.Draw.NotInUse());
    }

    @Test
    void deletesBeforeTheFirstDrawOnly() {
        NumberSequence unused = create("Unused", Optional.empty(), Optional.empty());
        NumberSequence counter = create("Counter", Optional.empty(), Optional.empty());
        draw();

        assertThat(sequences.delete(caller, environment.id(), unused.id(), 1).orThrow())
                .isEqualTo(unused);
        Refusal refusal = refused(sequences.delete(caller, environment.id(), counter.id(), 1), Refusal.Kind.CONFLICT);

        assertThat(refusal.message()).contains("has drawn values, 1 in all", "take it out of use instead");
        assertThat(sequences.list(caller, environment.id()).orThrow()).hasSize(1);
    }

    @Test
    void refusesAnUnknownFeatureAndNamesTheField() {
        Refusal refusal = refused(
                sequences.create(
                        caller,
                        environment.id(),
                        Optional.of(new FeatureId(UUID.randomUUID())),
                        edit("Counter", Optional.empty())),
                Refusal.Kind.INVALID);

        assertThat(refusal.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.field()).isEqualTo("feature"));
        assertThat(sequences.list(caller, environment.id()).orThrow()).isEmpty();
    }

    @Test
    void refusesADuplicateNameOfTheSameEnvironmentAndFeature() {
        create("Counter", Optional.empty(), Optional.empty());
        create("Counter", Optional.of(version.feature()), Optional.empty());

        refused(
                sequences.create(
                        caller, environment.id(), Optional.of(version.feature()), edit("Counter", Optional.empty())),
                Refusal.Kind.DUPLICATE);
    }

    @Test
    void refusesAStaleRevision() {
        NumberSequence created = create("Counter", Optional.empty(), Optional.empty());
        sequences
                .edit(caller, environment.id(), created.id(), 1, edit("Second", Optional.empty()))
                .orThrow();

        refused(
                sequences.edit(caller, environment.id(), created.id(), 1, edit("Third", Optional.empty())),
                Refusal.Kind.STALE);
        refused(sequences.delete(caller, environment.id(), created.id(), 1), Refusal.Kind.STALE);
    }

    @Test
    void refusesValuesOutOfRangeByName() {
        assertThatThrownBy(() -> edit("Counter", Optional.of(-1L)))
                .hasMessageStartingWith("next must be 0 to")
                .hasMessageEndingWith("was -1");
        assertThatThrownBy(() -> edit("Counter", Optional.of(NumberSequence.MAX_FIRST + 1)))
                .hasMessageStartingWith("next must be 0 to");
        assertThatThrownBy(() -> edit(" Counter", Optional.empty())).hasMessageStartingWith("name must not begin");
        assertThatThrownBy(() -> new NumberSequenceEdit("C", "x".repeat(4_001), true, Optional.empty()))
                .hasMessageStartingWith("description must have at most");
    }

    @Test
    void whatBelongsToAnotherTenantDoesNotExist() {
        NumberSequence created = create("Counter", Optional.empty(), Optional.empty());
        Caller other = aCaller().build();

        refused(sequences.list(other, environment.id()), Refusal.Kind.NOT_FOUND);
        refused(sequences.find(other, environment.id(), created.id()), Refusal.Kind.NOT_FOUND);
        refused(sequences.values(other, environment.id(), created.id(), Optional.empty(), 10), Refusal.Kind.NOT_FOUND);
        refused(sequences.find(caller, new EnvironmentId(UUID.randomUUID()), created.id()), Refusal.Kind.NOT_FOUND);
        refused(
                sequences.find(caller, environment.id(), new NumberSequenceId(UUID.randomUUID())),
                Refusal.Kind.NOT_FOUND);
    }

    @Test
    void needsTheRoleConfigure() {
        NumberSequence created = create("Counter", Optional.empty(), Optional.empty());
        Caller submitter = aCaller()
                .of(caller.tenant())
                .withRoles(Role.SUBMIT, Role.USAGE, Role.OPERATE)
                .build();

        refused(sequences.list(submitter, environment.id()), Refusal.Kind.FORBIDDEN);
        refused(
                sequences.create(submitter, environment.id(), Optional.empty(), edit("C", Optional.empty())),
                Refusal.Kind.FORBIDDEN);
        refused(
                sequences.edit(submitter, environment.id(), created.id(), 1, edit("C", Optional.empty())),
                Refusal.Kind.FORBIDDEN);
        refused(sequences.delete(submitter, environment.id(), created.id(), 1), Refusal.Kind.FORBIDDEN);
        refused(
                sequences.values(submitter, environment.id(), created.id(), Optional.empty(), 10),
                Refusal.Kind.FORBIDDEN);
    }

    private NumberSequence create(String name, Optional<FeatureId> feature, Optional<Long> first) {
        return sequences
                .create(caller, environment.id(), feature, edit(name, first))
                .orThrow();
    }

    private static NumberSequenceEdit edit(String name, Optional<Long> next) {
        return new NumberSequenceEdit(name, "For the authority", true, next);
    }

    private long draw() {
        return ((NumberDraws.Draw.Drawn) store.numberDraws().draw(request())).value();
    }

    private NumberDraws.Request request() {
        return new NumberDraws.Request(
                caller.tenant(),
                environment.id(),
                version.feature(),
                "Counter",
                new SubmissionId(UUID.randomUUID()),
                "Number",
                NOW);
    }
}
