package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.freshTenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Activation;
import io.einvoicing.environment.EnvironmentApplication;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureShare;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.api.AccessMatrix.Who;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.Intent;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TenantBuilder;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.vault.KeyVaultReference;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A tenant with one of everything, and the tokens of all kinds of callers for it. */
final class AccessFixture {
    private static final UUID DISABLED_ERP = UUID.fromString("6f2f6c1e-4df4-4f6c-8a41-6a3f7a7b0c02");
    private static final UUID LISTED_APPLICATION = UUID.fromString("6f2f6c1e-4df4-4f6c-8a41-6a3f7a7b0c03");
    private static final UUID UNLISTED_APPLICATION = UUID.fromString("6f2f6c1e-4df4-4f6c-8a41-6a3f7a7b0c04");
    private static final String LISTED = "listed@contoso.example";
    private static final String SUBMITTER = "submitter@contoso.example";
    private static final String DEPLOYER = "deployer@contoso.example";
    private static final DevelopmentIssuer FORGER = DevelopmentIssuer.inMemory(new TestClock());

    private final ApiServer api;
    private final TenantId tenant = freshTenant();
    private final TenantId other = freshTenant();
    private final Map<String, String> values = new HashMap<>();

    /** Names what another organization shares with this tenant. */
    private final Map<String, String> shared = new HashMap<>();

    private final Map<Who, String> tokens = new EnumMap<>(Who.class);

    AccessFixture(ApiServer api) {
        this.api = api;
        saveTenant(tenant);
        saveTenant(other);
        saveEnvironmentAndFeature();
        saveSharedFeature();
        submit();
    }

    private void saveTenant(TenantId id) {
        api.store.serviceParameters().save(TestData.serviceParameters(id), TestData.aStamp("serviceParameters.edit"));
        api.store
                .tenants()
                .save(
                        aTenant()
                                .id(id)
                                .domain(domainOf(id))
                                .activatedFor(ApiServer.ERP)
                                .activatedFor(LISTED_APPLICATION)
                                .activatedFor(UNLISTED_APPLICATION)
                                .with(new Activation(TenantBuilder.aProject("Disabled", DISABLED_ERP), false))
                                .build(),
                        TestData.aStamp("tenant.create"));
        values.put("tenant", tenant.toString());
        values.put("project", "Project 1");
    }

    private void saveEnvironmentAndFeature() {
        EnvironmentSettings usual = anEnvironment().build().draft();
        KeyVaultReference usualVault = usual.keyVaults().get(0);
        // Vault and container belong to one tenant, and every fixture is one.
        URI vault = URI.create("https://" + tenant + ".vault.azure.net/");
        api.vault.putSecret(vault, EnvironmentBuilder.STORAGE_SECRET, "memory:" + tenant);
        values.put("address", vault.toString());
        ServiceEnvironment environment = anEnvironment()
                .of(tenant)
                .createdBy(TestData.freshPrincipal())
                .withSettings(new EnvironmentSettings(
                        usual.description(),
                        List.of(new KeyVaultReference(
                                usualVault.name(), usualVault.description(), vault, usualVault.objects())),
                        usual.storageSecret(),
                        List.of(user(LISTED, true, true), user(SUBMITTER, true, false), user(DEPLOYER, false, true)),
                        List.of(new EnvironmentApplication("Connector", new PrincipalId(LISTED_APPLICATION))),
                        usual.certificateChains()))
                .published()
                .build();
        api.store.environments().save(environment, TestData.aStamp("environment.create"));
        FeatureVersion version =
                TestData.aFeatureVersion().of(tenant).published().build();
        Deployment deployment = TestData.deployment(version, environment.id(), TestData.NOW);
        api.store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        api.store.features().deploy(deployment, version, TestData.aStamp("feature.deploy"));
        values.put("environment", environment.id().toString());
        values.put("feature", version.feature().toString());
        values.put("number", "1");
        FeatureVersion draft =
                TestData.aFeatureVersion().of(tenant).named("Draft").build();
        api.store.features().create(TestData.featureOf(draft), draft, TestData.aStamp("feature.create"));
        values.put("draft", draft.feature().toString());
        values.put("deployment", deployment.id().toString());
        api.store.features().save(version.next(version), TestData.aStamp("feature.newVersion"));
    }

