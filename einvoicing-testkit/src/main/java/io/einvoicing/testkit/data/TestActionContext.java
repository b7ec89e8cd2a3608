package io.einvoicing.testkit.data;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.Verdict;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What an action under test sees: parameters that its type describes, set to fixed values; defaults hold as in the engine. */
public final class TestActionContext implements ActionContext {
    private final ActionDescription description;
    private final Map<String, Supplier<?>> values = new HashMap<>();
    private final Map<String, String> named = new HashMap<>();
    private final Map<String, DocumentContent> kept = new HashMap<>();
    private final Map<String, Verdict> entered = new HashMap<>();
    private Optional<Instant> waitingSince = Optional.empty();

    /** Begins without values. */
    public TestActionContext(ActionDescription description) {
        this.description = description;
    }

    /** Sets a FILE parameter. */
    public TestActionContext withFile(String parameter, String mediaType, String text) {
        return with(parameter, new DocumentContent(mediaType, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sets a parameter to a text, a {@link DocumentContent}, a {@link FormatConfiguration} or a {@link SecretValue}
     * or a {@link VaultCertificate}. */
    public TestActionContext with(String parameter, Object value) {
        return withSupplied(parameter, () -> value);
    }

    /** Sets a parameter whose value is fetched at use. */
    public TestActionContext withSupplied(String parameter, Supplier<?> value) {
        describe(parameter);
        values.put(parameter, value);
        return this;
    }

    /** Sets a value that templates name in braces. */
    public TestActionContext withValue(String name, String value) {
        named.put(name, value);
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
    public Optional<Instant> waitingSince() {
        return waitingSince;
    }

    @Override
    public void keep(String name, DocumentContent content) {
        kept.put(name, content);
    }

    /** Returns what the action kept, by name. */
    public Map<String, DocumentContent> kept() {
        return kept;
    }

    /** Lets the action have been waiting. */
    public TestActionContext waitingSince(Instant instant) {
        waitingSince = Optional.of(instant);
        return this;
    }

    @Override
    public Optional<String> optionalText(String parameter) {
        return Optional.ofNullable(values.get(parameter))
                .map(supplier -> supplier.get().toString())
                .or(describe(parameter)::defaultValue);
    }

    @Override
    public String value(String name) {
        String value = named.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no value \"" + name + "\"");
        }
        return value;
    }

    @Override
    public boolean isSet(String parameter) {
        return values.containsKey(parameter);
    }

    @Override
    public DocumentContent file(String parameter) {
        return value(parameter, DocumentContent.class);
    }

    @Override
    public Optional<DocumentContent> optionalFile(String parameter) {
        return isSet(parameter) ? Optional.of(file(parameter)) : Optional.empty();
    }

    /** Lets a person have entered the verdict for the call of which the parameter takes an output. */
    public TestActionContext withEntered(String parameter, Verdict verdict) {
        entered.put(parameter, verdict);
        return this;
    }

    @Override
    public Optional<Verdict> entered(String parameter) {
        return Optional.ofNullable(entered.get(parameter));
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

    /** Returns 1, as the first draw of a fresh sequence does; every later draw of the same action returns it again. */
    @Override
    public long drawNumber(String parameter) {
        text(parameter);
        return 1;
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
