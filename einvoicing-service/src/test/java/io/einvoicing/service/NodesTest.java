package io.einvoicing.service;

import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.access.Role;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.api.NewSubmission;
import io.einvoicing.http.call.CallRestWebServiceAction;
import io.einvoicing.http.client.EinvoicingClient;
import io.einvoicing.http.client.ErpSettings;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.service.demo.Demo;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several service processes on one database: one is added, one is told to stop, one is killed. */
class NodesTest {
    private static final int WORKERS = 3;
    private static final int DOCUMENTS = 12;
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    @TempDir
    private Path data;

    private final DevelopmentToken identity = new DevelopmentToken(
            TestData.freshTenant(), "ada", Set.of(Role.values()), UUID.randomUUID(), Duration.ofHours(1));

    @Test
    void workIsSharedAndNothingIsLostOrCountedTwiceWhenNodesComeAndGo() throws Exception {
        try (HeldAuthority authority = new HeldAuthority();
                EmbeddedDatabase database = EmbeddedDatabase.start(data.resolve("postgresql"));
                ConnectionPool pool = ConnectionPool.open(database.url(), "postgres", "", 2, Duration.ofSeconds(10))) {
            Map<String, String> variables = variables(database);
            // Both find an empty database, and migrate it.
            try (NodeProcess stopped = NodeProcess.start(data, variables);
                    NodeProcess killed = NodeProcess.start(data, variables)) {
                stopped.address();
                killed.address();
                EinvoicingClient erp = erp(stopped.address(), setUp(new JdbcStore(pool.dataSource()), authority));
                for (int i = 1; i <= DOCUMENTS; i++) {
                    submit(erp, i);
                }
                assertThat(authority.await(2 * WORKERS))
                        .as("both nodes work at once")
                        .isTrue();

                killed.kill();
                requireGoodStop(stopped, authority, pool);
                authority.answer(1_000);
                try (NodeProcess added = NodeProcess.start(data, variables)) {

                    await(pool, "select count(*) from submission where status = 'COMPLETED'", DOCUMENTS);
                    assertThat(added.readiness()).isEqualTo(200);
                }
                assertThat(killed.exitCode()).isNotZero();
            }
            assertThat(number(pool, "select count(*) from submission where counting = 'COUNTED'"))
                    .isEqualTo(DOCUMENTS);
            assertThat(number(pool, "select count(*) from usage_entry")).isEqualTo(DOCUMENTS);
            Map<String, List<String>> sent = authority.sent();
            assertThat(sent).as("one key for each document").hasSize(DOCUMENTS);
            sent.values().forEach(each -> assertThat(new HashSet<>(each)).hasSize(1));
            assertThat(sent.values().stream().filter(each -> each.size() > 1).count())
                    .as("what the killed node had sent is sent again under the same key")
                    .isBetween(1L, (long) WORKERS);
        }
    }

    /** The node has calls under way: it says that it is not ready, and ends only after them, well. */
    private static void requireGoodStop(NodeProcess node, HeldAuthority authority, ConnectionPool pool)
            throws Exception {
        node.terminate();
        long end = System.nanoTime() + PATIENCE;
        while (node.readiness() != 503 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(node.readiness()).isEqualTo(503);
        assertThat(node.get("/health").orElseThrow().statusCode()).isEqualTo(200);

        authority.answer(2 * WORKERS);

        assertThat(node.exitCode()).as(node.log()).isZero();
        assertThat(number(pool, "select count(*) from submission where status = 'EXECUTING'"))
                .as("what the killed node had in hand")
                .isEqualTo(WORKERS);
        assertThat(number(pool, "select count(*) from submission where status = 'COMPLETED'"))
                .isEqualTo(WORKERS);
    }

    private static Map<String, String> variables(EmbeddedDatabase database) {
        return Map.ofEntries(
                Map.entry("EINVOICING_DATABASE_URL", database.url()),
                Map.entry("EINVOICING_DATABASE_USER", "postgres"),
                Map.entry("EINVOICING_FLOW_WORKERS", Integer.toString(WORKERS)),
                Map.entry("EINVOICING_FLOW_TENANT_LIMIT", "100"),
                Map.entry("EINVOICING_FLOW_ENVIRONMENT_LIMIT", "100"),
                Map.entry("EINVOICING_FLOW_LEASE", "PT1S"),
                Map.entry("EINVOICING_FLOW_DRAIN_NOTICE", "PT0.1S"),
                Map.entry("EINVOICING_OUTBOUND_PLAIN_TEXT_HOSTS", "127.0.0.1"),
                Map.entry("EINVOICING_OUTBOUND_PRIVATE_ENDPOINTS", "127.0.0.1"));
    }

    private EinvoicingClient erp(URI node, ServiceEnvironment environment) throws IOException {
        String token = DevelopmentIssuer.inFolder(data, InstantSource.system()).issue(identity);
        return new EinvoicingClient(ErpSettings.of(node, environment.name()), () -> token);
    }

    private static void submit(EinvoicingClient erp, int number) {
        erp.submit(new NewSubmission(
                "Production",
                new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "R" + number),
                Map.of("Country", FieldValue.of("DE")),
                Map.of(),
                new ObjectMapper().createObjectNode().put("number", number),
                "",
                new byte[0],
                ""));
    }