    private void saveSharedFeature() {
        FeatureVersion version =
                TestData.aFeatureVersion().of(freshTenant()).published().build();
        api.store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        api.store
                .featureShares()
                .share(
                        new FeatureShare(
                                version.tenant(),
                                version.feature(),
                                domainOf(tenant),
                                TestData.NOW,
                                TestData.freshPrincipal()),
                        TestData.aStamp("feature.share"));
        shared.put("tenant", version.tenant().toString());
        shared.put("feature", version.feature().toString());
        shared.put("number", "1");
    }

    private static String domainOf(TenantId tenant) {
        return tenant + ".example";
    }

    private static EnvironmentUser user(String name, boolean maySubmit, boolean mayDeploy) {
        return new EnvironmentUser(DevelopmentToken.principalOf(name), name, maySubmit, mayDeploy);
    }

    /** What comes into being only by requests. */
    private void submit() {
        JsonNode submission = post("/submissions", ApiExamples.request("submit"));
        values.put("submission", submission.path("id").asText());
        values.put("name", submission.at("/log/files/0/name").asText());
        values.put(
                "redrive",
                post("/submission-redrives", ApiExamples.request("redriveMany"))
                        .path("id")
                        .asText());
        values.put(
                "purchase",
                post("/usage/purchases", ApiExamples.request("recordPurchase"))
                        .path("id")
                        .asText());
        values.put(
                "reservation",
                post("/usage/reservations", ApiExamples.request("reserve"))
                        .path("id")
                        .asText());
        values.put("command", post("/usage/update", Optional.empty()).path("id").asText());
        values.put(
                "sequence",
                post(
                                "/environments/" + values.get("environment") + "/number-sequences",
                                ApiExamples.request("createNumberSequence"))
                        .path("id")
                        .asText());
        values.put(
                "application",
                post("/connected-applications", ApiExamples.request("createConnectedApplication"))
                        .path("id")
                        .asText());
        values.put(
                "provider",
                post("/providers", ApiExamples.request("createProvider"))
                        .path("id")
                        .asText());
        values.put(
                "domain",
                post("/features/" + values.get("feature") + "/shares", ApiExamples.request("shareFeature"))
                        .path("domain")
                        .asText());
        values.put(
                "subscription",
                post("/notification-subscriptions", ApiExamples.request("subscribeToNotifications"))
                        .path("id")
                        .asText());
        Notification notification = TestData.aNotification()
                .of(tenant)
                .type("usage.threshold-reached")
                .build();
        api.store.notifications().add(notification);
        values.put("delivery", notification.id() + "." + values.get("subscription"));
    }

    /** Returns the answer to somebody with all roles. */
    JsonNode post(String path, Optional<JsonNode> body) {
        ApiServer.Answer answer = api.send(HttpRequest.newBuilder(api.uri("/api/v1" + path))
                .header("Authorization", "Bearer " + all(LISTED))
                .header("Content-Type", "application/json")
                .header("If-Match", "\"1\"")
                .POST(body.map(this::filled)
                        .map(JsonNode::toString)
                        .map(HttpRequest.BodyPublishers::ofString)
                        .orElseGet(HttpRequest.BodyPublishers::noBody)));
        if (answer.status() >= 300) {
            throw new AssertionError(path + " answered " + answer.body());
        }
        return answer.body();
    }

    /** Leaves the submission with a call of which nobody knows what became. */
    AccessFixture withUndecidedSubmission() {
        return left(claimed -> TestData.aCheckpoint(claimed)
                .sent()
                .flow(FlowState.INITIAL.withIntent(
                        Optional.of(new Intent(1, claimed.order().input(), "key-1", api.clock.instant()))))
                .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                .build());
    }

    /** Leaves the submission failed. */
    AccessFixture withFailedSubmission() {
        return left(claimed -> TestData.aCheckpoint(claimed).failed("broken").build());
    }

    private AccessFixture left(Function<Submission, FlowCheckpoint> checkpoint) {
        Instant now = api.clock.instant();
        Submission claimed = api.store
                .progress()
                .claim(tenant, SubmissionId.parse(String.valueOf(values.get("submission"))), now, now.plusSeconds(60))
                .orElseThrow();
        if (!api.store.progress().record(checkpoint.apply(claimed))) {
            throw new AssertionError("the submission was not left: " + claimed);
        }
        return this;
    }

    /** Names a feature whose version 1 can still be edited. */
    AccessFixture withDraftAsFeature() {
        values.put("feature", String.valueOf(values.get("draft")));
        return this;
    }

