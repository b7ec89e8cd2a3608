package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.environment.EnvironmentAdministration;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.api.NewUsageBatch;
import io.einvoicing.http.client.EinvoicingClient;
import io.einvoicing.http.client.ErpSettings;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.usage.FeedReceipt;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The started service from outside: what only its wiring decides. */
class ServiceTest {
    @TempDir
    private static Path data;

    private static TestService service;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        service = TestService.start(data);
    }

    @AfterAll
    static void stop() {
        service.after();
    }

    @Test
    void tellsThatItIsAliveAndReadyWithoutAToken() throws Exception {
        assertThat(get("/health", null).statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready", null);
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(json(ready).get("checks").get("validation").asText()).isEqualTo("healthy");
        assertThat(json(ready).get("checks").get("dispatcher").asText()).isEqualTo("healthy");
    }

    @Test
    void tellsMetricsToOperatorsOnly() throws Exception {
        DevelopmentIssuer issuer = DevelopmentIssuer.inFolder(data, InstantSource.system());
        Caller caller = TestData.aCaller().build();
        ServiceEnvironment environment = publishedWithoutItsSecret(caller);
        assembly().invoicing().health().check(caller, environment.id()).orThrow();

        HttpResponse<String> metrics = get("/metrics", issuer.issue(token(TestData.freshTenant(), Role.OPERATE)));

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(metrics.body())
                .contains("# TYPE io_dropwizard_jetty")
                .contains("einvoicing_taking_work 1.0", "einvoicing_workers_limit 16.0", "einvoicing_workers_busy 0.0")
                .contains("einvoicing_backlog{state=\"due\"} 0.0", "einvoicing_backlog_oldest_due_age_seconds 0.0")
                .contains("einvoicing_connections_limit 16.0", "# TYPE einvoicing_commit_batch_size histogram")
                .contains("einvoicing_vault_reachable{environment=\"" + environment.id() + "\",tenant=\""
                        + caller.tenant() + "\"} 1.0")
                .contains("object=\"storage\",state=\"MISSING\"");
        HttpResponse<String> ready = get("/health/ready", null);
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(json(ready).get("checks").get("vaults").asText()).isEqualTo("unhealthy");
        assertThat(get("/metrics", issuer.issue(token(register(TestData.freshTenant()), Role.CONFIGURE)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/metrics", null).statusCode()).isEqualTo(401);
    }

    private static ServiceEnvironment publishedWithoutItsSecret(Caller caller) throws Exception {
        Path vault = Files.createDirectories(data.resolve("local/empty-vault/secrets"))
                .getParent();
        VaultObject secret = new VaultObject("storage", "", VaultObject.Type.SECRET);
        ServiceEnvironment environment = TestData.anEnvironment()
                .of(caller.tenant())
                .withSettings(new EnvironmentSettings(
                        "",
                        List.of(new KeyVaultReference("Vault", "", vault.toUri(), List.of(secret))),
                        Optional.of("storage"),
                        List.of(),
                        List.of(),
                        List.of()))
                .published()
                .build();
        assembly().store().environments().save(environment, TestData.aStamp("environment.create"));
        return environment;
    }

    @Test
    void servesItsDescription() throws Exception {
        JsonNode description = json(get("/api/v1/openapi.json", null));
        assertThat(description.get("openapi").asText()).startsWith("3.1");
        assertThat(description.get("paths").has("/api/v1/submissions")
                        || description.get("paths").has("/submissions"))
                .isTrue();
        HttpResponse<String> page = get("/api-docs/", null);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<api-docs-page>");
    }

    @Test
    void refusesAMissingAndAForgedToken() throws Exception {
        String forged = DevelopmentIssuer.inMemory(InstantSource.system()).issue(token());
        for (HttpResponse<String> refused :
                List.of(get("/api/v1/submissions", null), get("/api/v1/submissions", forged))) {
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
        }
    }

    @Test
    void takesItsOwnDevelopmentTokens() throws Exception {
        TenantId tenant = register(TestData.freshTenant());
        String token = DevelopmentIssuer.inFolder(data, InstantSource.system()).issue(token(tenant, Role.SUBMIT));
        assertThat(get("/api/v1/submissions", token).statusCode()).isEqualTo(200);
    }

    @Test
    void answersAnUnknownPathWithAProblem() throws Exception {
        HttpResponse<String> answer = get("/api/v1/nothing-here", null);
        assertThat(answer.statusCode()).isIn(401, 404);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @Test
    void announcesByItselfThatAVaultLacksASecret() throws Exception {
        Caller caller = TestData.aCaller().build();
        assembly()
                .store()
                .tenants()
                .save(TestData.aTenant().id(caller.tenant()).build(), TestData.aStamp("tenant.create"));
        CompletableFuture<String> received = new CompletableFuture<>();
        HttpServer erp = receiving(received);
        String token =
                DevelopmentIssuer.inFolder(data, InstantSource.system()).issue(token(caller.tenant(), Role.CONFIGURE));
        try {
            post(
                    "/api/v1/notification-subscriptions",
                    token,
                    "{\"types\": [\"secret.*\"], \"channel\": \"WEBHOOK\", \"address\": \"http://127.0.0.1:"
                            + erp.getAddress().getPort() + "/hook\"}");

            publishedWithoutItsSecret(caller);

            assertThat(received.get(60, TimeUnit.SECONDS))
                    .contains("secret.unusable", "Production: secret storage cannot be used");
        } finally {
            erp.stop(0);
        }
    }

    /** Starts a server that completes the future with the first message, its signature before it. */
    private static HttpServer receiving(CompletableFuture<String> received) throws IOException {
        HttpServer erp = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        erp.createContext("/", exchange -> {
            received.complete(exchange.getRequestHeaders().getFirst("webhook-signature") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        erp.start();
        return erp;
    }

    @Test
    void sendsNotificationsToWebhooks() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        HttpServer erp = receiving(received);
        Path secret =
                Files.createDirectories(data.resolve("local/vault/secrets")).resolve("webhook-key");
        Files.writeString(secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        TenantId tenant = register(TestData.freshTenant());
        String token = DevelopmentIssuer.inFolder(data, InstantSource.system()).issue(token(tenant, Role.CONFIGURE));
        try {
            HttpResponse<String> subscribed = post("/api/v1/notification-subscriptions", token, """
                    {"types": ["usage.*"], "channel": "WEBHOOK", "address": "http://127.0.0.1:%d/hook",
                     "secret": {"vault": "%s", "name": "webhook-key"}}""".formatted(
                    erp.getAddress().getPort(), data.resolve("local/vault").toUri()));
            assertThat(subscribed.statusCode()).as(subscribed.body()).isEqualTo(201);

            assembly()
                    .store()
                    .notifications()
                    .add(TestData.aNotification().of(tenant).at(Instant.now()).build());

            assertThat(received.get(60, TimeUnit.SECONDS))
                    .startsWith("v1,")
                    .contains("880 of 1,100 documents are used.");
        } finally {
            erp.stop(0);
        }
    }

    @Test
    void countsWhatIsFedAndProvesIt() throws Exception {
        TenantId tenant = TestData.freshTenant();
        JdbcStore store = assembly().store();
        register(tenant);
        store.environments().save(TestData.anEnvironment().of(tenant).build(), TestData.aStamp("environment.create"));
        FeatureVersion version =
                TestData.aFeatureVersion().of(tenant).published().build();
        store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        DevelopmentIssuer issuer = DevelopmentIssuer.inFolder(data, InstantSource.system());
        String submitting = issuer.issue(token(tenant, Role.SUBMIT));
        String reading = issuer.issue(token(tenant, Role.USAGE));
        Instant occurredAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        EinvoicingClient erp =
                new EinvoicingClient(ErpSettings.of(request("").build().uri(), "Production"), () -> submitting);
        NewUsageBatch batch = NewUsageBatch.of(IntStream.range(0, 1_000)
                .mapToObj(i -> new NewUsageBatch.Entry(
                        TestData.freshDocument(), "Production", version.featureName(), Optional.empty(), occurredAt))
                .toList());

        FeedReceipt first = erp.recordUsage(batch);
        FeedReceipt second = erp.recordUsage(batch);
        JsonNode before = json(get("/api/v1/usage/months", reading));
        String updated = ended(post("/api/v1/usage/update", reading, ""), reading);
        String reset = ended(post("/api/v1/usage/reset", issuer.issue(token(tenant, Role.CONFIGURE)), ""), reading);
        JsonNode reconciliation = json(get("/api/v1/usage/reconciliation", reading));

        assertThat(first).isEqualTo(new FeedReceipt(1_000, 0, 0));
        assertThat(second).isEqualTo(new FeedReceipt(0, 1_000, 0));
        assertThat(before.toString()).contains("\"used\":1000", "\"balance\":-900", "\"deviation\":900");
        assertThat(updated).isEqualTo("DONE");
        assertThat(reset).isEqualTo("DONE");
        assertThat(json(get("/api/v1/usage/months", reading))).isEqualTo(before);
        assertThat(reconciliation.get("ledger").asLong()).isEqualTo(1_000);
        assertThat(reconciliation.get("rolledUp").asLong()).isEqualTo(1_000);
        assertThat(reconciliation.get("differences")).isEmpty();
        assertThat(get("/api/v1/usage/export/documents.csv", reading).body().lines())
                .hasSize(1_001);
    }

    /** Stores a tenant with its service parameters. */
    private static TenantId register(TenantId tenant) {
        JdbcStore store = assembly().store();
        store.tenants().save(TestData.aTenant().id(tenant).build(), TestData.aStamp("tenant.create"));
        store.serviceParameters().save(TestData.serviceParameters(tenant), TestData.aStamp("serviceParameters.edit"));
        return tenant;
    }

    /** Follows a command to its end. */
    private String ended(HttpResponse<String> started, String token) throws Exception {
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String path = URI.create(started.headers().firstValue("Location").orElseThrow())
                .getPath();
        Instant deadline = Instant.now().plusSeconds(60);
        String state = "RUNNING";
        while (state.equals("RUNNING") && Instant.now().isBefore(deadline)) {
            state = json(get(path, token)).get("state").asText();
        }
        return state;
    }

    @Test
    void refusesMailboxesWithoutAMailServer() throws Exception {
        String token = DevelopmentIssuer.inFolder(data, InstantSource.system())
                .issue(token(register(TestData.freshTenant()), Role.CONFIGURE));

        HttpResponse<String> refused = post(
                "/api/v1/notification-subscriptions",
                token,
                "{\"types\": [\"*\"], \"channel\": \"EMAIL\", \"address\": \"ada@contoso.example\"}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).get("detail").asText()).contains("have the operator configure a mail server");
    }

    @Test
    void readsNoVaultBesideTheFolderForLocalOnes() throws Exception {
        Path outside =
                Files.createDirectories(data.resolve("elsewhere/secrets")).getParent();
        Files.writeString(outside.resolve("secrets/storage"), "file:///tmp/");
        Caller caller = TestData.aCaller().of(register(TestData.freshTenant())).build();
        EnvironmentAdministration environments = assembly().invoicing().environments();
        ServiceEnvironment created = environments.create(caller, "Production").orThrow();
        VaultObject secret = new VaultObject("storage", "", VaultObject.Type.SECRET);
        EnvironmentSettings settings = new EnvironmentSettings(
                "",
                List.of(new KeyVaultReference("Vault", "", outside.toUri(), List.of(secret))),
                Optional.of("storage"),
                created.draft().users(),
                List.of(),
                List.of());
        ServiceEnvironment edited = environments
                .edit(caller, created.id(), created.revision(), settings)
                .orThrow();

        String refused =
                environments.publish(caller, edited.id(), edited.revision()).fold(Object::toString, Object::toString);

        assertThat(refused).contains("refuses access to \"storage\"");
    }

    private static ServiceAssembly assembly() {
        return (ServiceAssembly)
                service.getEnvironment().getApplicationContext().getAttribute(ServiceAssembly.class.getName());
    }

    @Test
    void answersWithAProblemWhatTheWebServerRefusesItself() throws Exception {
        List<HttpRequest> refused = List.of(
                request("/api/v1/submissions/x/files/a%2fb").build(),
                request("/api/v1/submissions/a%00b").DELETE().build(),
                request("/api/v1/submissions?x=" + "y".repeat(20_000)).build(),
                request("/api/v1/submissions")
                        .header("X-Long", "y".repeat(20_000))
                        .build(),
                request("/api/v1/submissions").header("Accept", "///").build(),
                request("/api/v1/submissions")
                        .method("BREW", HttpRequest.BodyPublishers.noBody())
                        .build());
        for (HttpRequest each : refused) {
            HttpResponse<String> answer = http.send(each, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(each.toString())
                    .isEqualTo("application/problem+json");
            assertThat(json(answer).get("status").asInt())
                    .isEqualTo(answer.statusCode())
                    .isBetween(400, 499);
        }
    }

    @Test
    void sendsPagesOnceThoughTheyAreCompressed() throws Exception {
        HttpResponse<byte[]> first = http.send(
                request("/ui/design.css").header("Accept-Encoding", "gzip").build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(first.headers().firstValue("Content-Encoding")).contains("gzip");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> again = http.send(
                request("/ui/design.css")
                        .header("Accept-Encoding", "gzip")
                        .header("If-None-Match", tag)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(again.statusCode()).isEqualTo(304);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.getLocalPort() + path));
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        return http.send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static DevelopmentToken token() {
        return token(new TenantId(UUID.randomUUID()), Role.SUBMIT);
    }

    private static DevelopmentToken token(TenantId tenant, Role role) {
        return new DevelopmentToken(tenant, "tester", Set.of(role), UUID.randomUUID(), Duration.ofMinutes(5));
    }

    private HttpResponse<String> get(String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request = request(path);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
