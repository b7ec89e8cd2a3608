package io.einvoicing;

import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.activation.ServiceParametersAdministration;
import io.einvoicing.activation.TenantGate;
import io.einvoicing.activation.port.EndpointProbe;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditReview;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.connectedapp.ConnectedApplications;
import io.einvoicing.connectedapp.port.ConnectedApplicationRepository;
import io.einvoicing.connectedapp.port.ErpGateway;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.environment.EnvironmentAdministration;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.ConfigurationProviders;
import io.einvoicing.feature.DeployedObjectUses;
import io.einvoicing.feature.FeatureAdministration;
import io.einvoicing.feature.FeatureDeployments;
import io.einvoicing.feature.FeatureDerivation;
import io.einvoicing.feature.FeatureSharing;
import io.einvoicing.feature.FeatureTransfer;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.feature.port.FeatureShares;
import io.einvoicing.feature.port.ProviderRepository;
import io.einvoicing.flow.ActionType;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.FlowEngine;
import io.einvoicing.flow.FlowPolicy;
import io.einvoicing.flow.FlowRepair;
import io.einvoicing.flow.port.DestinationGuard;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowObserver;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.flow.port.RedriveCommands;
import io.einvoicing.health.HealthPolicy;
import io.einvoicing.health.HealthWatch;
import io.einvoicing.health.port.HealthRecords;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.numbersequence.NumberSequences;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.numbersequence.port.NumberSequenceRepository;
import io.einvoicing.submission.ExportChannels;
import io.einvoicing.submission.ResultExport;
import io.einvoicing.submission.SubmissionNames;
import io.einvoicing.submission.SubmissionPolicy;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.port.DocumentInspector;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.submission.port.SubmissionObserver;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.vault.ClaimAdministration;
import io.einvoicing.vault.VaultAccessReview;
import io.einvoicing.vault.Vaults;
import io.einvoicing.vault.port.AddressClaims;
import io.einvoicing.vault.port.SecretVault;
import io.einvoicing.vault.port.VaultAccessLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of electronic invoicing over the ports that an application supplies. Thread-safe once built.
 *
 * <p>It starts no thread: the application's {@link FlowQueue} calls {@link #engine()} when a submission is due.
 */
public final class ElectronicInvoicing {
    private final EndpointDirectory directory;
    private final TenantGate gate;
    private final ServiceActivation activation;
    private final ServiceParametersAdministration serviceParameters;
    private final EnvironmentAdministration environments;
    private final ConfigurationProviders providers;
    private final FeatureAdministration features;
    private final ConnectedApplications connectedApplications;
    private final NumberSequences numberSequences;
    private final FeatureDeployments featureDeployments;
    private final FeatureSharing featureSharing;
    private final FeatureDerivation featureDerivation;
    private final FeatureTransfer featureTransfer;
    private final Submissions submissions;
    private final FlowEngine engine;
    private final FlowRepair repair;
    private final SubmissionNames submissionNames;
    private final ExportChannels exportChannels;
    private final ResultExport results;
    private final AuditReview audit;
    private final Vaults vaults;
    private final VaultAccessReview vaultAccesses;
    private final ClaimAdministration claims;
    private final HealthWatch health;
    private final ContainerInspector containers;

