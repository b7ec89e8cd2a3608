package io.einvoicing.feature.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.LatestVersion;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Stores features, their versions and deployments; every write with its audit record, all or nothing. Thread-safe. Every method
 * throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 *
 * <p>A deleted feature is found no more, and its name is free; its versions stay readable by number, because submissions that were
 * accepted before finish with them.
 */
public interface FeatureRepository {
    Optional<Feature> find(TenantId tenant, FeatureId feature);

    /** Returns all features of the tenant, by name. */
    List<Feature> list(TenantId tenant);

    /**
     * Stores a new feature and its first version.
     *
     * @return NAME_TAKEN if another feature of the tenant bears the name; GONE if it is derived from a feature of the same tenant
     *     that was deleted
     */
    SaveResult create(Feature feature, FeatureVersion first, AuditStamp stamp);

    /** Tells the latest version of each feature of the tenant, in no order. */
    List<LatestVersion> latestVersions(TenantId tenant);

    /** Returns the tenant's features that are derived from one of its features, by name. */
    List<Feature> derivedFrom(TenantId tenant, FeatureId base);

    /**
     * Deletes a feature and withdraws it from whom it is shared with.
     *
     * @return STALE if it does not exist, a deployment of it stands, or another feature of the tenant is derived from it; nothing was
     *     changed
     */
    SaveResult delete(Feature feature, AuditStamp stamp);

    Optional<FeatureVersion> findVersion(TenantId tenant, FeatureId feature, int number);

    /** Returns all versions of the feature, the oldest first. */
    List<FeatureVersion> versions(TenantId tenant, FeatureId feature);

    /**
     * Stores a version: revision 1 is inserted, a later one replaces the revision before it.
     *
     * @return STALE if the number exists already at revision 1, or the stored revision is another; GONE if the feature was deleted
     */
    SaveResult save(FeatureVersion version, AuditStamp stamp);

    /**
     * Removes a draft.
     *
     * @return STALE if the stored version is another revision or no draft, or does not exist
     */
    SaveResult deleteDraft(FeatureVersion draft, AuditStamp stamp);

    /**
     * Stores a deployment together with the version that it publishes.
     *
     * @param version the deployed version; stored only if its revision is the one after the stored revision, and taken as
     *     unchanged if it is the stored revision itself
     * @return STALE if the stored revision is any other, GONE if the environment or the feature was deleted
     */
    SaveResult deploy(Deployment deployment, FeatureVersion version, AuditStamp stamp);

    /** Marks the deployment as canceled; a deployment canceled before stays as it is. */
    void cancel(Deployment canceled, AuditStamp stamp);

    /** Returns all deployments to the environment, canceled ones included. */
    List<Deployment> deployments(TenantId tenant, EnvironmentId environment);

    /** Returns all deployments of the feature to any environment, canceled ones included. */
    List<Deployment> deployments(TenantId tenant, FeatureId feature);
}