    /** Names a feature whose version 1 is completed and has an application setup. */
    AccessFixture withApplicationSetup() {
        FeatureVersion version = TestData.aFeatureVersion()
                .of(tenant)
                .named("With setup")
                .withContent(new FeatureContent(
                        "",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new ApplicationSetup(
                                "CustInvoiceJour", "Customer invoice", "Invoice mapping", List.of()))))
                .completed()
                .build();
        api.store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        return with("feature", version.feature().toString());
    }

    /** Has the name stand for another thing of this tenant. */
    AccessFixture with(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** Returns the value that names something of this tenant. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns the body with ids of this tenant in place of the example's. */
    JsonNode filled(JsonNode body) {
        JsonNode copy = body.deepCopy();
        fill(copy);
        return copy;
    }

    private void fill(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : List.of("environment", "feature")) {
                if (isId(object.path(name).asText())) {
                    object.put(name, values.get(name));
                }
            }
            if (object.path("environments").isArray()) {
                object.putArray("environments").add(values.get("environment"));
            }
        }
        node.forEach(this::fill);
    }

    private static boolean isId(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /**
     * Returns the request of an operation's own example, with the ids of things that exist here.
     *
     * @param operation as the API's description has it
     */
    HttpRequest.Builder request(Who who, String method, String path, JsonNode operation) {
        String address = path;
        List<String> query = new ArrayList<>();
        HttpRequest.Builder request = HttpRequest.newBuilder();
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asText();
            Map<String, String> named = path.startsWith("/api/v1/shared-features/") ? shared : values;
            String value = named.getOrDefault(name, parameter.path("example").asText());
            switch (parameter.path("in").asText()) {
                case "path" -> address = address.replace("{" + name + "}", encoded(value));
                case "header" -> request.header(name, value);
                default -> {
                    if (parameter.path("required").asBoolean()) {
                        query.add(name + "=" + encoded(value));
                    }
                }
            }
        }
        String asked = query.stream().collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
        request.uri(api.uri(address + asked));
        token(who).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        if (operation.has("requestBody")) {
            JsonNode example = operation.at("/requestBody/content/application~1json/example");
            return request.header("Content-Type", "application/json")
                    .method(
                            method.toUpperCase(Locale.ROOT),
                            HttpRequest.BodyPublishers.ofString(filled(example).toString()));
        }
        return request.method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Optional<String> token(Who who) {
        return who == Who.NONE ? Optional.empty() : Optional.of(tokens.computeIfAbsent(who, this::issue));
    }

    private String issue(Who who) {
        return switch (who) {
            case NONE -> throw new IllegalArgumentException("nobody has no token");
            case FORGED ->
                FORGER.issue(new DevelopmentToken(
                        tenant, LISTED, Set.of(Role.values()), ApiServer.ERP, Duration.ofHours(1)));
            case EXPIRED -> api.expiredToken();
            case UNKNOWN ->
                api.issuer.issue(new DevelopmentToken(
                        freshTenant(), LISTED, Set.of(Role.values()), ApiServer.ERP, Duration.ofHours(1)));
            case OTHER ->
                api.issuer.issue(
                        new DevelopmentToken(other, LISTED, Set.of(Role.values()), ApiServer.ERP, Duration.ofHours(1)));
            case ROLELESS -> of(LISTED);
            case CONFIGURE -> of(LISTED, Role.CONFIGURE);
            case SUBMIT -> of(LISTED, Role.SUBMIT);
            case USAGE -> of(LISTED, Role.USAGE);
            case OPERATE -> of(LISTED, Role.OPERATE);
            case UNLISTED -> all("unlisted@contoso.example");
            case SUBMITTER -> all(SUBMITTER);
            case DEPLOYER -> all(DEPLOYER);
            case APPLICATION -> application(LISTED_APPLICATION);
            case FOREIGN_APP -> application(UNLISTED_APPLICATION);
            case DISABLED ->
                api.issuer.issue(
                        new DevelopmentToken(tenant, LISTED, Set.of(Role.values()), DISABLED_ERP, Duration.ofHours(1)));
        };
    }

    private String of(String user, Role... roles) {
        return api.issuer.issue(new DevelopmentToken(tenant, user, Set.of(roles), ApiServer.ERP, Duration.ofHours(1)));
    }

    private String all(String user) {
        return of(user, Role.values());
    }

    private String application(UUID id) {
        return api.issuer.issue(new DevelopmentToken(
                tenant, id.toString(), Caller.Kind.APPLICATION, Set.of(Role.values()), id, Duration.ofHours(1)));
    }
}
