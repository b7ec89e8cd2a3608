package io.einvoicing.testkit.data;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceEndpoint;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.usage.UsageEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * Where test data begins: builders whose defaults are valid, with identifiers that no other call gives, so that tests can share a
 * store. Instants are whole milliseconds, which every store keeps.
 */
public final class TestData {
    /** The instant at which test data is made, unless a test says otherwise. */
    public static final Instant NOW = Instant.parse("2026-11-23T10:15:30.125Z");

    private TestData() {}

    /** Returns a tenant that no store holds yet. */
    public static TenantId freshTenant() {
        return new TenantId(UUID.randomUUID());
    }

    /** Returns a user or application that nothing lists yet. */
    public static PrincipalId freshPrincipal() {
        return new PrincipalId(UUID.randomUUID());
    }

    /** Returns the key of a business document that was never submitted. */
    public static BusinessDocumentKey freshDocument() {
        return new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-" + UUID.randomUUID());
    }

    public static TenantBuilder aTenant() {
        return new TenantBuilder();
    }

    /** Returns the service parameters of a tenant in Europe as they are when they were set once. */
    public static ServiceParameters serviceParameters(TenantId tenant) {
        ServiceEndpoint europe =
                EndpointDirectory.STANDARD.find(Geography.EUROPE).orElseThrow();
        return new ServiceParameters(tenant, Optional.of(europe.geography()), Optional.of(europe.url()), 2);
    }

    /** Begins a user with every role; {@link CallerBuilder#withRoles} takes some away. */
    public static CallerBuilder aCaller() {
        return new CallerBuilder();
    }

    /** Begins an environment that lists its creator and was never published. */
    public static EnvironmentBuilder anEnvironment() {
        return new EnvironmentBuilder();
    }

    /** Begins version 1 of a feature, a draft with one pipeline for customer invoices. */
    public static FeatureVersionBuilder aFeatureVersion() {
        return new FeatureVersionBuilder();
    }

    /** Begins an ORIGINAL submission that is due at once. */
    public static SubmissionBuilder aSubmission() {
        return new SubmissionBuilder();
    }

    /** Begins a checkpoint of the worker that holds the claim; its defaults change nothing. */
    public static FlowCheckpointBuilder aCheckpoint(Submission claimed) {
        return new FlowCheckpointBuilder(claimed);
    }

    /** Begins a notification that nobody added yet. */
    public static NotificationBuilder aNotification() {
        return new NotificationBuilder();
    }

    /** Begins an access to a vault that nobody recorded yet. */
    public static VaultAccessBuilder aVaultAccess() {
        return new VaultAccessBuilder();
    }

    /** Begins an active subscription by e-mail to everything. */
    public static SubscriptionBuilder aSubscription() {
        return new SubscriptionBuilder();
    }

    /** Returns the feature of which the version is one. */
    public static Feature featureOf(FeatureVersion version) {
        return new Feature(
                version.tenant(),
                version.feature(),
                version.featureName(),
                ProviderId.first(version.tenant()),
                Optional.empty(),
                1);
    }

    /** Returns a standing deployment of the version, made at {@link #NOW}. */
    public static Deployment deployment(FeatureVersion version, EnvironmentId environment, Instant effectiveFrom) {
        return new Deployment(
                version.tenant(),
                UUID.randomUUID(),
                environment,
                version.feature(),
                version.number(),
                effectiveFrom,
                NOW,
                freshPrincipal(),
                Optional.empty());
    }

    /** Returns what is counted when the submission's flow completes at the instant: an issued document. */
    public static CountedDocument countedDocument(Submission submission, Instant at) {
        return new CountedDocument(
                submission.tenant(),
                submission.order().environment(),
                submission.order().feature(),
                Direction.EXPORT,
                submission.order().document(),
                at,
                submission.id());
    }

    /** Returns an exported document of the tenant that another system counted at noon of the day, UTC. */
    public static UsageEntry anEntry(TenantId tenant, EnvironmentId environment, FeatureId feature, LocalDate day) {
        return new UsageEntry(
                tenant,
                environment,
                feature,
                Direction.EXPORT,
                freshDocument(),
                day.atTime(12, 0).toInstant(ZoneOffset.UTC),
                day,
                false,
                Optional.empty());
    }

    /** Returns the stamp of a change by some user at {@link #NOW}. */
    public static AuditStamp aStamp(String operation) {
        return new AuditStamp(freshPrincipal(), "Ada Yıldız", NOW, operation);
    }
}