    private ElectronicInvoicing(Builder builder) {
        Stores stores = required("stores", builder.stores);
        this.vaults = new Vaults(
                required("vault", builder.vault),
                stores.vaultAccesses(),
                stores.addressClaims(),
                builder.vaultCacheAge,
                builder.identifiers,
                builder.clock);
        this.containers = required("containers", builder.containers);
        DocumentStore documents = required("documents", builder.documents);
        FlowQueue queue = required("queue", builder.queue);
        ActionTypes types = new ActionTypes(builder.actions);
        this.directory = builder.directory;
        this.gate = new TenantGate(stores.tenants(), directory);
        this.activation = new ServiceActivation(stores.tenants(), directory, builder.clock);
        this.serviceParameters = new ServiceParametersAdministration(
                new ServiceParametersAdministration.Ports(
                        stores.tenants(), stores.serviceParameters(), builder.endpointProbe),
                directory,
                builder.clock);
        DeployedObjectUses uses = new DeployedObjectUses(stores.features(), types);
        this.environments = new EnvironmentAdministration(
                new EnvironmentAdministration.Ports(
                        stores.environments(), stores.serviceParameters(), containers, uses),
                vaults,
                builder.identifiers,
                builder.clock);
        this.connectedApplications = new ConnectedApplications(
                new ConnectedApplications.Ports(
                        stores.connectedApplications(),
                        stores.environments(),
                        stores.features(),
                        stores.serviceParameters(),
                        vaults,
                        builder.erp),
                builder.identifiers,
                builder.clock);
        this.providers =
                new ConfigurationProviders(stores.providers(), stores.tenants(), builder.identifiers, builder.clock);
        this.features =
                new FeatureAdministration(stores.features(), providers, types, builder.identifiers, builder.clock);
        this.numberSequences = new NumberSequences(
                stores.numberSequences(),
                stores.environments(),
                stores.features(),
                uses,
                builder.identifiers,
                builder.clock);
        this.featureDeployments = new FeatureDeployments(
                new FeatureDeployments.Ports(
                        stores.features(), stores.environments(), stores.numberSequences(), stores.serviceParameters()),
                providers,
                types,
                builder.identifiers,
                builder.clock);
        this.featureSharing = new FeatureSharing(
                stores.features(), stores.featureShares(), stores.tenants(), providers, builder.clock);
        this.featureDerivation =
                new FeatureDerivation(stores.features(), featureSharing, providers, builder.identifiers, builder.clock);
        this.featureTransfer = new FeatureTransfer(stores.features(), providers, builder.identifiers, builder.clock);
        this.submissions = new Submissions(
                new Submissions.Ports(
                        gate,
                        stores.environments(),
                        stores.features(),
                        stores.submissions(),
                        documents,
                        vaults,
                        inspectAll(List.copyOf(builder.inspectors)),
                        queue),
                builder.submissionPolicy,
                builder.identifiers,
                builder.clock,
                builder.submissionObserver);
        this.audit = new AuditReview(stores.auditTrail());
        this.vaultAccesses = new VaultAccessReview(stores.vaultAccesses());
        this.claims = new ClaimAdministration(stores.addressClaims(), stores.tenants(), builder.clock);
        this.health = new HealthWatch(
                stores.environments(),
                stores.healthRecords(),
                // What the flow keeps for its use is not touched.
                new Vaults(
                        required("vault", builder.vault),
                        stores.vaultAccesses(),
                        stores.addressClaims(),
                        Duration.ZERO,
                        builder.identifiers,
                        builder.clock),
                required("containers", builder.containers),
                builder.healthPolicy,
                builder.clock);
        this.engine = new FlowEngine(
                new FlowEngine.Ports(
                        stores.progress(),
                        stores.completions(),
                        stores.environments(),
                        stores.features(),
                        documents,
                        vaults,
                        stores.numberDraws(),
                        stores.submissions(),
                        queue,
                        builder.destinations),
                types,
                builder.flowPolicy,
                builder.clock,
                builder.flowObserver);
        this.submissionNames = new SubmissionNames(stores.environments(), stores.features());
        this.results = new ResultExport(
                new ResultExport.Ports(
                        stores.environments(), stores.features(), stores.submissions(), documents, vaults),
                types);
        this.repair = new FlowRepair(
                new FlowRepair.Ports(
                        stores.environments(),
                        stores.features(),
                        stores.submissions(),
                        stores.redrives(),
                        documents,
                        vaults,
                        queue),
                types,
                builder.identifiers,
                builder.clock);
        this.exportChannels = new ExportChannels(
                new ExportChannels.Ports(
                        gate, stores.environments(), stores.features(), stores.submissions(), documents, vaults, queue),
                types,
                builder.identifiers,
                builder.clock);
    }

    /** The store of record; one adapter usually supplies all of it. */
    public interface Stores {
        TenantRepository tenants();

        ServiceParametersRepository serviceParameters();

        EnvironmentRepository environments();

        FeatureRepository features();

        ConnectedApplicationRepository connectedApplications();

        NumberSequenceRepository numberSequences();

        NumberDraws numberDraws();

        FeatureShares featureShares();

        ProviderRepository providers();

        SubmissionRepository submissions();

        FlowProgress progress();

        FlowCompletions completions();

        RedriveCommands redrives();

        AuditTrail auditTrail();

        VaultAccessLog vaultAccesses();

        AddressClaims addressClaims();

        HealthRecords healthRecords();
    }

    public static Builder builder() {
        return new Builder();
    }

    public ServiceActivation activation() {
        return activation;
    }

    /** Returns which service serves which geography. */
    public EndpointDirectory directory() {
        return directory;
    }

    /** Returns who lets callers in. */
    public TenantGate gate() {
        return gate;
    }

    public ServiceParametersAdministration serviceParameters() {
        return serviceParameters;
    }

    public EnvironmentAdministration environments() {
        return environments;
    }

    public FeatureAdministration features() {
        return features;
    }

    public ConnectedApplications connectedApplications() {
        return connectedApplications;
    }

    public NumberSequences numberSequences() {
        return numberSequences;
    }

    /** Returns the configuration providers in whose name features are configured. */
    public ConfigurationProviders providers() {
        return providers;
    }

    public FeatureDeployments featureDeployments() {
        return featureDeployments;
    }

    public FeatureSharing featureSharing() {
        return featureSharing;
    }

    public FeatureDerivation featureDerivation() {
        return featureDerivation;
    }

    public FeatureTransfer featureTransfer() {
        return featureTransfer;
    }

    public Submissions submissions() {
        return submissions;
    }

    public AuditReview audit() {
        return audit;
    }

    public FlowEngine engine() {
        return engine;
    }

    /** Returns what tells the names of environments and features in the submission log. */
    public SubmissionNames submissionNames() {
        return submissionNames;
    }

    /** Returns what hands out the results of submissions. */
    public ResultExport results() {
        return results;
    }

    /** Returns what sends the documents that wait in export channels. */
    public ExportChannels exportChannels() {
        return exportChannels;
    }

