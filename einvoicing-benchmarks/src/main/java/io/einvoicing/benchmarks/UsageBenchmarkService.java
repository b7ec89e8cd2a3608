package io.einvoicing.benchmarks;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.flow.Direction;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.usage.FeedReceipt;
import io.einvoicing.usage.UsageCommand;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.UsageRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The reference service over a PostgreSQL of its own, with tenants to measure on. */
@SuppressWarnings("try") // close() waits for a process and may be interrupted
final class UsageBenchmarkService implements AutoCloseable {
    private static final int ENVIRONMENTS = 2;
    private static final int FEATURES = 10;
    private static final int HISTORY_MONTHS = 24;
    private static final long COPY_ROWS = 1_000_000;
    private static final long SIXTEEN_DIGITS = 10_000_000_000_000_000L;
    private static final String ENVIRONMENT = "Environment ";
    private static final String FEATURE = "Feature ";
    private static final int BATCH = 1_000;
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final int REST_BATCH = 100;
    private static final int BATCH_WRITERS = 4;
    private static final int BACKGROUND_PER_SECOND = 5_000;

    private final EmbeddedPostgres postgres;
    private final Process service;
    private final ConnectionPool pool;
    private final JdbcStore store;
    private final UsageManagement usage;
    private final URI address;
    private final Path folder;
    private final DevelopmentIssuer issuer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong documents = new AtomicLong();

    /**
     * A tenant with environments and features.
     *
     * @param caller calls with every role
     * @param token the same over REST
     * @param environments its environments
     * @param features its features
     */
    record Account(Caller caller, String token, List<EnvironmentId> environments, List<FeatureId> features) {
        TenantId tenant() {
            return caller.tenant();
        }
    }

    /** How long a reset took, and what readers saw meanwhile. */
    record Reset(double seconds, double[] readMillis, boolean unchanged) {}

    private UsageBenchmarkService(
            EmbeddedPostgres postgres, Process service, ConnectionPool pool, URI address, Path folder)
            throws IOException {
        this.postgres = postgres;
        this.service = service;
        this.pool = pool;
        this.address = address;
        this.store = new JdbcStore(pool.dataSource());
        this.usage = new UsageManagement(
                store.usagePorts(), UsagePolicy.DEFAULT, Runnable::run, UUID::randomUUID, InstantSource.system());
        this.folder = folder;
        this.issuer = DevelopmentIssuer.inFolder(dataIn(folder), InstantSource.system());
    }

