package io.einvoicing.testkit.data;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmitCommand;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Builds a submission as it is when accepted: SCHEDULED and due at once. By default an ORIGINAL of a fresh document of a fresh
 * tenant. Other states are reached through the ports, as in life.
 */
public final class SubmissionBuilder {
    private TenantId tenant = TestData.freshTenant();
    private SubmissionId id = new SubmissionId(UUID.randomUUID());
    private EnvironmentId environment = new EnvironmentId(UUID.randomUUID());
    private FeatureId feature = new FeatureId(UUID.randomUUID());
    private int version = 1;
    private String setup = FeatureVersionBuilder.SETUP;
    private SubmissionKind kind = SubmissionKind.ORIGINAL;
    private Optional<SubmissionId> parent = Optional.empty();
    private BusinessDocumentKey document = TestData.freshDocument();
    private StoredFile input = aFile("input/document.json");
    private Map<String, FieldValue> context = Map.of(SubmitCommand.DOCUMENT_CONTEXT, FieldValue.of("Customer invoice"));
    private Map<String, String> variables = Map.of();
    private PrincipalId submittedBy = TestData.freshPrincipal();
    private Instant submittedAt = TestData.NOW;
    private Optional<String> chain = Optional.empty();

    SubmissionBuilder() {}

    public SubmissionBuilder of(TenantId value) {
        tenant = value;
        return this;
    }

    public SubmissionBuilder id(SubmissionId value) {
        id = value;
        return this;
    }

    public SubmissionBuilder to(EnvironmentId value) {
        environment = value;
        return this;
    }

    /** Takes tenant and environment from the environment. */
    public SubmissionBuilder to(ServiceEnvironment value) {
        return of(value.tenant()).to(value.id());
    }

    /** Pins the feature version with its first setup. */
    public SubmissionBuilder pinned(FeatureVersion value) {
        feature = value.feature();
        version = value.number();
        setup = value.content().setups().get(0).name();
        return this;
    }

    public SubmissionBuilder setup(String value) {
        setup = value;
        return this;
    }

    public SubmissionBuilder kind(SubmissionKind value) {
        kind = value;
        return this;
    }

    /** Makes it a child of the other submission: same tenant, environment and document. */
    public SubmissionBuilder childOf(Submission value, SubmissionKind relation) {
        parent = Optional.of(value.id());
        tenant = value.tenant();
        environment = value.order().environment();
        document = value.order().document();
        kind = relation;
        return this;
    }

    public SubmissionBuilder document(BusinessDocumentKey value) {
        document = value;
        return this;
    }

    public SubmissionBuilder input(StoredFile value) {
        input = value;
        return this;
    }

    public SubmissionBuilder context(Map<String, FieldValue> value) {
        context = value;
        return this;
    }

    public SubmissionBuilder variables(Map<String, String> value) {
        variables = value;
        return this;
    }

    public SubmissionBuilder submittedBy(PrincipalId value) {
        submittedBy = value;
        return this;
    }

    public SubmissionBuilder submittedAt(Instant value) {
        submittedAt = value;
        return this;
    }

    /** Keeps its order among those of the same chain. */
    public SubmissionBuilder inChain(String value) {
        chain = Optional.of(value);
        return this;
    }

    public SubmissionBuilder version(int value) {
        version = value;
        return this;
    }

    public SubmissionBuilder feature(FeatureId value) {
        feature = value;
        return this;
    }

    public Submission build() {
        return Submission.scheduled(
                tenant,
                id,
                new Submission.Order(
                        environment,
                        feature,
                        version,
                        setup,
                        kind,
                        parent,
                        document,
                        input,
                        context,
                        variables,
                        submittedBy,
                        submittedAt,
                        chain));
    }

    /** Returns a pointer to a JSON file of 1,234 bytes. */
    public static StoredFile aFile(String name) {
        return new StoredFile(name, "application/json", 1_234, "0123456789abcdef".repeat(4));
    }
}
