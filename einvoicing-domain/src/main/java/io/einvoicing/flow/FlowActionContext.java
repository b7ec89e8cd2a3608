package io.einvoicing.flow;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.BuiltInValue;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.TextTemplate;
import io.einvoicing.feature.Variable;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.submission.ChannelManifest;
import io.einvoicing.submission.EnvironmentStorage;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultUse;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Resolves one action's parameters against the submission, its variables, earlier outputs and the environment. */
record FlowActionContext(
        FlowEngine engine,
        Submission claimed,
        FlowState state,
        FeatureContent content,
        FeatureSetup setup,
        Action action,
        PublishedEnvironment environment,
        RunFiles files)
        implements ActionContext {
    @Override
    public TenantId tenant() {
        return claimed.tenant();
    }

    @Override
    public SubmissionId submission() {
        return claimed.id();
    }

    @Override
    public String actionName() {
        return action.name();
    }

    @Override
    public int attempt() {
        return claimed.attempt();
    }

    @Override
    public Instant now() {
        return engine.clock().instant();
    }

    @Override
    public Optional<Instant> waitingSince() {
        return state.waitingSince(state.next());
    }

    @Override
    public void keep(String name, DocumentContent content) {
        files.keep(name, content);
    }

    @Override
    public Optional<String> optionalText(String parameter) {
        ParameterValue value = action.parameters().get(parameter);
        if (value == null) {
            return describe(parameter).defaultValue();
        }
        if (value instanceof ParameterValue.Literal literal) {
            return Optional.of(literal.text());
        }
        if (value instanceof ParameterValue.FromVariable variable) {
            return variable(variable.variable());
        }
        return outputText(parameter, (ParameterValue.FromAction) value);
    }

    private Optional<String> outputText(String parameter, ParameterValue.FromAction reference) {
        if (output(reference) instanceof OutputValue.Text text) {
            return Optional.of(text.text());
        }
        throw new IllegalArgumentException("parameter \"" + parameter + "\" needs a value, but output \""
                + reference.output() + "\" of action \"" + reference.action() + "\" is a file");
    }

    private Optional<String> variable(String name) {
        Optional<Variable> declared = setup.variable(name);
        if (declared.isEmpty()) {
            return Optional.of(content.parameter(name)
                    .map(FeatureParameter::value)
                    .orElseThrow(() -> new IllegalArgumentException("variable \"" + name + "\" holds no text")));
        }
        Variable variable = declared.get();
        return switch (variable.kind()) {
            case CONSTANT -> variable.value();
            case FROM_CLIENT ->
                Optional.ofNullable(claimed.order().variables().get(name)).or(variable::value);
            case TO_CLIENT -> throw new IllegalArgumentException("variable \"" + name + "\" goes to the client only");
        };
    }

    @Override
    public String value(String name) {
        if (setup.variable(name).isPresent() || content.parameter(name).isPresent()) {
            return variable(name)
                    .orElseThrow(() -> new IllegalArgumentException("variable \"" + name + "\" has no value"));
        }
        Optional<BuiltInValue> builtIn = BuiltInValue.named(name);
        if (builtIn.isPresent()) {
            return builtIn(builtIn.get());
        }
        ParameterValue.FromAction reference = TextTemplate.output(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no value \"" + name + "\""));
        if (output(reference) instanceof OutputValue.Text text) {
            return text.text();
        }
        throw new IllegalArgumentException("\"" + name + "\" is a file, not a value");
    }

    private String builtIn(BuiltInValue value) {
        Submission.Order order = claimed.order();
        LocalDate day = LocalDate.ofInstant(order.submittedAt(), ZoneOffset.UTC);
        return switch (value) {
            case SUBMISSION -> claimed.id().toString();
            case DATE -> day.toString();
            case YEAR -> day.toString().substring(0, 4);
            case MONTH -> day.toString().substring(5, 7);
            case DAY -> day.toString().substring(8, 10);
            case ENVIRONMENT -> environment.name();
            case ERP_APPLICATION -> order.document().erpApplication();
            case LEGAL_ENTITY -> order.document().legalEntity();
            case DOCUMENT_CONTEXT -> order.document().documentContext();
            case SOURCE_RECORD -> order.document().sourceRecord();
        };
    }

    @Override
    public boolean isSet(String parameter) {
        return action.parameters().containsKey(parameter);
    }

    @Override
    public DocumentContent file(String parameter) {
        ParameterValue value = action.parameters().get(parameter);
        if (value instanceof ParameterValue.FromVariable variable
                && variable.variable().equals(Variable.BUSINESS_DOCUMENT)) {
            return files.read(claimed.order().input());
        }
        if (value instanceof ParameterValue.FromAction reference
                && output(reference) instanceof OutputValue.File file) {
            return files.read(file.file());
        }
        throw new IllegalArgumentException("parameter \"" + parameter + "\" must refer to a file: the variable "
                + Variable.BUSINESS_DOCUMENT + " or a file output of an earlier action");
    }

    @Override
    public Optional<DocumentContent> optionalFile(String parameter) {
        return action.parameters().get(parameter) instanceof ParameterValue.FromAction reference
                        && state.output(reference.action(), reference.output()).isEmpty()
                ? Optional.empty()
                : Optional.of(file(parameter));
    }

    @Override
    public Optional<Verdict> entered(String parameter) {
        return action.parameters().get(parameter) instanceof ParameterValue.FromAction reference
                ? state.completedRun(reference.action()).flatMap(FlowRepair::entered)
                : Optional.empty();
    }

    private OutputValue output(ParameterValue.FromAction reference) {
        return state.output(reference.action(), reference.output())
                .orElseThrow(() -> new IllegalArgumentException(
                        "action \"" + reference.action() + "\" left no output \"" + reference.output() + "\""));
    }

    @Override
    public Stream<BatchDocument> batch() {
        return claimed.order().kind() == SubmissionKind.CHANNEL_RUN
                ? ChannelManifest.parse(files.read(claimed.order().input())).members().stream()
                        .map(member ->
                                new BatchDocument(member.submission(), member.entry(), files.readOnce(member.file())))
                : Stream.empty();
    }

    @Override
    public FormatConfiguration formatConfiguration(String parameter) {
        String name = text(parameter);
        return content.formatConfiguration(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the feature version has no format configuration \"" + name + "\""));
    }

    @Override
    public SecretValue secret(String parameter) {
        String name = text(parameter);
        return engine.ports()
                .vaults()
                .secret(use(), declaring(name, VaultObject.Type.SECRET).uri(), name);
    }

    @Override
    public VaultCertificate certificate(String parameter) {
        String name = text(parameter);
        Optional<CertificateChain> chain = environment.settings().certificateChain(name);
        if (chain.isEmpty()) {
            return declared(name);
        }
        List<String> names = chain.get().certificates();
        VaultCertificate end = declared(chain.get().endCertificate());
        List<X509Certificate> assembled = new ArrayList<>();
        assembled.add(end.certificate());
        for (int i = names.size() - 2; i >= 0; i--) {
            assembled.add(declared(names.get(i)).certificate());
        }
        return new VaultCertificate(assembled, end.key());
    }

    @Override
    public long drawNumber(String parameter) {
        String name = text(parameter);
        Submission.Order order = claimed.order();
        return engine.ports()
                .numbers()
                .draw(new NumberDraws.Request(
                        claimed.tenant(),
                        order.environment(),
                        order.feature(),
                        name,
                        claimed.id(),
                        action.name(),
                        now()))
                .fold(
                        value -> value,
                        () -> {
                            throw new IllegalArgumentException("environment \"" + environment.name()
                                    + "\" has no number sequence \"" + name + "\": create it there");
                        },
                        () -> {
                            throw new IllegalArgumentException("number sequence \"" + name + "\" of environment \""
                                    + environment.name() + "\" is not in use: take it into use there");
                        });
    }

    private VaultCertificate declared(String name) {
        return engine.ports()
                .vaults()
                .certificate(
                        use(), declaring(name, VaultObject.Type.CERTIFICATE).uri(), name);
    }

    private VaultUse use() {
        return VaultUse.bySubmission(claimed.tenant(), claimed.id().value())
                .in(environment.environment().value(), environment.name());
    }

    private KeyVaultReference declaring(String name, VaultObject.Type type) {
        KeyVaultReference bound = EnvironmentStorage.boundVault(environment);
        boolean declared =
                bound.objects().stream().anyMatch(object -> object.name().equals(name) && object.type() == type);
        if (!declared) {
            throw new IllegalArgumentException("environment \"" + environment.name() + "\" declares no " + type + " \""
                    + name + "\": declare it in key vault \"" + bound.name() + "\" and publish");
        }
        return bound;
    }

    private ParameterDescription describe(String parameter) {
        return engine.types()
                .require(action.type())
                .description()
                .parameter(parameter)
                .orElseThrow(() -> new IllegalArgumentException(
                        "action type \"" + action.type() + "\" describes no parameter \"" + parameter + "\""));
    }
}
