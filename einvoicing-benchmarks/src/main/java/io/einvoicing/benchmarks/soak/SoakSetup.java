package io.einvoicing.benchmarks.soak;

import io.einvoicing.access.Role;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.api.EnvironmentView;
import io.einvoicing.http.api.FeatureVersionEdit;
import io.einvoicing.http.api.FeatureVersionView;
import io.einvoicing.http.api.NewDeployment;
import io.einvoicing.http.api.NewTenant;
import io.einvoicing.http.api.ServiceParametersView;
import io.einvoicing.http.call.CallRestWebServiceAction;
import io.einvoicing.http.client.AdministrationClient;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.service.ServiceAssembly;
import io.einvoicing.service.local.LocalVaultInitializer;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.xml.response.ProcessResponseAction;
import io.einvoicing.xml.signing.SignDocumentAction;
import io.einvoicing.xml.transform.TransformDocumentAction;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** One tenant with one environment and a feature whose setups differ in how they deal with a lost answer; set up over REST. */
final class SoakSetup {
    static final String ENVIRONMENT = "Soak";
    static final UUID APPLICATION = UUID.fromString("50a40000-0000-4000-8000-000000000001");

    /** How long a call waits for the authority. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

    private static final String USER = "soak@example.com";
    private static final String STORAGE_SECRET = "storage-sas-url";
    private static final String CHAIN = "Signing chain";
    private static final String FORMAT = "Invoice";
    private static final String RESPONSE = "Response";
    private static final String RECEIPT = "Receipt";
    private static final int RETRIES = 5_000;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final DevelopmentToken identity =
            new DevelopmentToken(tenant, USER, Set.of(Role.values()), APPLICATION, Duration.ofHours(24));
    private final Path data;
    private final String token;

    /** @param data the folder of the nodes */
    SoakSetup(Path data) throws IOException {
        this.data = data;
        this.token = DevelopmentIssuer.inFolder(data, InstantSource.system()).issue(identity);
    }

    TenantId tenant() {
        return tenant;
    }

    String token() {
        return token;
    }

    /** Sets everything up through a running node. */
    void run(URI node, Authority authority, Duration longestRetryWait) throws IOException {
        AdministrationClient client = new AdministrationClient(node, () -> token);
        client.createTenant(
                new NewTenant(tenant, "Soak", Optional.empty(), Geography.EUROPE, ZoneOffset.UTC, Optional.empty()));
        client.activate(
                tenant,
                new DeploymentProject(
                        "ERP", DeploymentProject.LOWEST_TIER, URI.create("https://erp.example.com/"), APPLICATION));
        ServiceParametersView parameters = client.serviceParameters();
        client.setServiceParameters(
                parameters.revision(),
                Geography.EUROPE,
                EndpointDirectory.STANDARD.find(Geography.EUROPE).orElseThrow().url());
        EnvironmentView created = client.createEnvironment(ENVIRONMENT);
        EnvironmentView edited = client.editEnvironment(created.id(), created.revision(), settings());
        client.publishEnvironment(edited.id(), edited.revision());
        FeatureVersionView draft = client.createFeature("Soak");
        FeatureVersionView version = client.editVersion(
                draft.feature(),
                draft.number(),
                draft.revision(),
                new FeatureVersionEdit(Optional.empty(), content(authority, longestRetryWait)));
        FeatureVersionView completed = client.completeVersion(version.feature(), version.number(), version.revision());
        client.deploy(edited.id(), new NewDeployment(completed.feature(), completed.number(), Optional.empty()));
    }

