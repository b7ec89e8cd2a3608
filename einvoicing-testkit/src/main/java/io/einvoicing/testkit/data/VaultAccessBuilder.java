package io.einvoicing.testkit.data;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultUse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Builds an access to a vault; by default a submission's, which got the storage secret at {@link TestData#NOW}. */
public final class VaultAccessBuilder {
    private TenantId tenant = TestData.freshTenant();
    private UUID id = UUID.randomUUID();
    private Instant at = TestData.NOW;
    private Optional<VaultUse.Environment> environment = Optional.empty();
    private VaultUse.By by;
    private Optional<String> object = Optional.of("storage");
    private VaultAccess.Operation operation = VaultAccess.Operation.GET_SECRET;
    private VaultAccess.Outcome outcome = VaultAccess.Outcome.OK;
    private Duration latency = Duration.ofMillis(12);

    VaultAccessBuilder() {
        UUID submission = UUID.randomUUID();
        this.by = new VaultUse.By(VaultUse.Kind.SUBMISSION, Optional.of(submission), submission.toString());
    }

    public VaultAccessBuilder of(TenantId value) {
        this.tenant = value;
        return this;
    }

    public VaultAccessBuilder id(UUID value) {
        this.id = value;
        return this;
    }

    public VaultAccessBuilder at(Instant value) {
        this.at = value;
        return this;
    }

    public VaultAccessBuilder by(VaultUse.By value) {
        this.by = value;
        return this;
    }

    public VaultAccessBuilder byService(String part) {
        return by(new VaultUse.By(VaultUse.Kind.SERVICE, Optional.empty(), part));
    }

    public VaultAccessBuilder inEnvironment(UUID environmentId, String name) {
        this.environment = Optional.of(new VaultUse.Environment(environmentId, name));
        return this;
    }

    public VaultAccessBuilder object(String name) {
        this.object = Optional.of(name);
        return this;
    }

    public VaultAccessBuilder toNoObject() {
        this.object = Optional.empty();
        return this;
    }

    public VaultAccessBuilder operation(VaultAccess.Operation value) {
        this.operation = value;
        return this;
    }

    public VaultAccessBuilder outcome(VaultAccess.Outcome value) {
        this.outcome = value;
        return this;
    }

    public VaultAccessBuilder latency(Duration value) {
        this.latency = value;
        return this;
    }

    public VaultAccess build() {
        return new VaultAccess(
                id,
                at,
                new VaultUse(tenant, environment, by),
                URI.create("https://contoso.vault.azure.net/"),
                object,
                operation,
                outcome,
                latency);
    }
}
