package io.einvoicing.numbersequence.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.port.NumberSequenceNames;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.numbersequence.DrawnNumber;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceId;
import java.util.List;
import java.util.Optional;

/**
 * Stores number sequences; every write with its audit record, all or nothing. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface NumberSequenceRepository extends NumberSequenceNames {
    Optional<NumberSequence> find(TenantId tenant, EnvironmentId environment, NumberSequenceId id);

    /** Returns all sequences of the environment, by name; of one name first that of the environment, then those of features. */
    List<NumberSequence> list(TenantId tenant, EnvironmentId environment);

    /**
     * Stores the sequence: revision 1 is inserted, a later one replaces the revision before it. How many values were drawn is never
     * written: only draws change it.
     *
     * @return STALE also if the first value is another and a value was drawn; NAME_TAKEN if another sequence of the environment and
     *     feature bears the name
     */
    SaveResult save(NumberSequence sequence, AuditStamp stamp);

    /**
     * Removes a sequence from which nothing was drawn.
     *
     * @param seen the sequence as the caller read it
     * @return STALE if the stored revision is another, or a value was drawn
     */
    SaveResult remove(NumberSequence seen, AuditStamp stamp);

    /**
     * Returns drawn values, the lowest first.
     *
     * @param after only values higher than this one; empty = from the first
     * @param limit at most so many, positive
     */
    List<DrawnNumber> values(TenantId tenant, NumberSequenceId sequence, Optional<Long> after, int limit);
}
