package io.einvoicing.service.demo;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceEndpoint;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureOverview;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.LatestVersion;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.http.call.CallRestWebServiceAction;
import io.einvoicing.kernel.Result;
import io.einvoicing.service.local.LocalVaultInitializer;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.xml.response.ProcessResponseAction;
import io.einvoicing.xml.signing.SignDocumentAction;
import io.einvoicing.xml.transform.TransformDocumentAction;
import io.einvoicing.xml.validation.ValidateDocumentAction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets the demonstration's tenant up as an administrator would, from nothing or over what an earlier run left. */
final class DemoSetup {
    static final String ENVIRONMENT = "Demo";
    static final String INVOICE = "Customer invoice";
    static final String CREDIT_NOTE = "Customer credit note";

    private static final String FEATURE = "Peppol BIS Billing 3";
    private static final String STORAGE_SECRET = "storage-sas-url";
    private static final String CHAIN = "Signing chain";
    private static final String FORMAT = "Peppol BIS Billing 3";
    private static final String RESPONSE_PARSER = "Authority response";

    private final ElectronicInvoicing invoicing;
    private final Caller administrator;
    private final Path folder;

    DemoSetup(ElectronicInvoicing invoicing, Caller administrator, Path folder) {
        this.invoicing = invoicing;
        this.administrator = administrator;
        this.folder = folder;
    }

    /** Creates the tenant in Europe and activates its deployment project of tier 2. */
    void activate() {
        boolean known = invoicing
                .activation()
                .find(administrator, administrator.tenant())
                .fold(found -> true, refusal -> false);
        if (!known) {
            invoicing
                    .activation()
                    .createTenant(
                            administrator,
                            administrator.tenant(),
                            TenantDetails.named("Demo tenant"),
                            Geography.EUROPE,
                            ZoneOffset.UTC)
                    .orThrow();
        }
        invoicing
                .activation()
                .activate(
                        administrator,
                        administrator.tenant(),
                        new DeploymentProject(
                                "Demo ERP",
                                DeploymentProject.LOWEST_TIER,
                                URI.create("https://erp.example.com/"),
                                Demo.ERP_APPLICATION))
                .orThrow();
    }

    /** Sets the service that the directory gives for Europe as the one that is configured. */
    void setServiceParameters() {
        ServiceParameters before =
                invoicing.serviceParameters().find(administrator).orThrow();
        ServiceEndpoint service = invoicing.directory().find(Geography.EUROPE).orElseThrow();
        if (before.missing().isPresent()) {
            invoicing
                    .serviceParameters()
                    .edit(administrator, before.revision(), service.geography(), service.url())
                    .orThrow();
        }
    }

    private Optional<ServiceEnvironment> environment() {
        return invoicing.environments().list(administrator, Optional.empty(), 1_000).orThrow().items().stream()
                .filter(each -> each.name().equals(ENVIRONMENT))
                .findFirst();
    }

    /** Makes vault and container in local folders, creates the environment that uses them, and publishes it. */
    void publishEnvironment() throws IOException {
        LocalVaultInitializer vault = LocalVaultInitializer.initialize(
                folder.resolve("demo-vault"), STORAGE_SECRET, folder.resolve("demo-documents"));
        ServiceEnvironment environment = environment()
                .orElseGet(() -> invoicing
                        .environments()
                        .create(administrator, ENVIRONMENT)
                        .orThrow());
        ServiceEnvironment edited = invoicing
                .environments()
                .edit(administrator, environment.id(), environment.revision(), settings(vault))
                .orThrow();
        invoicing
                .environments()
                .publish(administrator, edited.id(), edited.revision())
                .orThrow();
    }

    private EnvironmentSettings settings(LocalVaultInitializer vault) {
        KeyVaultReference reference = new KeyVaultReference(
                "Local vault",
                "A folder that stands for the customer's key vault",
                vault.vaultUri(),
                List.of(
                        new VaultObject(STORAGE_SECRET, "Container for documents", VaultObject.Type.SECRET),
                        new VaultObject(vault.root(), "Root", VaultObject.Type.CERTIFICATE),
                        new VaultObject(vault.intermediate(), "Intermediate", VaultObject.Type.CERTIFICATE),
                        new VaultObject(vault.end(), "Signs invoices, RSA-2048", VaultObject.Type.CERTIFICATE)));
        return new EnvironmentSettings(
                "Demonstration on local folders",
                List.of(reference),
                Optional.of(STORAGE_SECRET),
                List.of(new EnvironmentUser(administrator.principal(), Demo.USER, true, true)),
                List.of(),
                List.of(new CertificateChain(
                        CHAIN, "Root first", List.of(vault.root(), vault.intermediate(), vault.end()))));
    }

