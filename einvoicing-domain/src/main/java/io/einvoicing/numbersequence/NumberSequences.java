package io.einvoicing.numbersequence;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.DeployedObjectUses;
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
    private final DeployedObjectUses uses;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public NumberSequences(
            NumberSequenceRepository sequences,
            EnvironmentRepository environments,
            FeatureRepository features,
            DeployedObjectUses uses,
            Identifiers identifiers,
            InstantSource clock) {
        this.sequences = sequences;
        this.environments = environments;
        this.features = features;
        this.uses = uses;
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
     * Edits a sequence. Refused as CONFLICT: another next value after the first draw, which would leave a gap or repeat a value;
     * another name, or taking it out of use, while a deployed feature names it.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<NumberSequence> edit(
            Caller caller, EnvironmentId environment, NumberSequenceId id, long revision, NumberSequenceEdit edit) {
        return change(caller, environment, id, revision, found -> {
            long next = edit.next().orElse(found.next());
            if (found.drawn() > 0 && next != found.next()) {
                return Result.refused(Refusal.conflict(
                        describe(found) + " has drawn values, " + found.drawn() + " in all",
                        List.of(Finding.error(
                                "next",
                                "next can only be changed before the first draw, it is " + found.next(),
                                "leave it out, or create another sequence"))));
            }
            boolean isTaken = found.inUse() && !edit.inUse() || !found.name().equals(edit.name());
            List<Finding> needed = isTaken ? uses(found) : List.of();
            if (!needed.isEmpty()) {
                return Result.refused(Refusal.conflict(describe(found) + " is used by deployed features", needed));
            }
            long first = found.drawn() > 0 ? found.first() : next;
            return save(
                    caller, found.edit(edit.name(), edit.description(), edit.inUse(), first), "numberSequence.edit");
        });
    }

    /**
     * Removes a sequence. Refused as CONFLICT after the first draw, and while a deployed feature names it.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<NumberSequence> delete(Caller caller, EnvironmentId environment, NumberSequenceId id, long revision) {
        return change(caller, environment, id, revision, found -> {
            if (found.drawn() > 0) {
                return Result.refused(Refusal.conflict(describe(found) + " has drawn values, " + found.drawn()
                        + " in all, which stay on record: take it out of use instead"));
            }
            List<Finding> needed = uses(found);
            return needed.isEmpty()
                    ? sequences
                            .remove(found, stamp(caller, "numberSequence.delete"))
                            .toResult(found, describe(found), revision + 1)
                    : Result.refused(Refusal.conflict(describe(found) + " is used by deployed features", needed));
        });
    }

    /** Returns a finding for each standing deployment that draws from the sequence: its own if it has one of the name, else the environment's. */
    private List<Finding> uses(NumberSequence sequence) {
        List<NumberSequence> all = sequences.list(sequence.tenant(), sequence.environment());
        return uses.sequences(sequence.tenant(), sequence.environment()).stream()
                .filter(use -> use.sequence().equals(sequence.name()))
                .filter(use -> sequence.feature()
                        .map(use.feature()::equals)
                        .orElseGet(() -> all.stream()
                                .noneMatch(other -> other.name().equals(sequence.name())
                                        && other.feature().equals(Optional.of(use.feature())))))
                .map(use -> Finding.error(
                        "deployments",
                        use.version() + " is deployed, and " + use.action() + " draws from \"" + sequence.name() + "\"",
                        "cancel the deployment first, or deploy a version that draws from another sequence"))
                .distinct()
                .toList();
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
