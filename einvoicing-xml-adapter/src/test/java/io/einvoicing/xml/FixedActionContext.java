package io.einvoicing.xml;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An action's surroundings with what a test puts into them; defaults come from the action's description, as in the engine. */
public final class FixedActionContext implements ActionContext {
    private final ActionDescription description;
    private final Map<String, Object> values = new HashMap<>();

    /** Creates a context without values. */
    public FixedActionContext(ActionDescription description) {
        this.description = description;
    }

    /** Sets a parameter to what it stands for: a text, a file, a format configuration or a certificate. */
    public FixedActionContext with(String parameter, Object value) {
        declared(parameter);
        values.put(parameter, value);
        return this;
    }

    /** Sets a FILE parameter. */
    public FixedActionContext withFile(String parameter, String mediaType, String text) {
        return with(parameter, new DocumentContent(mediaType, text.getBytes(StandardCharsets.UTF_8)));
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
        return "Action under test";
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Instant now() {
        return TestData.NOW;
    }

    @Override
    public Optional<String> optionalText(String parameter) {
        return Optional.ofNullable((String) values.get(parameter))
                .or(() -> declared(parameter).defaultValue());
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

    private <T> T value(String parameter, Class<T> type) {
        declared(parameter);
        return Optional.ofNullable(values.get(parameter)).map(type::cast).orElseThrow();
    }

    private ParameterDescription declared(String parameter) {
        return description
                .parameter(parameter)
                .orElseThrow(() -> new IllegalArgumentException("parameter \"" + parameter + "\" is not described"));
    }
}
