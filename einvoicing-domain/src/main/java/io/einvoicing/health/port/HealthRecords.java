package io.einvoicing.health.port;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps how each published environment's vault and container were last, and hands out which to look at next. Thread-safe. Every
 * method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface HealthRecords {
    Optional<VaultHealth> find(TenantId tenant, EnvironmentId environment);

    /** Returns what is kept of the tenant's published environments, by name of the environment. */
    List<VaultHealth> list(TenantId tenant);

    /** Returns what is kept of the published environments of all tenants, in no order. */
    List<VaultHealth> all();

    /** Returns how many published environments of all tenants have each status; a status that none has is left out. */
    Map<VaultHealth.Status, Long> counts();

    /**
     * Replaces what is kept of an environment and adds the notifications, all or nothing.
     *
     * @param previous {@code checkedAt} of what is kept; empty if nothing is
     * @return false if something else is kept by now; then nothing was stored
     */
    boolean save(VaultHealth health, Optional<Instant> previous, List<Notification> notifications);

    /**
     * Claims a published environment to look at: nobody else is handed it before the claim ends or its health is saved.
     *
     * @param lookedAtBefore only one that was last looked at before this instant, or never
     * @param claimEnd when the claim ends
     * @return empty if none is due, or somebody else was faster at the same instant
     */
    Optional<Due> claim(Instant lookedAtBefore, Instant now, Instant claimEnd);

    /** An environment to look at. */
    record Due(TenantId tenant, EnvironmentId environment) {}
}
