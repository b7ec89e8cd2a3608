package io.einvoicing.environment.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Stores service environments and every snapshot that was published. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface EnvironmentRepository extends PublishedEnvironments {
    Optional<ServiceEnvironment> find(TenantId tenant, EnvironmentId id);

    /** Returns all environments of the tenant, by name. */
    List<ServiceEnvironment> list(TenantId tenant);

    /**
     * Stores the environment, a snapshot that is new in it and the audit record, all or nothing: revision 1 is inserted, a later
     * one replaces the revision before it.
     *
     * @return NAME_TAKEN if another environment of the tenant bears the name
     */
    SaveResult save(ServiceEnvironment environment, AuditStamp stamp);
}
