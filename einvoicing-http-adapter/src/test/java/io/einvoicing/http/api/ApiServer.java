package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.freshTenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.port.EndpointProbe;
import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionType;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.http.notification.WebhookSender;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.NotificationSenders;
import io.einvoicing.notification.Notifications;
import io.einvoicing.submission.SubmissionPolicy;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemoryErp;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemorySender;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.vault.SecretValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** The API on a real HTTP server on loopback over in-memory adapters, and a plain HTTP client for it. */
public final class ApiServer implements AutoCloseable {
    static final UUID ERP = UUID.fromString("6f2f6c1e-4df4-4f6c-8a41-6a3f7a7b0c01");
    public static final String USER = "ada@contoso.example";
    static final long MAX_DOCUMENT_BYTES = 20_000_000;
    static final String CONTAINER = "memory:contoso";
    private static final EndpointDirectory DIRECTORY =
            new EndpointDirectory(EndpointDirectory.STANDARD.endpoints(), Optional.of(Geography.EUROPE));

    static {
        // Else the JDK's server holds back the last bytes of each answer for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    public final InMemoryStore store = new InMemoryStore();
    final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    public final InMemoryErp erp = new InMemoryErp();
    public final InMemorySecretVault vault = new InMemorySecretVault();
    final InMemorySender<Channel.Email> email = new InMemorySender<>();
    public final TestClock clock = new TestClock();
    public final DevelopmentIssuer issuer = DevelopmentIssuer.inMemory(clock);
    public final TenantId tenant = freshTenant();
    private final OutboundHttp outbound = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS);
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    final UsageManagement usage;
    /** What happens first when a document is looked at. */
    volatile Consumer<DocumentContent> onInspection = content -> {};

    private volatile boolean faulty;

    public ApiServer() {
        this(List.of(new Copy()));
    }

    /** Serves with other action types. */
    public ApiServer(List<? extends ActionType> actions) {
        ElectronicInvoicing invoicing = ElectronicInvoicing.builder()
                .stores(store)
                .vault(vault)
                .documents(documents)
                .containers(documents)
                .vaultCacheAge(Duration.ZERO)
                .queue(store.queue())
                .erp(erp)
                .directory(DIRECTORY)
                .endpointProbe(endpoint -> new EndpointProbe.Answer.Directory(DIRECTORY, Duration.ofMillis(12)))
                .actions(actions)
                .inspector(this::inspect)
                .submissionPolicy(new SubmissionPolicy(MAX_DOCUMENT_BYTES))
                .clock(clock)
                .build();
        usage = new UsageManagement(store.usagePorts(), UsagePolicy.DEFAULT, Runnable::run, UUID::randomUUID, clock);
        Notifications notifications = new Notifications(
                new Notifications.Ports(store.notifications(), store.notifications(), store.notifications()),
                new NotificationSenders(email, new WebhookSender(outbound, invoicing.vaults(), clock)),
                UUID::randomUUID,
                clock);
        EinvoicingApi api = new EinvoicingApi(
                issuer.verifier(), invoicing, usage, notifications, new SubmissionPolicy(MAX_DOCUMENT_BYTES), clock);
        ResourceConfig config = new ResourceConfig();
        api.components().forEach(config::register);
        if (ExampleRecorder.isWanted()) {
            config.register(new ExampleRecorder());
        }
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, CONTAINER);
        register(tenant);
        server = JdkHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), config, false);
        server.setExecutor(threads);
        server.start();
    }

    /** The one action type of the tests. */
    private static final class Copy implements RepeatableActionType {
        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    "Transform document",
                    "Copies its input.",
                    ActionDescription.Kind.REPEATABLE,
                    List.of(ParameterDescription.optional(
                            "Input file", ParameterDescription.Type.FILE, "What is copied.")),
                    List.of("Output file"));
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed();
        }
    }

    private List<Finding> inspect(DocumentContent content) {
        onInspection.accept(content);
        if (faulty) {
            throw new IllegalStateException("secret internals");
        }
        return new String(content.bytes(), StandardCharsets.UTF_8).contains("<!DOCTYPE")
                ? List.of(Finding.error("content", "the XML has a DOCTYPE", "send it without"))
                : List.of();
    }

    /** Publishes, and makes every submission from now on run into a fault of the program. */
    void failUnexpectedly() {
        publish();
        faulty = true;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Stores a tenant for which {@link #ERP} is activated, with its service parameters. */
    public void register(TenantId id) {
        store.tenants().save(aTenant().id(id).activatedFor(ERP).build(), TestData.aStamp("tenant.create"));
        store.serviceParameters().save(TestData.serviceParameters(id), TestData.aStamp("serviceParameters.edit"));
    }

    /** Stores an environment "Production" that lists {@link #USER}, and a feature deployed to it. */
    public Published publish() {
        Caller caller = caller();
        ServiceEnvironment environment = anEnvironment()
                .of(tenant)
                .createdBy(caller.principal())
                .published()
                .build();
        store.environments().save(environment, TestData.aStamp("environment.create"));
        FeatureVersion version =
                TestData.aFeatureVersion().of(tenant).published().build();
        store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        store.features()
                .deploy(
                        TestData.deployment(version, environment.id(), TestData.NOW),
                        version,
                        TestData.aStamp("feature.deploy"));
        return new Published(environment, version);
    }

    public record Published(ServiceEnvironment environment, FeatureVersion version) {}

    public Caller caller() {
        return TestData.aCaller()
                .of(tenant)
                .principal(DevelopmentToken.principalOf(USER))
                .through(ERP)
                .build();
    }

    public String token(Role... roles) {
        return token(tenant, roles);
    }

    public String token(TenantId of, Role... roles) {
        Set<Role> granted = roles.length == 0 ? Set.of(Role.values()) : Set.of(roles);
        return issuer.issue(new DevelopmentToken(of, USER, granted, ERP, Duration.ofHours(1)));
    }

    /** Returns a token that was valid until some hours ago. */
    String expiredToken() {
        TestClock earlier = new TestClock();
        earlier.advance(Duration.ofDays(-1));
        return issuer.at(earlier)
                .issue(new DevelopmentToken(tenant, USER, Set.of(Role.values()), ERP, Duration.ofHours(1)));
    }

    /** Returns the files that the customer's container holds. */
    int storedFiles() {
        return documents.files(new Container(new SecretValue(CONTAINER))).size();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token());
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer put(String path, long revision, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"" + revision + "\"")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(
                    response.statusCode(),
                    type,
                    response,
                    type.contains("json") ? json.readTree(response.body()) : json.nullNode());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public record Answer(int status, String contentType, HttpResponse<String> response, JsonNode body) {
        public String text(String field) {
            return body.path(field).asText();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        outbound.close();
    }
}
