package io.einvoicing.connectedapp.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.connectedapp.ConnectedApplication;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.connectedapp.SetupDeployment;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores connected applications and what was deployed to them; every write with its audit record, all or nothing. Thread-safe. Every
 * method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface ConnectedApplicationRepository {
    Optional<ConnectedApplication> find(TenantId tenant, ConnectedApplicationId id);

    /** Returns all applications of the tenant, by name. */
    List<ConnectedApplication> list(TenantId tenant);

    /**
     * Stores the application: revision 1 is inserted, a later one replaces the revision before it.
     *
     * @return NAME_TAKEN if another application of the tenant bears the name
     */
    SaveResult save(ConnectedApplication application, AuditStamp stamp);

    /**
     * Removes an application; what was deployed to it stays on record.
     *
     * @param seen the application as the caller read it
     * @return STALE if the stored revision is another
     */
    SaveResult remove(ConnectedApplication seen, AuditStamp stamp);

    /** Adds a deployment to the history; one that is there already stays as it is. */
    void record(SetupDeployment deployment, AuditStamp stamp);

    /**
     * Returns what was deployed to the application, the newest first.
     *
     * @param after only deployments behind this one; empty = from the newest
     * @param limit at most so many, positive
     */
    List<SetupDeployment> deployments(
            TenantId tenant, ConnectedApplicationId application, Optional<UUID> after, int limit);
}
