package io.einvoicing.environment.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores service environments and every snapshot that was published. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface EnvironmentRepository extends PublishedEnvironments {
    Optional<ServiceEnvironment> find(TenantId tenant, EnvironmentId id);

    /**
     * Returns environments of the tenant, by name; a slice ends early if they are large.
     *
     * @param after the name of the last environment of the slice before, whether there still is such an environment or not
     * @param limit at most so many, 1 to 1,000
     */
    Slice<ServiceEnvironment> list(TenantId tenant, Optional<String> after, int limit);

    /** Shows all environments of the tenant by name, slice by slice, so that few of them are held at a time. */
    default void forEach(TenantId tenant, Consumer<ServiceEnvironment> reader) {
        Optional<String> after = Optional.empty();
        do {
            Slice<ServiceEnvironment> slice = list(tenant, after, 1_000);
            slice.items().forEach(reader);
            after = slice.last().map(ServiceEnvironment::name);
        } while (after.isPresent());
    }

    /**
     * Stores the environment, a snapshot that is new in it and the audit record, all or nothing: revision 1 is inserted, a later
     * one replaces the revision before it.
     *
     * @return NAME_TAKEN if another environment of the tenant bears the name or a deleted one bore it, KEY_TAKEN if another
     *     environment of the tenant has the container
     */
    SaveResult save(ServiceEnvironment environment, AuditStamp stamp);

    /**
     * Deletes an environment that nothing uses, together with the audit record. Nothing finds it from then on, but its name stays
     * taken, and reports keep it. Of a deletion and a submission or deployment at one instant, one is refused.
     *
     * @param environment as it was read; a repeat answers STALE
     */
    Deletion delete(ServiceEnvironment environment, AuditStamp stamp);

    /**
     * What a deletion answers.
     *
     * @param result SAVED, or STALE if the stored revision is another or there is none
     * @param deployments how many deployments stand, those that start later included; if any, nothing was deleted
     * @param submissions how many submissions are in process; if any, nothing was deleted
     */
    record Deletion(SaveResult result, long deployments, long submissions) {
        /** The answer if nothing stands against the deletion. */
        public static final Deletion DONE = new Deletion(SaveResult.SAVED, 0, 0);

        /** The answer if the environment is not as it was read. */
        public static final Deletion STALE = new Deletion(SaveResult.STALE, 0, 0);

        public boolean isInUse() {
            return deployments > 0 || submissions > 0;
        }
    }

    /**
     * Returns snapshots of the environment, the newest first.
     *
     * @param before only snapshots with a lower number; empty for the newest
     * @param limit at most so many, 1 to 1,000
     */
    List<PublishedEnvironment> snapshots(TenantId tenant, EnvironmentId id, Optional<Integer> before, int limit);

    Optional<PublishedEnvironment> snapshot(TenantId tenant, EnvironmentId id, int number);
}