    static UsageBenchmarkService start(Path folder) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgresql").toFile())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "150")
                .setServerConfig("shared_buffers", "2GB")
                .setServerConfig("max_wal_size", "8GB")
                .start();
        String url = postgres.getJdbcUrl("postgres", "postgres");
        Path data = Files.createDirectories(dataIn(folder));
        int port = freePort();
        Process service = startService(url, port, data);
        ConnectionPool pool = ConnectionPool.open(url, "", "", 40, Duration.ofSeconds(60));
        return new UsageBenchmarkService(postgres, service, pool, URI.create("http://127.0.0.1:" + port), folder);
    }

    /** Starts the service in a process of its own, as it runs in production, and waits until it is ready. */
    private static Process startService(String databaseUrl, int port, Path data) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.einvoicing.service.Main",
                        "serve",
                        "--dev")
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("service.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "EINVOICING_DATABASE_URL",
                        databaseUrl,
                        "EINVOICING_PORT",
                        Integer.toString(port),
                        "EINVOICING_DATA",
                        data.toString(),
                        "EINVOICING_LOG_LEVEL",
                        "WARN"));
        Process process = builder.start();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .build();
        for (long end = System.nanoTime() + START_PATIENCE.toNanos(); !isReady(ready); ) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "the service does not start: " + Files.readString(data.resolve("service.log")));
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return process;
    }

    private static boolean isReady(HttpRequest ready) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                            .send(ready, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path dataIn(Path folder) {
        return folder.resolve("data");
    }

    /** Makes a tenant. */
    Account account() {
        TenantId tenant = new TenantId(UUID.randomUUID());
        UUID application = UUID.randomUUID();
        PrincipalId user = new PrincipalId(UUID.randomUUID());
        Tenant created = new Tenant(
                tenant,
                "Benchmark",
                Optional.empty(),
                Geography.EUROPE,
                BillingCalendar.of(ZoneOffset.UTC),
                Optional.empty(),
                List.of(new Activation(
                        new DeploymentProject("ERP", 2, URI.create("https://erp.example.com/"), application), true)),
                1);
        AuditStamp stamp = new AuditStamp(user, "Benchmark", Instant.now(), "benchmark");
        store.tenants().save(created, stamp);
        Caller caller = new Caller(tenant, user, Caller.Kind.USER, "Benchmark", application, Set.of(Role.values()));
        String token = issuer.issue(new DevelopmentToken(
                tenant, user.toString(), Set.of(Role.values()), application, Duration.ofHours(12)));
        List<EnvironmentId> environments = new ArrayList<>();
        for (int i = 0; i < ENVIRONMENTS; i++) {
            ServiceEnvironment environment =
                    TestData.anEnvironment().of(tenant).named(ENVIRONMENT + i).build();
            store.environments().save(environment, stamp);
            environments.add(environment.id());
        }
        List<FeatureId> features = new ArrayList<>();
        for (int i = 0; i < FEATURES; i++) {
            FeatureVersion version =
                    TestData.aFeatureVersion().of(tenant).named(FEATURE + i).build();
            store.features().create(TestData.featureOf(version), version, stamp);
            features.add(version.feature());
        }
        return new Account(caller, token, environments, features);
    }

    List<Account> accounts(int number) {
        return IntStream.range(0, number).mapToObj(i -> account()).toList();
    }

    /** Loads a history of 24 months by COPY, in the order of time, and brings it into the roll-up. */
    void load(Account account, long entries) throws Exception {
        LocalDate yesterday = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(1);
        LocalDate first = yesterday.minusMonths(HISTORY_MONTHS);
        long days = ChronoUnit.DAYS.between(first, yesterday);
        intern(account);
        try (Connection connection = unbounded();
                Statement statement = connection.createStatement()) {
            int[] series = numbers(
                    statement,
                    "select series_no from usage_series where tenant_id = '" + account.tenant() + "' order by 1");
            int[] features = numbers(
                    statement,
                    "select feature_no from usage_feature where tenant_id = '" + account.tenant() + "' order by 1");
            for (long from = 0; from < entries; from += COPY_ROWS) {
                Path file = folder.resolve("history.tsv");
                try (BufferedWriter rows = Files.newBufferedWriter(file)) {
                    for (long i = from; i < Math.min(entries, from + COPY_ROWS); i++) {
                        String day = first.plusDays(i * days / entries).toString();
                        rows.append(day).append(" 12:00:00Z\t");
                        rows.append(Integer.toString(series[(int) (i % series.length)]))
                                .append('\t');
                        rows.append(Integer.toString(features[(int) (i / 7 % features.length)]))
                                .append('\t');
                        rows.append(day)
                                .append('\t')
                                .append(account.tenant().toString())
                                .append('\t');
                        rows.append(new UUID(0x7000L, Long.MIN_VALUE | i).toString())
                                .append("\tf\tHISTORY-");
                        rows.append(Long.toString(SIXTEEN_DIGITS + i), 1, 17).append('\n');
                    }
                }
                statement.execute("""
                        copy usage_entry (
                            occurred_at, series_no, feature_no, billing_day, tenant_id, submission_id, late, source_record)
                        from '%s'""".formatted(file));
            }
            statement.execute("vacuum (analyze) usage_entry");
            store.usagePorts().rollUp().rebuild(account.tenant(), (done, total) -> {});
            statement.execute("vacuum (analyze) usage_day");
            statement.execute("vacuum (analyze) usage_month");
            statement.execute("checkpoint");
        }
    }

    /** Returns a connection whose statements may take as long as they need, other than those of the pool. */
    private Connection unbounded() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    /** Returns the size of the ledger with its indexes, divided by its entries. */
    double bytesPerEntry() throws SQLException {
        try (Connection connection = unbounded();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select (select sum(pg_total_relation_size(relid)) from pg_partition_tree('usage_entry') where isleaf)
                            / (select count(*) from usage_entry)::float8""")) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** Returns entries per second of four writers with batches of 1,000 through the Java API. */
    double recordFor(Account account, Duration duration) throws Exception {
        return perSecond(BATCH_WRITERS, duration, writer -> {
            record(account, BATCH);
            return BATCH;
        });
    }

    /** Returns entries per second of four clients with batches of 100 through REST. */
    double feedFor(Account account, Duration duration) throws Exception {
        return perSecond(BATCH_WRITERS, duration, writer -> {
            String body = IntStream.range(0, REST_BATCH)
                    .mapToObj(i -> """
                            {"document":{"erpApplication":"ERP-1","legalEntity":"DEMF","documentContext":"Invoice",\
                            "sourceRecord":"%s"},"environment":"%s","feature":"%s","occurredAt":"%s"}""".formatted(
                            nextRecord(), ENVIRONMENT + i % ENVIRONMENTS, FEATURE + i % FEATURES, Instant.now()))
                    .collect(Collectors.joining(",", "{\"entries\":[", "]}"));
            HttpRequest request = request(account, "/api/v1/usage/entries/batch")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            requireOk(http.send(request, BodyHandlers.ofString()));
            return REST_BATCH;
        });
    }

    /** Returns entries per second of writers that each record one entry after the other, on the accounts in turn. */
    double recordSinglyFor(List<Account> accounts, int writers, Duration duration) throws Exception {
        return perSecond(writers, duration, writer -> {
            record(accounts.get(writer % accounts.size()), 1);
            return 1;
        });
    }

    /**
     * Asks for the indicators of twelve months over REST, of both accounts in turn, while 5,000 entries per second are recorded on
     * each side's own history: returns the milliseconds of each answer, first of the long history, then of the short one.
     */
    List<double[]> indicators(Account longHistory, Account shortHistory, Duration duration) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = background.submit(() -> writeSteadily(longHistory, stop));
            DoubleStream.Builder longMillis = DoubleStream.builder();
            DoubleStream.Builder shortMillis = DoubleStream.builder();
            long end = System.nanoTime() + duration.toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                longMillis.add(indicator(longHistory, i));
                shortMillis.add(indicator(shortHistory, i));
            }
            stop.set(true);
            writing.get();
            return List.of(longMillis.build().toArray(), shortMillis.build().toArray());
        } finally {
            background.shutdownNow();
        }
    }

    /** Resets the history while a reader asks for the months over and over. */
    Reset reset(Account account) throws Exception {
        usage.rollUp().update(account.caller()).orThrow();
        String months = get(account, monthsPath());
        AtomicBoolean stop = new AtomicBoolean();
        AtomicBoolean unchanged = new AtomicBoolean(true);
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            Future<double[]> reading = background.submit(() -> {
                DoubleStream.Builder millis = DoubleStream.builder();
                while (!stop.get()) {
                    long start = System.nanoTime();
                    unchanged.compareAndSet(true, get(account, monthsPath()).equals(months));
                    millis.add((System.nanoTime() - start) / 1e6);
                }
                return millis.build().toArray();
            });
            long start = System.nanoTime();
            UsageCommand command = usage.rollUp().reset(account.caller()).orThrow();
            double seconds = (System.nanoTime() - start) / 1e9;
            UsageCommand ended =
                    usage.rollUp().find(account.caller(), command.id()).orThrow();
            if (ended.state() != UsageCommand.State.DONE) {
                throw new IllegalStateException("the reset ended as " + ended);
            }
            stop.set(true);
            double[] readMillis = reading.get();
            unchanged.compareAndSet(true, get(account, monthsPath()).equals(months));
            return new Reset(seconds, readMillis, unchanged.get());
        } finally {
            background.shutdownNow();
        }
    }

    private double indicator(Account account, int turn) throws Exception {
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        String days = "from=" + today.minusDays(364) + "&to=" + today;
        List<String> paths = List.of(
                monthsPath(),
                "/api/v1/usage/features?" + days,
                "/api/v1/usage/environments?" + days,
                monthsPath().replace("/months?", "/received?"));
        long start = System.nanoTime();
        get(account, paths.get(turn % paths.size()));
        return (System.nanoTime() - start) / 1e6;
    }

    private static String monthsPath() {
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        return "/api/v1/usage/months?from=" + month.minusMonths(11) + "&to=" + month;
    }

    private Void writeSteadily(Account account, AtomicBoolean stop) {
        long interval = Duration.ofSeconds(1).toNanos() * REST_BATCH / BACKGROUND_PER_SECOND;
        for (long due = System.nanoTime(); !stop.get(); due += interval) {
            LockSupport.parkNanos(due - System.nanoTime());
            record(account, REST_BATCH);
        }
        return null;
    }

    private void record(Account account, int number) {
        List<UsageRecord> records = new ArrayList<>(number);
        Instant now = Instant.now();
        for (int i = 0; i < number; i++) {
            records.add(record(
                    account.environments().get(i % ENVIRONMENTS),
                    account.features().get(i % FEATURES),
                    now));
        }
        FeedReceipt receipt =
                usage.feed().record(account.caller(), records, Optional.empty()).orThrow();
        if (receipt.recorded() != number) {
            throw new IllegalStateException("expected " + number + " new entries, got " + receipt);
        }
    }

    /** Makes the numbers that stand for environments and features in the ledger. */
    private void intern(Account account) {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = 0; i < Math.max(ENVIRONMENTS, FEATURES); i++) {
            records.add(record(
                    account.environments().get(i % ENVIRONMENTS),
                    account.features().get(i % FEATURES),
                    Instant.now()));
        }
        usage.feed().record(account.caller(), records, Optional.empty()).orThrow();
    }

    private UsageRecord record(EnvironmentId environment, FeatureId feature, Instant at) {
        return new UsageRecord(
                environment,
                feature,
                Direction.EXPORT,
                new BusinessDocumentKey("ERP-1", "DEMF", "Invoice", nextRecord()),
                at);
    }

    /** Returns a key of 24 characters that was never used. */
    private String nextRecord() {
        return "RECORDED"
                + Long.toString(SIXTEEN_DIGITS + documents.incrementAndGet()).substring(1);
    }

    private String get(Account account, String path) throws IOException, InterruptedException {
        return requireOk(http.send(request(account, path).GET().build(), BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(Account account, String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + account.token());
    }

    private static String requireOk(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("answer " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** One call of one writer; returns how many entries it recorded. */
    @FunctionalInterface
    private interface Writing {
        int run(int writer) throws Exception;
    }

    private static double perSecond(int writers, Duration duration, Writing writing) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            long start = System.nanoTime();
            long end = start + duration.toNanos();
            List<Future<Long>> results = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                results.add(threads.submit(() -> {
                    long recorded = 0;
                    while (System.nanoTime() < end) {
                        recorded += writing.run(number);
                    }
                    return recorded;
                }));
            }
            long recorded = 0;
            for (Future<Long> result : results) {
                recorded += result.get();
            }
            return recorded / ((System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int[] numbers(Statement statement, String sql) throws SQLException {
        IntStream.Builder numbers = IntStream.builder();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        return numbers.build().toArray();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Stops the service, then the database. */
    @Override
    public void close() throws Exception {
        service.destroy();
        if (!service.waitFor(30, TimeUnit.SECONDS)) {
            service.destroyForcibly().waitFor();
        }
        pool.close();
        postgres.close();
    }
}
