package io.einvoicing.jdbc;

import io.einvoicing.numbersequence.port.NumberDraws;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Draws from number sequences: one transaction takes the value, under the lock of the sequence's row, and records who has it. So a
 * value that is not committed was not taken, and the next draw takes it.
 */
final class JdbcNumberDraws implements NumberDraws {
    private final Database database;

    private record Target(UUID id, boolean inUse) {}

    JdbcNumberDraws(Database database) {
        this.database = database;
    }

    @Override
    public Draw draw(Request request) {
        while (true) {
            Optional<Draw> drawn = database.inTransaction(handle -> draw(handle, request));
            if (drawn.isPresent()) {
                return drawn.get();
            }
        }
    }

    /**
     * Returns empty, and has drawn nothing, if it must be looked at again: another worker drew for the same action meanwhile, or
     * somebody edited the sequence.
     */
    private static Optional<Draw> draw(Handle handle, Request request) {
        Optional<Draw> earlier = recorded(handle, request);
        if (earlier.isPresent()) {
            return earlier;
        }
        Optional<Target> target = target(handle, request);
        if (target.isEmpty()) {
            return Optional.of(new Draw.NoSequence());
        }
        if (!target.get().inUse()) {
            return Optional.of(new Draw.NotInUse());
        }
        UUID sequence = target.get().id();
        Optional<Long> value = take(handle, request, sequence);
        if (value.isEmpty() || !record(handle, request, sequence, value.get())) {
            handle.rollback();
            return Optional.empty();
        }
        return Optional.of(new Draw.Drawn(value.get()));
    }

    private static Optional<Draw> recorded(Handle handle, Request request) {
        return handle.createQuery("""
                        select value from number_value
                        where tenant_id = :tenant and submission_id = :submission and action = :action""")
                .bind("tenant", request.tenant().value())
                .bind("submission", request.submission().value())
                .bind("action", request.action())
                .mapTo(Long.class)
                .findOne()
                .map(Draw.Drawn::new);
    }

    private static Optional<Target> target(Handle handle, Request request) {
        return handle.createQuery("""
                        select sequence_id, in_use from number_sequence
                        where tenant_id = :tenant and environment_id = :environment and name = :name
                            and (feature_id is null or feature_id = :feature)
                        order by feature_id nulls last limit 1""")
                .bind("tenant", request.tenant().value())
                .bind("environment", request.environment().value())
                .bind("name", Json.storable(request.sequence()))
                .bind("feature", request.feature().value())
                .map((row, context) -> target(row))
                .findOne();
    }

    private static Target target(ResultSet row) throws SQLException {
        return new Target(Columns.uuid(row, "sequence_id"), row.getBoolean("in_use"));
    }

    /** Takes the next value under the row's lock: other draws, edits and removals wait until this one is committed. */
    private static Optional<Long> take(Handle handle, Request request, UUID sequence) {
        return handle.createQuery("""
                        update number_sequence set drawn = drawn + 1
                        where tenant_id = :tenant and sequence_id = :sequence and name = :name and in_use
                        returning first_value + drawn - 1""")
                .bind("tenant", request.tenant().value())
                .bind("sequence", sequence)
                .bind("name", Json.storable(request.sequence()))
                .mapTo(Long.class)
                .findOne();
    }

    private static boolean record(Handle handle, Request request, UUID sequence, long value) {
        return handle.createUpdate("""
                                insert into number_value (tenant_id, submission_id, action, sequence_id, value, drawn_at)
                                values (:tenant, :submission, :action, :sequence, :value, :at)
                                on conflict (tenant_id, submission_id, action) do nothing""")
                        .bind("tenant", request.tenant().value())
                        .bind("submission", request.submission().value())
                        .bind("action", request.action())
                        .bind("sequence", sequence)
                        .bind("value", value)
                        .bind("at", Columns.instant(request.at()))
                        .execute()
                == 1;
    }
}
