package io.einvoicing.usage;

import java.util.function.Function;

/** What became of a batch of entries. */
public sealed interface Recording {
    /**
     * Every entry of the batch is durably in the ledger.
     *
     * @param recorded entries that this call added
     * @param repeated entries that were there already with the same content
     */
    record Recorded(long recorded, long repeated) implements Recording {}

    /**
     * One entry is in the ledger with other content; nothing of the batch was recorded.
     *
     * @param index which entry of the batch, from 0
     * @param existing what is in the ledger
     */
    record Conflict(int index, UsageEntry existing) implements Recording {}

    /** Answers both cases. */
    default <T> T fold(Function<Recorded, T> onRecorded, Function<Conflict, T> onConflict) {
        return this instanceof Recorded recorded ? onRecorded.apply(recorded) : onConflict.apply((Conflict) this);
    }
}
