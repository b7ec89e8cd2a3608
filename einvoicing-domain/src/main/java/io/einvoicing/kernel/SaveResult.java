package io.einvoicing.kernel;

import java.util.List;

/** What a repository answers to a save. */
public enum SaveResult {
    /** Stored together with its audit record. */
    SAVED,
    /** The stored revision is not the one before the aggregate's; nothing was stored. */
    STALE,
    /** Another aggregate bears the unique name; nothing was stored. */
    NAME_TAKEN,
    /** Another aggregate holds something else that must be unique, as the port says; nothing was stored. */
    KEY_TAKEN,
    /** What it belongs to was deleted meanwhile; nothing was stored. */
    GONE;

    /**
     * Answers the use case.
     *
     * @param saved the state as stored
     * @param what names the aggregate in a refusal, such as {@code environment "Production"}
     * @param revision the revision that {@code saved} has
     */
    public <T> Result<T> toResult(T saved, String what, long revision) {
        return toResult(saved, what, revision, "name");
    }

    /**
     * Answers the use case.
     *
     * @param unique the member that is unique, unless it is the name
     */
    public <T> Result<T> toResult(T saved, String what, long revision, String unique) {
        return switch (this) {
            case SAVED -> Result.accepted(saved);
            case STALE -> Result.refused(Refusal.stale(what, revision - 1));
            case NAME_TAKEN -> Result.refused(Refusal.duplicate(unique, what + " exists already", "choose another"));
            case KEY_TAKEN ->
                Result.refused(new Refusal(
                        Refusal.Kind.DUPLICATE,
                        what + " has something that only one may have: choose another",
                        List.of()));
            case GONE ->
                Result.refused(Refusal.conflict(
                        what + " belongs to something that was deleted meanwhile: read what is there and repeat"));
        };
    }
}
