package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.einvoicing.usage.UsageCommand;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A command on the roll-up and how far it is.
 *
 * @param id the command
 * @param kind what it does
 * @param state how it stands
 * @param done units of work done
 * @param total units of work in all, as far as known; may grow
 * @param startedBy who gave it
 * @param startedAt when
 * @param endedAt when it ended; null while it runs
 * @param failure why it failed; null if it did not
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UsageCommandView(
        UUID id,
        UsageCommand.Kind kind,
        UsageCommand.State state,
        long done,
        long total,
        Named startedBy,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<String> failure) {
    /** Shows a command. */
    public static UsageCommandView of(UsageCommand command) {
        return new UsageCommandView(
                command.id(),
                command.kind(),
                command.state(),
                command.done(),
                command.total(),
                new Named(command.startedBy().value(), command.startedByName()),
                command.startedAt(),
                command.endedAt(),
                Optional.of(command.failure()).filter(failure -> !failure.isEmpty()));
    }
}
