package io.einvoicing.feature;

import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A numbered version of a feature. Immutable; every change returns the next revision. Only a draft's content can be edited.
 *
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-configuration-rcs">
 *     Source: Configure electronic invoices in RCS (statuses Draft, Complete, Published)</a>
 */
public final class FeatureVersion {
    private final TenantId tenant;
    private final FeatureId feature;
    private final String featureName;
    private final int number;
    private final Status status;
    private final Instant effectiveFrom;
    private final FeatureContent content;
    private final OptionalInt baseVersion;
    private final long revision;

    /** How far the version has come. */
    public enum Status {
        /** Can be edited. */
        DRAFT,
        /** Frozen; can be deployed. */
        COMPLETED,
        /** Was deployed at least once; never undone. */
        PUBLISHED
    }

    private FeatureVersion(
            TenantId tenant,
            FeatureId feature,
            String featureName,
            int number,
            Status status,
            Instant effectiveFrom,
            FeatureContent content,
            OptionalInt baseVersion,
            long revision) {
        if (number < 1) {
            throw new IllegalArgumentException("feature version number must be >= 1, was " + number);
        }
        this.tenant = tenant;
        this.feature = feature;
        this.featureName = featureName;
        this.number = number;
        this.status = status;
        this.effectiveFrom = effectiveFrom;
        this.content = content;
        this.baseVersion = baseVersion;
        this.revision = revision;
    }

    /** Creates the first version of a feature that is derived from nothing. */
    static FeatureVersion first(Feature feature, FeatureContent content, Instant effectiveFrom) {
        return first(feature, content, effectiveFrom, OptionalInt.empty());
    }

    /** Creates the first version of a feature. */
    static FeatureVersion first(
            Feature feature, FeatureContent content, Instant effectiveFrom, OptionalInt baseVersion) {
        return new FeatureVersion(
                feature.tenant(),
                feature.id(),
                feature.name(),
                1,
                Status.DRAFT,
                effectiveFrom,
                content,
                baseVersion,
                1);
    }

    /** Rebuilds a stored version; for adapters only. */
    public static FeatureVersion restore(
            TenantId tenant,
            FeatureId feature,
            String featureName,
            int number,
            Status status,
            Instant effectiveFrom,
            FeatureContent content,
            OptionalInt baseVersion,
            long revision) {
        return new FeatureVersion(
                tenant, feature, featureName, number, status, effectiveFrom, content, baseVersion, revision);
    }

    /** Returns the draft that follows this version, with the same content. */
    public FeatureVersion next() {
        return next(this);
    }

    /**
     * Returns the draft that follows this version, with the content and the base of another version of the feature.
     *
     * <p>Format configurations are numbered on from this version.
     */
    public FeatureVersion next(FeatureVersion from) {
        return next(from.content, from.baseVersion);
    }

    /** Returns the draft that follows this version, with other content on another version of the base feature. */
    FeatureVersion next(FeatureContent newContent, OptionalInt newBaseVersion) {
        return new FeatureVersion(
                tenant,
                feature,
                featureName,
                number + 1,
                Status.DRAFT,
                effectiveFrom,
                newContent.numberedAfter(content),
                newBaseVersion,
                1);
    }

    /**
     * Returns this draft with other content.
     *
     * @throws IllegalStateException if this is no draft
     */
    public FeatureVersion edit(FeatureContent newContent, Instant newEffectiveFrom) {
        requireDraft();
        return new FeatureVersion(
                tenant,
                feature,
                featureName,
                number,
                Status.DRAFT,
                newEffectiveFrom,
                newContent,
                baseVersion,
                revision + 1);
    }

    /**
     * Returns this version frozen.
     *
     * @throws IllegalStateException if this is no draft
     */
    public FeatureVersion complete() {
        requireDraft();
        return at(Status.COMPLETED);
    }

    /**
     * Returns this version as deployed; a version that is PUBLISHED already stays as it is.
     *
     * @throws IllegalStateException if this is a draft
     */
    public FeatureVersion publish() {
        return switch (status) {
            case DRAFT -> throw new IllegalStateException(this + " is DRAFT: complete it before it is deployed");
            case COMPLETED -> at(Status.PUBLISHED);
            case PUBLISHED -> this;
        };
    }

    private FeatureVersion at(Status next) {
        return new FeatureVersion(
                tenant, feature, featureName, number, next, effectiveFrom, content, baseVersion, revision + 1);
    }

    private void requireDraft() {
        if (status != Status.DRAFT) {
            throw new IllegalStateException(this + " is " + status + ", not DRAFT");
        }
    }

    public TenantId tenant() {
        return tenant;
    }

    public FeatureId feature() {
        return feature;
    }

    public String featureName() {
        return featureName;
    }

    public int number() {
        return number;
    }

    public Status status() {
        return status;
    }

    /** Returns the instant from which the version may serve at the earliest, whatever its deployments say. */
    public Instant effectiveFrom() {
        return effectiveFrom;
    }

    public FeatureContent content() {
        return content;
    }

    /** Returns the version of the base feature on which this version stands; empty if the feature is derived from nothing. */
    public OptionalInt baseVersion() {
        return baseVersion;
    }

    public long revision() {
        return revision;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureVersion version
                && tenant.equals(version.tenant)
                && feature.equals(version.feature)
                && featureName.equals(version.featureName)
                && number == version.number
                && status == version.status
                && effectiveFrom.equals(version.effectiveFrom)
                && content.equals(version.content)
                && baseVersion.equals(version.baseVersion)
                && revision == version.revision;
    }

    @Override
    public int hashCode() {
        return 31 * feature.hashCode() + number;
    }

    @Override
    public String toString() {
        return "version " + number + " of feature \"" + featureName + "\"";
    }
}
