package io.einvoicing.usage.port;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.UsageCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Register of commands. Thread-safe. Every method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no
 * answer.
 */
public interface UsageCommands {
    /**
     * Registers a running command unless another one of the tenant runs; one that was abandoned by then is ended as FAILED.
     *
     * @return whether it was registered
     */
    boolean begin(UsageCommand command, Instant now);

    /** Stores how far the command is; a command that has ended stays as it is. */
    void update(UsageCommand command);

    Optional<UsageCommand> find(TenantId tenant, UUID id);

    /** Returns the latest commands, the newest first. */
    List<UsageCommand> latest(TenantId tenant, int limit);
}