    /** Sets a tenant up whose one action calls the authority. */
    private ServiceEnvironment setUp(JdbcStore store, HeldAuthority authority) throws IOException {
        store.tenants()
                .save(
                        aTenant()
                                .id(identity.tenant())
                                .activatedFor(identity.application())
                                .build(),
                        aStamp("tenant.create"));
        FeatureVersion version = aFeatureVersion()
                .of(identity.tenant())
                .published()
                .withContent(new FeatureContent(
                        "",
                        List.of(new FeatureSetup(
                                "Issue",
                                FeatureSetup.Type.PROCESSING_PIPELINE,
                                ApplicabilityRule.all(),
                                List.of(),
                                List.of(call(authority)))),
                        List.of(new FormatConfiguration("Response", responseParser()))))
                .build();
        store.features().create(featureOf(version), version, aStamp("feature.create"));
        ServiceEnvironment environment = environment();
        store.environments().save(environment, aStamp("environment.publish"));
        store.features().deploy(deployment(version, environment.id(), TestData.NOW), version, aStamp("feature.deploy"));
        return environment;
    }

    private static Action call(HeldAuthority authority) {
        return Action.of(
                        "Call",
                        CallRestWebServiceAction.TYPE,
                        Map.of(
                                CallRestWebServiceAction.INPUT,
                                ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                                CallRestWebServiceAction.URL,
                                ParameterValue.literal(authority.address().toString()),
                                CallRestWebServiceAction.TIMEOUT,
                                ParameterValue.literal("PT8S"),
                                CallRestWebServiceAction.PARSER,
                                ParameterValue.literal("Response"),
                                CallRestWebServiceAction.RECOVERY,
                                ParameterValue.literal("REPEAT")))
                .withRetry(RetryPolicy.of(20, Duration.ofMillis(500)));
    }

    private static String responseParser() throws IOException {
        try (InputStream stylesheet = Demo.class.getResourceAsStream("authority-response.xslt")) {
            return new String(stylesheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ServiceEnvironment environment() throws IOException {
        Path vault = data.resolve("local/vault");
        Path documents = Files.createDirectories(data.resolve("local/documents"));
        Files.writeString(
                Files.createDirectories(vault.resolve("secrets")).resolve("storage"),
                documents.toRealPath().toUri().toString());
        VaultObject secret = new VaultObject("storage", "", VaultObject.Type.SECRET);
        return anEnvironment()
                .of(identity.tenant())
                .withSettings(new EnvironmentSettings(
                        "",
                        List.of(new KeyVaultReference(
                                "Vault", "", vault.toRealPath().toUri(), List.of(secret))),
                        Optional.of("storage"),
                        List.of(new EnvironmentUser(identity.principal(), "ada@contoso.example", true, true)),
                        List.of(),
                        List.of()))
                .published()
                .build();
    }

    private static void await(ConnectionPool pool, String sql, long expected) throws SQLException {
        long end = System.nanoTime() + PATIENCE;
        while (number(pool, sql) != expected && System.nanoTime() < end) {
            LockSupport.parkNanos(50_000_000); // leaves the processor to the nodes
        }
        assertThat(number(pool, sql)).isEqualTo(expected);
    }

    private static long number(ConnectionPool pool, String sql) throws SQLException {
        try (Connection connection = pool.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
