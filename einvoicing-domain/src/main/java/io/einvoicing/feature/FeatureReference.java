package io.einvoicing.feature;

import io.einvoicing.kernel.TenantId;

/**
 * Names one version of a feature of any tenant.
 *
 * @param tenant owner
 * @param feature the feature
 * @param version number of the version
 */
public record FeatureReference(TenantId tenant, FeatureId feature, int version) {}
