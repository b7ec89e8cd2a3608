package io.einvoicing.usage;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A command on the roll-up and how far it is.
 *
 * @param tenant whose roll-up
 * @param id the command
 * @param kind what it does
 * @param state how it stands
 * @param done units of work done
 * @param total units of work in all, as far as known; may grow
 * @param startedBy object id of who gave it
 * @param startedByName name of who gave it, for people
 * @param startedAt when
 * @param seenAt when its worker last said how far it is
 * @param endedAt when it ended
 * @param failure why it failed; empty otherwise
 */
public record UsageCommand(
        TenantId tenant,
        UUID id,
        Kind kind,
        State state,
        long done,
        long total,
        PrincipalId startedBy,
        String startedByName,
        Instant startedAt,
        Instant seenAt,
        Optional<Instant> endedAt,
        String failure) {
    /** After this time without a word of its worker a running command counts as abandoned: its node ended. */
    public static final Duration SILENCE = Duration.ofMinutes(2);

    /** What a command does. */
    public enum Kind {
        /** Takes everything counted so far into the roll-up. */
        UPDATE,
        /** Builds the roll-up anew from the ledger. */
        RESET
    }

    /** How a command stands. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /** Returns this command further on. */
    UsageCommand at(long nowDone, long nowTotal, Instant now) {
        return new UsageCommand(
                tenant, id, kind, state, nowDone, nowTotal, startedBy, startedByName, startedAt, now, endedAt, failure);
    }

    UsageCommand done(Instant now) {
        return new UsageCommand(
                tenant,
                id,
                kind,
                State.DONE,
                Math.max(1, total),
                Math.max(1, total),
                startedBy,
                startedByName,
                startedAt,
                now,
                Optional.of(now),
                "");
    }

    UsageCommand failed(String why, Instant now) {
        return new UsageCommand(
                tenant,
                id,
                kind,
                State.FAILED,
                done,
                total,
                startedBy,
                startedByName,
                startedAt,
                now,
                Optional.of(now),
                why);
    }

    /** Returns this command as ended by its worker's silence. */
    public UsageCommand abandoned(Instant now) {
        return failed("its node ended before the command did: repeat it", now);
    }

    /** Tells whether its worker has fallen silent. */
    public boolean isAbandoned(Instant now) {
        return state == State.RUNNING && now.isAfter(seenAt.plus(SILENCE));
    }
}
