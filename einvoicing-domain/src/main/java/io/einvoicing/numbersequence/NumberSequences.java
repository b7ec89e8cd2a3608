package io.einvoicing.numbersequence;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.numbersequence.port.NumberSequenceRepository;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks after number sequences, whose edits take effect at once, without publication. Thread-safe. Every operation needs the role
 * {@link Role#CONFIGURE} and sees the caller's tenant only; what belongs to another is NOT_FOUND.
 */
public final class NumberSequences {
    private final NumberSequenceRepository sequences;
    private final EnvironmentRepository environments;
    private final FeatureRepository features;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public NumberSequences(
            NumberSequenceRepository sequences,
            EnvironmentRepository environments,
            FeatureRepository features,
            Identifiers identifiers,
            InstantSource clock) {
        this.sequences = sequences;
        this.environments = environments;
        this.features = features;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Creates a sequence. A name that the environment and feature have already is refused as DUPLICATE, a feature that the tenant
     * does not have as INVALID.
     *
     * @param feature the only feature that draws from it; empty = all features
     * @param edit its name, description and use; {@code next} is its first value, 1 unless set
     */
    public Result<NumberSequence> create(
            Caller caller, EnvironmentId environment, Optional<FeatureId> feature, NumberSequenceEdit edit) {
        return within(caller, environment, () -> {
            if (feature.isPresent()
                    && features.find(caller.tenant(), feature.get()).isEmpty()) {
                return Result.refused(Refusal.invalid(
                        "number sequence \"" + edit.name() + "\" cannot be created",
                        List.of(Finding.error(
                                "feature",
                                "feature " + feature.get() + " does not exist",
                                "name a feature of the tenant, or none for all features"))));
            }
            return save(
                    caller,
                    new NumberSequence(
                            caller.tenant(),
                            new NumberSequenceId(identifiers.next()),
                            environment,
                            feature,
                            edit.name(),
                            edit.description(),
                            edit.inUse(),
                            edit.next().orElse(1L),
                            0,
                            1),
                    "numberSequence.create");
        });
    }

    /**
     * Edits a sequence. Another next value is refused as CONFLICT after the first draw: it would leave a gap or repeat a value.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<NumberSequence> edit(
            Caller caller, EnvironmentId environment, NumberSequenceId id, long revision, NumberSequenceEdit edit) {
        return change(caller, environment, id, revision, found -> {
            long next = edit.next().orElse(found.next());
            if (found.drawn() > 0 && next != found.next()) {
                return Result.refused(Refusal.conflict(
                        "number sequence \"" + found.name() + "\" has drawn " + found.drawn() + " values",
                        List.of(Finding.error(
                                "next",
                                "next can only be changed before the first draw, it is " + found.next(),
                                "leave it out, or create another sequence"))));
            }
            long first = found.drawn() > 0 ? found.first() : next;
            return save(
                    caller, found.edit(edit.name(), edit.description(), edit.inUse(), first), "numberSequence.edit");
        });
    }

    /**
     * Removes a sequence. Refused as CONFLICT after the first draw.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<NumberSequence> delete(Caller caller, EnvironmentId environment, NumberSequenceId id, long revision) {
        return change(
                caller,
                environment,
                id,
                revision,
                found -> found.drawn() > 0
                        ? Result.refused(Refusal.conflict("number sequence \"" + found.name() + "\" has drawn "
                                + found.drawn() + " values, which stay on record: take it out of use instead"))
                        : sequences
                                .remove(found, stamp(caller, "numberSequence.delete"))
                                .toResult(found, describe(found), revision + 1));
    }

    /** Returns one sequence. */
    public Result<NumberSequence> find(Caller caller, EnvironmentId environment, NumberSequenceId id) {
        return within(
                caller,
                environment,
                () -> sequences
                        .find(caller.tenant(), environment, id)
                        .map(Result::accepted)
                        .orElseGet(() -> Result.refused(Refusal.notFound("number sequence " + id))));
    }

    /** Returns all sequences of the environment, by name. */
    public Result<List<NumberSequence>> list(Caller caller, EnvironmentId environment) {
        return within(caller, environment, () -> Result.accepted(sequences.list(caller.tenant(), environment)));
    }

    /**
     * Returns values that were drawn, the lowest first.
     *
     * @param after only values higher than this one; empty = from the first
     * @param limit at most so many, positive
     */
    public Result<List<DrawnNumber>> values(
            Caller caller, EnvironmentId environment, NumberSequenceId id, Optional<Long> after, int limit) {
        return find(caller, environment, id)
                .fold(found -> Result.accepted(sequences.values(caller.tenant(), id, after, limit)), Result::refused);
    }

    private Result<NumberSequence> change(
            Caller caller,
            EnvironmentId environment,
            NumberSequenceId id,
            long revision,
            Function<NumberSequence, Result<NumberSequence>> change) {
        return find(caller, environment, id)
                .fold(
                        found -> found.revision() == revision
                                ? change.apply(found)
                                : Result.refused(Refusal.stale(describe(found), revision, found.revision())),
                        Result::refused);
    }

    private Result<NumberSequence> save(Caller caller, NumberSequence sequence, String operation) {
        return sequences
                .save(sequence, stamp(caller, operation))
                .toResult(sequence, describe(sequence), sequence.revision());
    }

    private <T> Result<T> within(Caller caller, EnvironmentId environment, Supplier<Result<T>> operation) {
        Optional<Refusal> lack = caller.lacks(Role.CONFIGURE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return environments.find(caller.tenant(), environment).isPresent()
                ? operation.get()
                : Result.refused(Refusal.notFound("environment " + environment));
    }

    private AuditStamp stamp(Caller caller, String operation) {
        return AuditStamp.of(caller, clock.instant(), operation);
    }

    private static String describe(NumberSequence sequence) {
        return "number sequence \"" + sequence.name() + "\"";
    }
}
