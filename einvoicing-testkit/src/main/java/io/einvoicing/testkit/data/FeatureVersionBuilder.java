package io.einvoicing.testkit.data;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmitCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/** Builds a feature version at revision 1; by default the draft of a fresh feature with one pipeline for customer invoices. */
public final class FeatureVersionBuilder {
    /** Name of the default setup. */
    public static final String SETUP = "Customer invoices";

    private TenantId tenant = TestData.freshTenant();
    private FeatureId feature = new FeatureId(UUID.randomUUID());
    private String name = "Peppol BIS Billing 3";
    private int number = 1;
    private FeatureVersion.Status status = FeatureVersion.Status.DRAFT;
    private Instant effectiveFrom = TestData.NOW;
    private FeatureContent content = contentOf(Action.of("Transform", "Transform document", Map.of()));
    private OptionalInt baseVersion = OptionalInt.empty();
    private long revision = 1;

    FeatureVersionBuilder() {}

    public FeatureVersionBuilder of(TenantId value) {
        tenant = value;
        return this;
    }

    public FeatureVersionBuilder feature(FeatureId value) {
        feature = value;
        return this;
    }

    public FeatureVersionBuilder named(String value) {
        name = value;
        return this;
    }

    public FeatureVersionBuilder number(int value) {
        number = value;
        return this;
    }

    public FeatureVersionBuilder completed() {
        status = FeatureVersion.Status.COMPLETED;
        return this;
    }

    public FeatureVersionBuilder published() {
        status = FeatureVersion.Status.PUBLISHED;
        return this;
    }

    public FeatureVersionBuilder effectiveFrom(Instant value) {
        effectiveFrom = value;
        return this;
    }

    public FeatureVersionBuilder withContent(FeatureContent value) {
        content = value;
        return this;
    }

    /** Replaces the setups. */
    public FeatureVersionBuilder withSetups(FeatureSetup... setups) {
        return withContent(content.withSetups(List.of(setups)));
    }

    /** Gives the version the one setup {@link #SETUP} with these actions in its pipeline. */
    public FeatureVersionBuilder withActions(Action... actions) {
        return withContent(contentOf(actions));
    }

    /** Lets the version stand on a version of the base feature. */
    public FeatureVersionBuilder onBase(int value) {
        baseVersion = OptionalInt.of(value);
        return this;
    }

    public FeatureVersionBuilder revision(long value) {
        revision = value;
        return this;
    }

    public FeatureVersion build() {
        return FeatureVersion.restore(
                tenant, feature, name, number, status, effectiveFrom, content, baseVersion, revision);
    }

    /** Returns a pipeline that applies by the rule. */
    public static FeatureSetup aSetup(String name, ApplicabilityRule applicability, Action... actions) {
        return new FeatureSetup(
                name, FeatureSetup.Type.PROCESSING_PIPELINE, applicability, List.of(), List.of(actions));
    }

    private static FeatureContent contentOf(Action... actions) {
        return new FeatureContent(
                "Invoices for Peppol",
                List.of(aSetup(
                        SETUP, ApplicabilityRule.equal(SubmitCommand.DOCUMENT_CONTEXT, "Customer invoice"), actions)),
                List.of());
    }
}
