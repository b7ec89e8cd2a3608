package io.einvoicing.numbersequence.port;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Draws values from number sequences. Thread-safe. */
public interface NumberDraws {
    /**
     * Draws the next value of the sequence, in one transaction with the record of who has it. Repeatable: who has drawn before gets
     * the same value again, whatever has become of the sequence since.
     *
     * @return the value; or that nothing was drawn, since no such sequence is in use
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer; repeat the call, which draws at most once
     */
    Draw draw(Request request);

    /**
     * Who draws from what. A sequence of the feature wins over one of the same name of the whole environment, in use or not.
     *
     * @param tenant owner
     * @param environment whose sequence
     * @param feature the submission's feature
     * @param sequence name of the sequence
     * @param submission who gets the value
     * @param action name of the action, unique in the submission's pipeline
     * @param at instant of the draw
     */
    record Request(
            TenantId tenant,
            EnvironmentId environment,
            FeatureId feature,
            String sequence,
            SubmissionId submission,
            String action,
            Instant at) {}

    /** What came of it. */
    sealed interface Draw {
        /** The value belongs to the submission and action. */
        record Drawn(long value) implements Draw {}

        /** Neither the feature nor the environment has a sequence of the name. */
        record NoSequence() implements Draw {}

        /** The sequence exists, but is not in use. */
        record NotInUse() implements Draw {}

        default <T> T fold(LongFunction<T> onDrawn, Supplier<T> onNoSequence, Supplier<T> onNotInUse) {
            if (this instanceof Drawn drawn) {
                return onDrawn.apply(drawn.value());
            }
            return this instanceof NoSequence ? onNoSequence.get() : onNotInUse.get();
        }
    }
}