    /** Returns what puts failed and waiting submissions back into process. */
    public FlowRepair repair() {
        return repair;
    }

    /** Returns the customers' vaults, for adapters that need a secret themselves. */
    public Vaults vaults() {
        return vaults;
    }

    public VaultAccessReview vaultAccesses() {
        return vaultAccesses;
    }

    /** Returns which vaults and containers belong to which tenant. */
    public ClaimAdministration claims() {
        return claims;
    }

    /** Returns the watch over vaults and containers; it looks when the application or a caller has it look. */
    public HealthWatch health() {
        return health;
    }

    private static DocumentInspector inspectAll(List<DocumentInspector> inspectors) {
        return content -> inspectors.stream()
                .flatMap(inspector -> inspector.inspect(content).stream())
                .toList();
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("electronic invoicing cannot be built without " + name);
        }
        return value;
    }

    /** Collects ports and policies. Not thread-safe. */
    public static final class Builder {
        private @Nullable Stores stores;
        private @Nullable SecretVault vault;
        private @Nullable DocumentStore documents;
        private @Nullable ContainerInspector containers;
        private @Nullable FlowQueue queue;
        private ErpGateway erp = ErpGateway.NONE;
        private final List<ActionType> actions = new ArrayList<>();
        private final List<DocumentInspector> inspectors = new ArrayList<>();
        private EndpointDirectory directory = EndpointDirectory.STANDARD;
        private EndpointProbe endpointProbe =
                endpoint -> new EndpointProbe.Answer.Failure("this application cannot ask " + endpoint);
        private SubmissionPolicy submissionPolicy = SubmissionPolicy.DEFAULT;
        private FlowPolicy flowPolicy = FlowPolicy.DEFAULT;
        private DestinationGuard destinations = DestinationGuard.NONE;
        private FlowObserver flowObserver = FlowObserver.NONE;
        private SubmissionObserver submissionObserver = SubmissionObserver.NONE;
        private Duration vaultCacheAge = Vaults.STANDARD_CACHE_AGE;
        private HealthPolicy healthPolicy = HealthPolicy.DEFAULT;
        private Identifiers identifiers = UUID::randomUUID;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        public Builder stores(Stores value) {
            this.stores = value;
            return this;
        }

        public Builder vault(SecretVault value) {
            this.vault = value;
            return this;
        }

        public Builder documents(DocumentStore value) {
            this.documents = value;
            return this;
        }

        /** Sets what looks at the customers' containers; an adapter is usually both this and the document store. */
        public Builder containers(ContainerInspector value) {
            this.containers = value;
            return this;
        }

        public Builder queue(FlowQueue value) {
            this.queue = value;
            return this;
        }

        /** Sets what reaches connected applications; without it, none can be connected. */
        public Builder erp(ErpGateway value) {
            this.erp = value;
            return this;
        }

        /** Adds action types to those that features can use. */
        public Builder actions(Collection<? extends ActionType> types) {
            this.actions.addAll(types);
            return this;
        }

        /** Adds a check that every submitted document must pass. */
        public Builder inspector(DocumentInspector inspector) {
            this.inspectors.add(inspector);
            return this;
        }

        /** Sets which service serves which geography; this one serves all of the four standard ones unless set. */
        public Builder directory(EndpointDirectory value) {
            this.directory = value;
            return this;
        }

        /** Sets what asks service endpoints; unless set, each check of one finds that it could not be asked. */
        public Builder endpointProbe(EndpointProbe value) {
            this.endpointProbe = value;
            return this;
        }

        public Builder submissionPolicy(SubmissionPolicy value) {
            this.submissionPolicy = value;
            return this;
        }

        public Builder flowPolicy(FlowPolicy value) {
            this.flowPolicy = value;
            return this;
        }

        /** Sets what decides when a call to a host may start; every call starts at once unless set. */
        public Builder destinations(DestinationGuard value) {
            this.destinations = value;
            return this;
        }

        /** Sets who is told what happens in flows; nobody unless set. */
        public Builder flowObserver(FlowObserver value) {
            this.flowObserver = value;
            return this;
        }

        /** Sets who is told of accepted submissions; nobody unless set. */
        public Builder submissionObserver(SubmissionObserver value) {
            this.submissionObserver = value;
            return this;
        }

        /** Sets for how long what a vault answered is kept; a minute unless set. */
        public Builder vaultCacheAge(Duration value) {
            this.vaultCacheAge = value;
            return this;
        }

        /** Sets how often vaults and containers are looked at, and when a secret is old. */
        public Builder healthPolicy(HealthPolicy value) {
            this.healthPolicy = value;
            return this;
        }

        /** Sets the source of identifiers; random UUIDs unless set. */
        public Builder identifiers(Identifiers value) {
            this.identifiers = value;
            return this;
        }

        /** Sets the clock; the system's unless set. */
        public Builder clock(InstantSource value) {
            this.clock = value;
            return this;
        }

        /**
         * Builds the use cases.
         *
         * @throws IllegalStateException if stores, vault, documents, containers or queue are missing
         */
        public ElectronicInvoicing build() {
            return new ElectronicInvoicing(this);
        }
    }
}
