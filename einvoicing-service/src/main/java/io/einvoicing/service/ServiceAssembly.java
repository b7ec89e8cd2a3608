package io.einvoicing.service;

import com.fasterxml.uuid.Generators;
import io.dropwizard.lifecycle.Managed;
import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.azure.AzureConnection;
import io.einvoicing.azure.AzureIdentity;
import io.einvoicing.azure.BlobDocumentStore;
import io.einvoicing.azure.KeyVaultSecretVault;
import io.einvoicing.flow.ActionType;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.health.HealthPolicy;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.EntraTokenVerifier;
import io.einvoicing.http.access.TokenVerifier;
import io.einvoicing.http.access.TrustedIssuer;
import io.einvoicing.http.activation.HttpEndpointProbe;
import io.einvoicing.http.api.EinvoicingApi;
import io.einvoicing.http.call.HostGuard;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.http.document.JsonDocumentInspector;
import io.einvoicing.http.erp.HttpErpGateway;
import io.einvoicing.http.notification.EmailSender;
import io.einvoicing.http.notification.WebhookSender;
import io.einvoicing.jdbc.ClockGuard;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.NotificationPolicy;
import io.einvoicing.notification.NotificationSenders;
import io.einvoicing.notification.Notifications;
import io.einvoicing.notification.port.NotificationSender;
import io.einvoicing.service.local.ByScheme;
import io.einvoicing.service.telemetry.BacklogMetrics;
import io.einvoicing.service.telemetry.FlowMetrics;
import io.einvoicing.service.telemetry.FlowTraces;
import io.einvoicing.service.telemetry.NodeMetrics;
import io.einvoicing.service.telemetry.Observers;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionPolicy;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.vault.port.SecretVault;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.TransformLimits;
import io.einvoicing.xml.validation.DocumentValidator;
import io.einvoicing.xml.validation.PublishedRuleSets;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs in one service process, wired; the only place that knows every adapter. Stops in the reverse order. */
public final class ServiceAssembly implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceAssembly.class);
    /** Tenants whose usage is folded in one go. */
    private static final int FOLDED_TENANTS = 100;

    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(10);

    private final Deque<AutoCloseable> resources;
    private final InstantSource machine;
    private final SteadyClock clock;
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final JdbcStore store;
    private final FlowDispatcher dispatcher;
    private final ClockCheck clockCheck;
    private final DocumentValidator validator;
    private final CompletableFuture<Optional<String>> selfCheck;
    private final ElectronicInvoicing invoicing;
    private final UsageManagement usage;
    private final NotificationLoop notificationLoop;
    private final HealthLoop healthLoop;
    private final RedriveLoop redriveLoop;
    private final EinvoicingApi api;
    private final Optional<DevelopmentIssuer> developmentIssuer;
    private volatile boolean draining;

    private ServiceAssembly(
            ServiceConfiguration configuration, Surroundings surroundings, Deque<AutoCloseable> resources)
            throws IOException {
        this.resources = resources;
        this.machine = surroundings.clock();
        this.clock = new SteadyClock(machine, System::nanoTime);
        // Before anything is created: what is wrong with them is told first.
        List<ActionType> plugins =
                opened(ActionTypePlugins.load(configuration.plugins())).types();
        Path data = Files.createDirectories(configuration.data());
        Path local = Files.createDirectories(localFolder(data));
        Identifiers identifiers = identifiers();
        ConnectionPool pool = openDatabase(configuration.database(), data);
        JdbcStore.migrate(pool.dataSource());
        FlowMetrics flowMetrics = new FlowMetrics(metrics);
        Observers observers = new Observers(
                flowMetrics,
                new FlowTraces(
                        GlobalOpenTelemetry.get(),
                        configuration.tracing().share(),
                        configuration.tracing().hosts(),
                        clock));
        this.store = new JdbcStore(pool.dataSource(), flowMetrics);
        metrics.register(new BacklogMetrics(store.backlog()::read, clock));
        this.clockCheck = new ClockCheck(this::skew, ClockGuard.TOLERANCE, clock);
        this.dispatcher =
                new FlowDispatcher(store.progress(), configuration.flow().dispatching(), clock);

        NodeMetrics.register(metrics, dispatcher, pool);

        XmlEngine engine = XmlEngine.create();
        XmlParser parser = new XmlParser(engine, XmlLimits.DEFAULT);
        TransformEngine transforms = opened(new TransformEngine(engine, parser, TransformLimits.DEFAULT));
        this.validator = new DocumentValidator(engine, XmlLimits.DEFAULT, PublishedRuleSets.all());
        this.selfCheck = CompletableFuture.supplyAsync(this::checkRules);
        OutboundPolicy outbound = outboundPolicy(configuration.outbound());
        OutboundHttp http = opened(new OutboundHttp(outbound, observers));

        AzureConnection azure = AzureConnection.toPublicClouds();
        SecretVault keyVaults = new KeyVaultSecretVault(AzureIdentity.ofSurroundings(), azure);
        BlobDocumentStore blobs = new BlobDocumentStore(azure);
        // Folders are for development: a tenant may name any of them that is nobody's yet.
        boolean localFolders = configuration.access().development();
        SubmissionPolicy policy = new SubmissionPolicy(configuration.limits().maxDocumentBytes());
        Optional<EmailSender> mail =
                configuration.mail().server().map(server -> opened(new EmailSender(server, outbound)));
        List<ActionType> actions = new ArrayList<>(StandardActions.of(parser, transforms, validator, http, mail));
        actions.addAll(plugins);
        requireDifferentNames(actions);
        this.invoicing = ElectronicInvoicing.builder()
                .stores(store)
                .vault(surroundings.vaults().apply(localFolders ? ByScheme.vault(local, keyVaults) : keyVaults))
                .documents(surroundings.documents().apply(localFolders ? ByScheme.documents(local, blobs) : blobs))
                .containers(localFolders ? ByScheme.containers(local, blobs) : blobs)
                .queue(dispatcher)
                .erp(new HttpErpGateway(http, configuration.erp().authority(), HttpErpGateway.STANDARD_TIMEOUT, clock))
                .destinations(new HostGuard(configuration.flow().hosts(), dispatcher::nodes, clock))
                .actions(actions)
                .inspector(new XmlDocumentInspector(parser))
                .inspector(new JsonDocumentInspector())
                .directory(configuration.directory())
                .endpointProbe(new HttpEndpointProbe(http))
                .submissionPolicy(policy)
                .vaultCacheAge(configuration.vaults().cacheAge())
                .healthPolicy(new HealthPolicy(
                        configuration.vaults().healthInterval(),
                        configuration.vaults().oldSecretAge()))
                .identifiers(identifiers)
                .flowPolicy(configuration.flow().policy())
                .flowObserver(observers)
                .submissionObserver(observers)
                .clock(clock)
                .build();
        opened(dispatcher); // and so closed before what its workers use
        this.redriveLoop = opened(new RedriveLoop(invoicing.repair()));
        this.healthLoop = opened(new HealthLoop(invoicing.health()));
        UsageTasks tasks = opened(new UsageTasks());
        this.usage = new UsageManagement(store.usagePorts(), UsagePolicy.DEFAULT, tasks.commands(), identifiers, clock);
        tasks.repeat(
                configuration.usage().foldInterval(), () -> usage.thresholds().foldAndEvaluate(FOLDED_TENANTS));
        NotificationSenders senders = new NotificationSenders(
                mail.<NotificationSender<Channel.Email>>map(sender -> sender).orElseGet(EmailSender::notConfigured),
                new WebhookSender(http, invoicing.vaults(), clock));
        Notifications notifications = new Notifications(
                new Notifications.Ports(store.notifications(), store.subscriptions(), store.deliveries()),
                senders,
                identifiers,
                clock);
        this.notificationLoop =
                opened(new NotificationLoop(store.deliveries(), senders, NotificationPolicy.DEFAULT, clock));
        this.developmentIssuer = configuration.access().development()
                ? Optional.of(DevelopmentIssuer.inFolder(data, clock))
                : Optional.empty();
        this.api = new EinvoicingApi(verifier(configuration.access()), invoicing, usage, notifications, policy, clock);
    }

    /**
     * Opens the database, wires every adapter and starts the workers.
     *
     * @throws UncheckedIOException if the data folder or the embedded database cannot be used
     */
    static ServiceAssembly start(ServiceConfiguration configuration, Surroundings surroundings) {
        Deque<AutoCloseable> resources = new ArrayDeque<>();
        try {
            ServiceAssembly assembly = new ServiceAssembly(configuration, surroundings, resources);
            assembly.dispatcher.start(assembly.new Worker());
            assembly.notificationLoop.start();
            assembly.healthLoop.start();
            assembly.redriveLoop.start();
            return assembly;
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + configuration.data() + " cannot be used", e);
        } catch (RuntimeException e) {
            closeAfter(e, resources);
            throw e;
        }
    }

    /** Returns the folder below which {@code file:} vaults and containers may lie; nothing else is kept there. */
    public static Path localFolder(Path data) {
        return data.resolve("local");
    }

    /** Runs submissions, unless this node's clock is off: a document must not be counted in a wrong month. */
    private final class Worker implements FlowDispatcher.Worker {
        private final AtomicBoolean wrong = new AtomicBoolean();

        @Override
        public void run(Submission claimed) {
            invoicing.engine().run(claimed).ifPresent(status -> LOG.debug("{} is {}", claimed.id(), status));
        }

        @Override
        public boolean isReady() {
            boolean right = clockCheck.isRight();
            if (wrong.compareAndSet(right, !right)) {
                if (right) {
                    LOG.warn("This node runs flows again: its clock is right");
                } else {
                    LOG.error(
                            "This node runs no flows: its clock is off the database's by more than {}",
                            ClockGuard.TOLERANCE);
                }
            }
            return right;
        }
    }

    /** Returns by how much the clock is ahead of the database's; if by too much, follows the machine's should that be right. */
    private Duration skew() {
        Duration skew = store.clockGuard(clock).skew();
        if (skew.abs().compareTo(ClockGuard.TOLERANCE) > 0
                && store.clockGuard(machine).isWithin(ClockGuard.TOLERANCE)) {
            clock.follow();
            return store.clockGuard(clock).skew();
        }
        return skew;
    }

    private ConnectionPool openDatabase(ServiceConfiguration.Database database, Path data) {
        String url = database.url();
        if (url.isEmpty()) {
            url = opened(EmbeddedDatabase.start(data.resolve("postgresql"))).url();
        }
        return opened(ConnectionPool.open(
                url, database.user(), database.password(), database.connections(), DATABASE_PATIENCE));
    }

    private TokenVerifier verifier(ServiceConfiguration.Access access) {
        if (developmentIssuer.isPresent()) {
            LOG.warn("Tokens of the development issuer are accepted: never expose this service to others");
            return developmentIssuer.get().verifier();
        }
        return EntraTokenVerifier.withKeysAt(
                access.keys()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "access.keys must be set: the address of the token issuer's JWK set")),
                new TrustedIssuer(
                        access.issuer(),
                        Set.copyOf(access.audiences()),
                        Optional.of(access.operatorTenants().stream()
                                .map(TenantId::parse)
                                .collect(Collectors.toSet()))),
                clock);
    }

    private static void requireDifferentNames(List<ActionType> actions) {
        try {
            new ActionTypes(actions);
        } catch (IllegalArgumentException e) {
            throw new WrongConfigurationException("EINVOICING_PLUGINS (setting plugins): " + e.getMessage(), e);
        }
    }

    /** Returns a source of time-ordered identifiers, which keep the database's indexes compact. */
    static Identifiers identifiers() {
        return Generators.timeBasedEpochGenerator()::generate;
    }

    private static OutboundPolicy outboundPolicy(ServiceConfiguration.Outbound outbound) {
        return new OutboundPolicy(outbound.hosts(), outbound.plainTextHosts(), List.of())
                .allowingPrivate(outbound.privateEndpoints().toArray(String[]::new));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        resources.push(resource);
        return resource;
    }

    public ElectronicInvoicing invoicing() {
        return invoicing;
    }

    public UsageManagement usage() {
        return usage;
    }

    /** Returns the store of record. */
    public JdbcStore store() {
        return store;
    }

    /** Returns the issuer of development tokens, if they are trusted. */
    public Optional<DevelopmentIssuer> developmentIssuer() {
        return developmentIssuer;
    }

    EinvoicingApi api() {
        return api;
    }

    /** Returns what is measured of flows. */
    PrometheusRegistry metrics() {
        return metrics;
    }

    /** Returns how vaults and containers were last; nothing while the database gives no answer. */
    List<VaultHealth> vaultHealth() {
        try {
            return invoicing.health().all();
        } catch (StoreUnavailableException e) {
            LOG.warn("The health of vaults is not known while the database gives no answer: {}", e.getMessage());
            return List.of();
        }
    }

    /** Returns how many submissions this node has in hand. */
    int running() {
        return dispatcher.running();
    }

    /** Takes no more work and is not ready any more; requests are still answered. */
    void startDraining() {
        draining = true;
        dispatcher.stopTaking();
    }

    /** Waits for the submissions in hand, as long as the configuration allows. */
    void finishWork() {
        dispatcher.close();
    }

    /** Tells why this node takes no work. */
    Optional<String> dispatcherProblem() {
        if (draining) {
            return Optional.of("this node is stopping");
        }
        return dispatcher.isTakingWork() ? Optional.empty() : Optional.of("this node takes no work: restart it");
    }

    Optional<String> databaseProblem() {
        return problem(() -> {
            store.clockGuard(clock).skew();
            return Optional.empty();
        });
    }

    Optional<String> clockProblem() {
        return problem(() -> clockCheck.isRight()
                ? Optional.empty()
                : Optional.of("this node's clock is off the database's by more than " + ClockGuard.TOLERANCE));
    }

    /** Tells how many environments cannot use their vault or container. */
    Optional<String> vaultsProblem() {
        return problem(() -> {
            Map<VaultHealth.Status, Long> counts = invoicing.health().counts();
            long failed = counts.getOrDefault(VaultHealth.Status.FAILED, 0L);
            long all = counts.values().stream().mapToLong(Long::longValue).sum();
            return failed == 0
                    ? Optional.empty()
                    : Optional.of("vault or container of " + failed + " of " + all + " environments fail");
        });
    }

    /** Tells what the self-check at start-up found; waits for it a little. */
    Optional<String> validationProblem() {
        return selfCheck
                .copy()
                .completeOnTimeout(Optional.of("the rules are still being checked"), 10, TimeUnit.SECONDS)
                .join();
    }

    /**
     * Proves that a known valid document validates and a known invalid one does not: with broken rule sets every invoice would look
     * invalid. The rule set that is checked uses all published rules and schemas, which are warm afterwards.
     */
    private Optional<String> checkRules() {
        try {
            validator.selfCheck(PublishedRuleSets.PEPPOL_BIS_3.id());
            return Optional.empty();
        } catch (IllegalStateException e) {
            LOG.error("Validation does not work: {}", e.getMessage());
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> problem(Supplier<Optional<String>> check) {
        try {
            return check.get();
        } catch (StoreUnavailableException e) {
            return Optional.of("the database gives no answer");
        }
    }

    /** Stops what runs, the database last. Once stopped, does nothing. */
    @Override
    public void stop() {
        startDraining();
        IllegalStateException failure = new IllegalStateException("not everything could be closed");
        closeAfter(failure, resources);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private static void closeAfter(RuntimeException failure, Deque<AutoCloseable> resources) {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