    private EnvironmentSettings settings() throws IOException {
        Path local = ServiceAssembly.localFolder(data);
        LocalVaultInitializer vault = LocalVaultInitializer.initialize(
                local.resolve("soak-vault"), STORAGE_SECRET, local.resolve("soak-documents"));
        return new EnvironmentSettings(
                "Local folders",
                List.of(new KeyVaultReference(
                        "Local vault",
                        "",
                        vault.vaultUri(),
                        List.of(
                                new VaultObject(STORAGE_SECRET, "Container", VaultObject.Type.SECRET),
                                new VaultObject(vault.root(), "Root", VaultObject.Type.CERTIFICATE),
                                new VaultObject(vault.intermediate(), "Intermediate", VaultObject.Type.CERTIFICATE),
                                new VaultObject(vault.end(), "Signs", VaultObject.Type.CERTIFICATE)))),
                Optional.of(STORAGE_SECRET),
                List.of(new EnvironmentUser(identity.principal(), USER, true, true)),
                List.of(),
                List.of(new CertificateChain(
                        CHAIN, "Root first", List.of(vault.root(), vault.intermediate(), vault.end()))));
    }

    private static FeatureContent content(Authority authority, Duration longestRetryWait) throws IOException {
        return new FeatureContent(
                "Sends documents to a bad authority",
                Stream.of(Recovery.values())
                        .map(recovery -> setup(recovery, authority, longestRetryWait))
                        .toList(),
                List.of(
                        new FormatConfiguration(FORMAT, resource("invoice.xslt")),
                        new FormatConfiguration(RESPONSE, resource("response.xslt"))));
    }

    private static FeatureSetup setup(Recovery recovery, Authority authority, Duration longestRetryWait) {
        Map<String, ParameterValue> call = new HashMap<>(Map.of(
                CallRestWebServiceAction.INPUT,
                ParameterValue.output("Sign", SignDocumentAction.OUTPUT),
                CallRestWebServiceAction.URL,
                ParameterValue.literal(authority.documents().toString()),
                CallRestWebServiceAction.TIMEOUT,
                ParameterValue.literal(CALL_TIMEOUT.toString()),
                CallRestWebServiceAction.PARSER,
                ParameterValue.literal(RESPONSE),
                CallRestWebServiceAction.RECOVERY,
                ParameterValue.literal(recovery.name())));
        if (recovery == Recovery.ASK) {
            call.put(CallRestWebServiceAction.STATUS_URL, ParameterValue.literal(authority.statusTemplate()));
        }
        return new FeatureSetup(
                recovery.name(),
                FeatureSetup.Type.PROCESSING_PIPELINE,
                ApplicabilityRule.equal(SubmitCommand.DOCUMENT_CONTEXT, recovery.name()),
                List.of(new Variable(
                        RECEIPT,
                        "",
                        Variable.Kind.TO_CLIENT,
                        DataType.STRING,
                        Optional.empty(),
                        Optional.of(new ParameterValue.FromAction("Process", ProcessResponseAction.RECEIPT)))),
                List.of(
                        Action.of(
                                "Transform",
                                TransformDocumentAction.TYPE,
                                Map.of(
                                        TransformDocumentAction.INPUT,
                                        ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                                        TransformDocumentAction.CONFIGURATION,
                                        ParameterValue.literal(FORMAT))),
                        Action.of(
                                "Sign",
                                SignDocumentAction.TYPE,
                                Map.of(
                                        SignDocumentAction.INPUT,
                                        ParameterValue.output("Transform", TransformDocumentAction.OUTPUT),
                                        SignDocumentAction.CERTIFICATE,
                                        ParameterValue.literal(CHAIN))),
                        Action.of("Call", CallRestWebServiceAction.TYPE, call)
                                .withRetry(new RetryPolicy(
                                        Optional.empty(),
                                        RETRIES,
                                        Duration.ofMillis(500),
                                        Duration.ZERO,
                                        longestRetryWait,
                                        Optional.empty())),
                        Action.of(
                                "Process",
                                ProcessResponseAction.TYPE,
                                Map.of(
                                        ProcessResponseAction.INPUT,
                                        ParameterValue.output("Call", CallRestWebServiceAction.RESPONSE),
                                        ProcessResponseAction.PARSER,
                                        ParameterValue.literal(RESPONSE)))));
    }

    private static String resource(String name) throws IOException {
        try (InputStream content = SoakSetup.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IOException("the resource " + name + " is missing");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