    /** Creates the feature's next version against the authority's address of this run, completes and deploys it. */
    void deployFeature(AuthoritySimulator authority) {
        FeatureVersion draft = invoicing.features().list(administrator).orThrow().stream()
                .filter(listed -> listed.feature().name().equals(FEATURE))
                .findFirst()
                .map(this::draft)
                .orElseGet(() -> invoicing.features().create(administrator, FEATURE))
                .orThrow();
        FeatureVersion edited = invoicing
                .features()
                .edit(
                        administrator,
                        draft.feature(),
                        draft.number(),
                        draft.revision(),
                        content(authority),
                        Instant.now())
                .orThrow();
        FeatureVersion completed = invoicing
                .features()
                .complete(administrator, edited.feature(), edited.number(), edited.revision())
                .orThrow();
        ServiceEnvironment environment = environment().orElseThrow();
        invoicing
                .featureDeployments()
                .deploy(
                        administrator,
                        completed.feature(),
                        completed.number(),
                        environment.id(),
                        completed.effectiveFrom())
                .orThrow();
    }

    /** Goes on with the draft that an interrupted run left, or creates the next version. */
    private Result<FeatureVersion> draft(FeatureOverview listed) {
        FeatureId feature = listed.feature().id();
        LatestVersion latest = listed.latest();
        return latest.status() == FeatureVersion.Status.DRAFT
                ? invoicing.features().find(administrator, feature, latest.number())
                : invoicing.features().newVersion(administrator, feature);
    }

    private static FeatureContent content(AuthoritySimulator authority) {
        ApplicabilityRule billing = ApplicabilityRule.any(
                ApplicabilityRule.equal(SubmitCommand.DOCUMENT_CONTEXT, INVOICE),
                ApplicabilityRule.equal(SubmitCommand.DOCUMENT_CONTEXT, CREDIT_NOTE));
        Variable receipt = new Variable(
                "Receipt",
                "The authority's number for the document",
                Variable.Kind.TO_CLIENT,
                DataType.STRING,
                Optional.empty(),
                Optional.of(new ParameterValue.FromAction("Process response", ProcessResponseAction.RECEIPT)));
        FeatureSetup issue = new FeatureSetup(
                "Issue",
                FeatureSetup.Type.PROCESSING_PIPELINE,
                billing,
                List.of(receipt),
                List.of(
                        Action.of(
                                "Transform document",
                                TransformDocumentAction.TYPE,
                                Map.of(
                                        TransformDocumentAction.INPUT,
                                        ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                                        TransformDocumentAction.CONFIGURATION,
                                        ParameterValue.literal(FORMAT))),
                        Action.of(
                                "Validate document",
                                ValidateDocumentAction.TYPE,
                                Map.of(
                                        ValidateDocumentAction.INPUT,
                                        ParameterValue.output("Transform document", TransformDocumentAction.OUTPUT),
                                        ValidateDocumentAction.RULE_SET,
                                        ParameterValue.literal("eu.peppol.bis3:billing:2026.5"))),
                        Action.of(
                                        "Sign document",
                                        SignDocumentAction.TYPE,
                                        Map.of(
                                                SignDocumentAction.INPUT,
                                                ParameterValue.output(
                                                        "Transform document", TransformDocumentAction.OUTPUT),
                                                SignDocumentAction.CERTIFICATE,
                                                ParameterValue.literal(CHAIN)))
                                .exportingResults(),
                        call(ParameterValue.output("Sign document", SignDocumentAction.OUTPUT), authority.documents()),
                        processResponse()));
        FeatureSetup cancel = new FeatureSetup(
                "Cancel",
                FeatureSetup.Type.PROCESSING_PIPELINE,
                ApplicabilityRule.all(
                        billing,
                        ApplicabilityRule.equal(Submissions.SUBMISSION_KIND, SubmissionKind.CANCELLATION.name())),
                List.of(),
                List.of(
                        call(ParameterValue.variable(Variable.BUSINESS_DOCUMENT), authority.cancellations()),
                        processResponse()));
        return new FeatureContent(
                "UBL 2.1 invoices and credit notes, signed and sent to the authority",
                List.of(issue, cancel),
                List.of(
                        new FormatConfiguration(FORMAT, resource("peppol-bis-billing-3.xslt")),
                        new FormatConfiguration(RESPONSE_PARSER, resource("authority-response.xslt"))));
    }

    private static Action call(ParameterValue input, URI address) {
        return Action.of(
                        "Call REST web service",
                        CallRestWebServiceAction.TYPE,
                        Map.of(
                                CallRestWebServiceAction.INPUT,
                                input,
                                CallRestWebServiceAction.URL,
                                ParameterValue.literal(address.toString()),
                                CallRestWebServiceAction.TIMEOUT,
                                ParameterValue.literal(Demo.PATIENCE_OF_CALLS.toString()),
                                CallRestWebServiceAction.PARSER,
                                ParameterValue.literal(RESPONSE_PARSER),
                                CallRestWebServiceAction.RECOVERY,
                                ParameterValue.literal("REPEAT")))
                .withRetry(RetryPolicy.of(2, Duration.ofMillis(250)));
    }

    private static Action processResponse() {
        return Action.of(
                "Process response",
                ProcessResponseAction.TYPE,
                Map.of(
                        ProcessResponseAction.INPUT,
                        ParameterValue.output("Call REST web service", CallRestWebServiceAction.RESPONSE),
                        ProcessResponseAction.PARSER,
                        ParameterValue.literal(RESPONSE_PARSER)));
    }

    /** Returns the text of a file beside this class. */
    static String resource(String name) {
        try (InputStream content = DemoSetup.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the service's jar");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + name + " cannot be read", e);
        }
    }
}
