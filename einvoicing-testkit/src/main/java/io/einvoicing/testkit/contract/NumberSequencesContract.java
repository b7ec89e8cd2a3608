package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.numbersequence.DrawnNumber;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceId;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.numbersequence.port.NumberDraws.Draw;
import io.einvoicing.numbersequence.port.NumberSequenceRepository;
import io.einvoicing.submission.SubmissionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link NumberSequenceRepository} and its {@link NumberDraws} do. All factories give ports of the same store. */
public abstract class NumberSequencesContract {
    private static final String NAME = "Sayaç Ω 🧾";

    private final TenantId tenant = freshTenant();
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());
    private final FeatureId feature = new FeatureId(UUID.randomUUID());

    protected abstract NumberSequenceRepository createSequences() throws Exception;

    protected abstract NumberDraws createDraws() throws Exception;

    protected abstract NumberSequenceRepository createUnreachableSequences() throws Exception;

    protected abstract NumberDraws createUnreachableDraws() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void hasNothingForAnEnvironmentWithoutSequences() throws Exception {
        NumberSequenceId id = new NumberSequenceId(UUID.randomUUID());

        assertThat(createSequences().list(tenant, environment)).isEmpty();
        assertThat(createSequences().find(tenant, environment, id)).isEmpty();
        assertThat(createSequences().exists(tenant, environment, feature, NAME)).isFalse();
        assertThat(createSequences().values(tenant, id, Optional.empty(), 10)).isEmpty();
        assertThat(draw(freshSubmission(), "Number")).isEqualTo(new Draw.NoSequence());
    }

    @Test
    void keepsTheWholeSequence() throws Exception {
        NumberSequence ofEnvironment =
                saved(sequence(Optional.empty(), NAME, Maximal.TEXT.strip(), true, NumberSequence.MAX_FIRST));
        NumberSequence ofFeature = saved(sequence(Optional.of(feature), NAME, "", false, 0));
        NumberSequence first = saved(sequence(Optional.empty(), "A", "", true, 1));

        assertThat(createSequences().find(tenant, environment, ofFeature.id())).contains(ofFeature);
        assertThat(createSequences().list(tenant, environment)).containsExactly(first, ofEnvironment, ofFeature);
        assertThat(createSequences().find(tenant, new EnvironmentId(UUID.randomUUID()), first.id()))
                .isEmpty();
    }

    @Test
    void drawsOneValueAfterTheOtherAndKeepsWhoHasIt() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 41));
        SubmissionId one = freshSubmission();
        SubmissionId two = freshSubmission();

        assertThat(draw(one, "Number")).isEqualTo(new Draw.Drawn(41));
        assertThat(draw(two, "Number")).isEqualTo(new Draw.Drawn(42));
        assertThat(draw(two, "Second number")).isEqualTo(new Draw.Drawn(43));

        List<DrawnNumber> expected = List.of(
                new DrawnNumber(sequence.id(), 41, one, "Number", NOW),
                new DrawnNumber(sequence.id(), 42, two, "Number", NOW),
                new DrawnNumber(sequence.id(), 43, two, "Second number", NOW));
        assertThat(createSequences().values(tenant, sequence.id(), Optional.empty(), 10))
                .isEqualTo(expected);
        assertThat(createSequences().values(tenant, sequence.id(), Optional.of(41L), 1))
                .isEqualTo(expected.subList(1, 2));
        NumberSequence drawn = find(sequence);
        assertThat(drawn.drawn()).isEqualTo(3);
        assertThat(drawn.next()).isEqualTo(44);
        assertThat(drawn.revision()).as("a draw is no edit").isEqualTo(1);
    }

    @Test
    void whoDrawsAgainGetsTheSameValueWhateverHasBecomeOfTheSequence() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 1));
        SubmissionId submission = freshSubmission();
        assertThat(draw(submission, "Number")).isEqualTo(new Draw.Drawn(1));

        assertThat(draw(submission, "Number")).isEqualTo(new Draw.Drawn(1));
        saved(edited(find(sequence), "Renamed", false, 1));

        assertThat(draw(submission, "Number")).isEqualTo(new Draw.Drawn(1));
        assertThat(draw(freshSubmission(), "Number")).isEqualTo(new Draw.NoSequence());
        assertThat(find(sequence).drawn()).isEqualTo(1);
    }

    @Test
    void drawsNothingFromASequenceThatIsNotInUse() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", false, 7));
        SubmissionId submission = freshSubmission();

        assertThat(draw(submission, "Number")).isEqualTo(new Draw.NotInUse());
        saved(edited(sequence, NAME, true, 7));

        assertThat(draw(submission, "Number")).isEqualTo(new Draw.Drawn(7));
    }

    @Test
    void sequenceOfTheFeatureWinsOverThatOfTheEnvironment() throws Exception {
        saved(sequence(Optional.empty(), NAME, "", true, 1));
        NumberSequence ofFeature = saved(sequence(Optional.of(feature), NAME, "", true, 100));
        FeatureId other = new FeatureId(UUID.randomUUID());

        assertThat(draw(freshSubmission(), "Number")).isEqualTo(new Draw.Drawn(100));
        assertThat(createDraws().draw(request(other, freshSubmission(), "Number")))
                .isEqualTo(new Draw.Drawn(1));
        saved(edited(find(ofFeature), NAME, false, 100));

        assertThat(draw(freshSubmission(), "Number"))
                .as("numbers of two sequences must not be mixed silently")
                .isEqualTo(new Draw.NotInUse());
    }

    @Test
    void sequenceOfOneFeatureIsNotThereForOthers() throws Exception {
        saved(sequence(Optional.of(feature), NAME, "", false, 1));
        FeatureId other = new FeatureId(UUID.randomUUID());

        assertThat(createSequences().exists(tenant, environment, feature, NAME)).isTrue();
        assertThat(createSequences().exists(tenant, environment, other, NAME)).isFalse();
        assertThat(createDraws().draw(request(other, freshSubmission(), "Number")))
                .isEqualTo(new Draw.NoSequence());
    }

    @Test
    void anEditNeverWritesHowManyValuesWereDrawn() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 1));
        draw(freshSubmission(), "Number");

        saved(edited(sequence, "Renamed", true, 1));

        assertThat(find(sequence).name()).isEqualTo("Renamed");
        assertThat(find(sequence).next()).isEqualTo(2);
    }

    @Test
    void firstValueCannotChangeOnceAValueWasDrawn() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 1));
        NumberSequence moved = saved(edited(sequence, NAME, true, 10));
        assertThat(draw(freshSubmission(), "Number")).isEqualTo(new Draw.Drawn(10));

        assertThat(createSequences().save(edited(moved, NAME, true, 50), aStamp("numberSequence.edit")))
                .isEqualTo(SaveResult.STALE);

        assertThat(draw(freshSubmission(), "Number")).isEqualTo(new Draw.Drawn(11));
    }

    @Test
    void refusesANameThatTheEnvironmentAndFeatureHave() throws Exception {
        saved(sequence(Optional.empty(), NAME, "", true, 1));
        NumberSequence ofFeature = saved(sequence(Optional.of(feature), NAME, "", true, 1));
        NumberSequence other = saved(sequence(Optional.of(feature), "Other", "", true, 1));

        assertThat(createSequences()
                        .save(sequence(Optional.empty(), NAME, "", true, 1), aStamp("numberSequence.create")))
                .isEqualTo(SaveResult.NAME_TAKEN);
        assertThat(createSequences().save(edited(other, NAME, true, 1), aStamp("numberSequence.edit")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(find(other)).isEqualTo(other);
        assertThat(find(ofFeature)).isEqualTo(ofFeature);
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(3);
    }

    @Test
    void refusesAStaleRevisionWhole() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 1));
        saved(edited(sequence, "Second", true, 1));

        assertThat(createSequences().save(edited(sequence, "Third", true, 1), aStamp("numberSequence.edit")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createSequences().remove(sequence, aStamp("numberSequence.delete")))
                .isEqualTo(SaveResult.STALE);

        assertThat(find(sequence).name()).isEqualTo("Second");
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(2);
    }

    @Test
    void removesASequenceFromWhichNothingWasDrawn() throws Exception {
        NumberSequence unused = saved(sequence(Optional.empty(), "Unused", "", true, 1));
        NumberSequence used = saved(sequence(Optional.empty(), NAME, "", true, 1));
        draw(freshSubmission(), "Number");
        AuditStamp stamp = aStamp("numberSequence.delete");

        assertThat(createSequences().remove(unused, stamp)).isEqualTo(SaveResult.SAVED);
        assertThat(createSequences().remove(unused, stamp)).isEqualTo(SaveResult.STALE);
        assertThat(createSequences().remove(used, stamp)).isEqualTo(SaveResult.STALE);

        assertThat(createSequences().list(tenant, environment)).containsExactly(find(used));
        AuditRecord record = createAuditTrail().newest(tenant, 10).get(0);
        assertThat(record.stamp()).isEqualTo(stamp);
        assertThat(record.subject()).isEqualTo("number-sequence/" + unused.id());
        assertThat(record.before().orElseThrow()).contains("Unused");
        assertThat(record.after()).isEmpty();
    }

    @Test
    void recordsEveryEditAndNoDrawInTheAuditTrail() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 1));
        draw(freshSubmission(), "Number");
        AuditStamp stamp = aStamp("numberSequence.edit");

        createSequences().save(edited(sequence, "Renamed", true, 1), stamp);

        List<AuditRecord> records = createAuditTrail().newest(tenant, 10);
        assertThat(records).hasSize(2);
        assertThat(records.get(0).stamp()).isEqualTo(stamp);
        assertThat(records.get(0).before().orElseThrow()).contains(NAME);
        assertThat(records.get(0).after().orElseThrow()).contains("Renamed");
        assertThat(records.get(1).before()).isEmpty();
    }

    @Test
    void manyDrawersAtOnceGetEveryValueExactlyOnce() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 1));
        NumberDraws draws = createDraws();
        int each = 8;
        try (Race race = new Race(32)) {
            List<List<Long>> drawn = race.run(i -> () -> {
                List<Long> values = new ArrayList<>();
                for (int n = 0; n < each; n++) {
                    values.add(((Draw.Drawn) draws.draw(request(feature, freshSubmission(), "Number"))).value());
                }
                return values;
            });
            assertThat(drawn.stream().flatMap(List::stream).sorted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 32L * each).boxed().toList());
            assertThat(drawn).allSatisfy(mine -> assertThat(mine).isSorted());
        }
        assertThat(find(sequence).next()).isEqualTo(32L * each + 1);
        assertThat(createSequences().values(tenant, sequence.id(), Optional.empty(), 1_000))
                .extracting(DrawnNumber::value)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 32L * each).boxed().toList());
    }

    @Test
    void manyRunsOfOneActionAtOnceDrawOneValue() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 5));
        NumberDraws draws = createDraws();
        SubmissionId submission = freshSubmission();
        try (Race race = new Race(16)) {
            assertThat(race.run(i -> () -> draws.draw(request(feature, submission, "Number"))))
                    .containsOnly(new Draw.Drawn(5));
        }
        assertThat(find(sequence).drawn()).isEqualTo(1);
        assertThat(draw(freshSubmission(), "Number")).isEqualTo(new Draw.Drawn(6));
    }

    @Test
    void editsAndDrawsAtOnceLeaveNoGap() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 1));
        NumberDraws draws = createDraws();
        NumberSequenceRepository sequences = createSequences();
        try (Race race = new Race(16)) {
            race.run(i -> () -> i % 4 == 0
                    ? sequences.save(edited(sequence, NAME, true, 1_000), aStamp("numberSequence.edit"))
                    : draws.draw(request(feature, freshSubmission(), "Number")));
        }
        NumberSequence after = find(sequence);
        assertThat(after.drawn()).isEqualTo(12);
        assertThat(createSequences().values(tenant, sequence.id(), Optional.empty(), 100))
                .extracting(DrawnNumber::value)
                .containsExactlyElementsOf(
                        LongStream.range(after.first(), after.next()).boxed().toList());
    }

    @Test
    void oneOfManySequencesWithOneNameAtOneInstantWins() throws Exception {
        NumberSequenceRepository sequences = createSequences();
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> sequences.save(
                            sequence(Optional.empty(), NAME, "", true, 1), aStamp("numberSequence.create"))))
                    .containsOnlyOnce(SaveResult.SAVED);
        }
        assertThat(sequences.list(tenant, environment)).hasSize(1);
    }

    @Test
    void keepsTenantsApart() throws Exception {
        NumberSequence sequence = saved(sequence(Optional.empty(), NAME, "", true, 1));
        SubmissionId submission = freshSubmission();
        draw(submission, "Number");
        TenantId other = freshTenant();

        assertThat(createSequences().find(other, environment, sequence.id())).isEmpty();
        assertThat(createSequences().list(other, environment)).isEmpty();
        assertThat(createSequences().exists(other, environment, feature, NAME)).isFalse();
        assertThat(createSequences().values(other, sequence.id(), Optional.empty(), 10))
                .isEmpty();
        assertThat(createDraws()
                        .draw(new NumberDraws.Request(other, environment, feature, NAME, submission, "Number", NOW)))
                .isEqualTo(new Draw.NoSequence());
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        NumberSequenceRepository unreachable = createUnreachableSequences();
        NumberDraws draws = createUnreachableDraws();
        NumberSequence sequence = sequence(Optional.empty(), NAME, "", true, 1);
        Outages.assertUnavailable(
                () -> unreachable.find(tenant, environment, sequence.id()),
                () -> unreachable.list(tenant, environment),
                () -> unreachable.exists(tenant, environment, feature, NAME),
                () -> unreachable.save(sequence, aStamp("numberSequence.create")),
                () -> unreachable.remove(sequence, aStamp("numberSequence.delete")),
                () -> unreachable.values(tenant, sequence.id(), Optional.empty(), 10),
                () -> draws.draw(request(feature, freshSubmission(), "Number")));
    }

    private Draw draw(SubmissionId submission, String action) throws Exception {
        return createDraws().draw(request(feature, submission, action));
    }

    private NumberDraws.Request request(FeatureId drawing, SubmissionId submission, String action) {
        return new NumberDraws.Request(tenant, environment, drawing, NAME, submission, action, NOW);
    }

    private NumberSequence sequence(
            Optional<FeatureId> of, String name, String description, boolean inUse, long first) {
        return new NumberSequence(
                tenant,
                new NumberSequenceId(UUID.randomUUID()),
                environment,
                of,
                name,
                description,
                inUse,
                first,
                0,
                1);
    }

    private static NumberSequence edited(NumberSequence from, String name, boolean inUse, long first) {
        return new NumberSequence(
                from.tenant(),
                from.id(),
                from.environment(),
                from.feature(),
                name,
                from.description(),
                inUse,
                first,
                from.drawn(),
                from.revision() + 1);
    }

    private NumberSequence saved(NumberSequence sequence) throws Exception {
        assertThat(createSequences().save(sequence, aStamp("numberSequence.save")))
                .isEqualTo(SaveResult.SAVED);
        return sequence;
    }

    private NumberSequence find(NumberSequence sequence) throws Exception {
        return createSequences()
                .find(sequence.tenant(), sequence.environment(), sequence.id())
                .orElseThrow();
    }

    private static SubmissionId freshSubmission() {
        return new SubmissionId(UUID.randomUUID());
    }
}
