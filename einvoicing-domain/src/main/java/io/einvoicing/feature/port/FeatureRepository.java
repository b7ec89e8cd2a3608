package io.einvoicing.feature.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Stores features, their versions and deployments; every write with its audit record, all or nothing. Thread-safe. Every method
 * throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface FeatureRepository {
    Optional<Feature> find(TenantId tenant, FeatureId feature);

    /** Returns all features of the tenant, by name. */
    List<Feature> list(TenantId tenant);

    /**
     * Stores a new feature and its first version.
     *
     * @return NAME_TAKEN if another feature of the tenant bears the name
     */
    SaveResult create(Feature feature, FeatureVersion first, AuditStamp stamp);

    Optional<FeatureVersion> findVersion(TenantId tenant, FeatureId feature, int number);

    /** Returns all versions of the feature, the oldest first. */
    List<FeatureVersion> versions(TenantId tenant, FeatureId feature);

    /**
     * Stores a version: revision 1 is inserted, a later one replaces the revision before it.
     *
     * @return STALE if the number exists already at revision 1, or the stored revision is another
     */
    SaveResult save(FeatureVersion version, AuditStamp stamp);

    /**
     * Stores a deployment together with the version that it publishes.
     *
     * @param version the deployed version; stored only if its revision is the one after the stored revision, and taken as
     *     unchanged if it is the stored revision itself
     * @return STALE if the stored revision is any other, GONE if the environment was deleted
     */
    SaveResult deploy(Deployment deployment, FeatureVersion version, AuditStamp stamp);

    /** Marks the deployment as canceled; a deployment canceled before stays as it is. */
    void cancel(Deployment canceled, AuditStamp stamp);

    /** Returns all deployments to the environment, canceled ones included. */
    List<Deployment> deployments(TenantId tenant, EnvironmentId environment);
}
