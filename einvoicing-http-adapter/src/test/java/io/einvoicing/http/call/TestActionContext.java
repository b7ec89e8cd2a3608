package io.einvoicing.http.call;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What an action sees in a test: the parameters that the test sets, and the defaults of its description. */
final class TestActionContext implements ActionContext {
    private final ActionDescription description;
    private final Map<String, Supplier<?>> values = new HashMap<>();

    TestActionContext(ActionDescription description) {
        this.description = description;
    }

    /** Sets a parameter to a text, a {@link DocumentContent}, a {@link FormatConfiguration} or a {@link SecretValue}. */
    TestActionContext with(String parameter, Object value) {
        return withSupplied(parameter, () -> value);
    }

    /** Sets a parameter whose value is fetched at use. */
    TestActionContext withSupplied(String parameter, Supplier<?> value) {
        describe(parameter);
        values.put(parameter, value);
        return this;
    }

    @Override
    public TenantId tenant() {
        return new TenantId(new UUID(0, 1));
    }

    @Override
    public SubmissionId submission() {
        return new SubmissionId(new UUID(0, 2));
    }

    @Override
    public String actionName() {
        return "call";
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Instant now() {
        return Instant.parse("2026-11-23T10:00:00Z");
    }

    @Override
    public Optional<String> optionalText(String parameter) {
        return Optional.ofNullable(values.get(parameter))
                .map(supplier -> supplier.get().toString())
                .or(describe(parameter)::defaultValue);
    }

    @Override
    public DocumentContent file(String parameter) {
        return value(parameter, DocumentContent.class);
    }

    @Override
    public FormatConfiguration formatConfiguration(String parameter) {
        return value(parameter, FormatConfiguration.class);
    }

    @Override
    public SecretValue secret(String parameter) {
        return value(parameter, SecretValue.class);
    }

    @Override
    public VaultCertificate certificate(String parameter) {
        return value(parameter, VaultCertificate.class);
    }

    private ParameterDescription describe(String parameter) {
        return description
                .parameter(parameter)
                .orElseThrow(() -> new IllegalArgumentException("no parameter \"" + parameter + "\" is described"));
    }

    private <T> T value(String parameter, Class<T> type) {
        describe(parameter);
        Supplier<?> supplier = values.get(parameter);
        if (supplier == null) {
            throw new IllegalArgumentException("parameter \"" + parameter + "\" is not set");
        }
        return type.cast(supplier.get());
    }
}
