package io.einvoicing.benchmarks.soak;

import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;

/** What a soak or a test of one fault breaks: PostgreSQL behind a proxy, a tax authority, and processes of the service with a tenant. */
final class SoakWorld implements AutoCloseable {
    /** Where the processes find their classes. */
    static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();
    private final Size size;
    private final DatabaseServer database;
    private final CuttableProxy proxy;
    private final Authority authority;
    private final SoakSetup setup;
    private final Cluster cluster;
    private final DataSource store;

    /**
     * How the processes run.
     *
     * @param nodes how many there are
     * @param lease after this time others take what a killed one had in hand
     * @param longestWait longest wait between two tries
     * @param environment further settings of the service
     * @param options further options of the JVM
     */
    record Size(
            int nodes, Duration lease, Duration longestWait, Map<String, String> environment, List<String> options) {}

    /**
     * Starts everything and sets the tenant up.
     *
     * @param folder where everything is kept; new or empty
     */
    SoakWorld(Path folder, Size size, Random random) throws Exception {
        this.size = size;
        Thread hook = new Thread(this::closeAll, "soak-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Path data = Files.createDirectories(folder.resolve("data"));
            this.database = open(new DatabaseServer(folder.resolve("postgresql")));
            this.proxy = open(new CuttableProxy(database.port()));
            Path trust = folder.resolve("trust.p12");
            this.authority = open(authority(random, trust));
            this.setup = new SoakSetup(data);
            // Not through the proxy: the driver's own looks must not depend on the faults.
            this.store = open(ConnectionPool.open(
                            "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres",
                            "postgres",
                            "",
                            4,
                            Duration.ofSeconds(20)))
                    .dataSource();
            JdbcStore.migrate(store);
            this.cluster = open(new Cluster(nodes(data, folder, trust)));
            cluster.awaitUp();
            setup.run(cluster.addresses().get(0), authority, size.longestWait());
        } catch (Exception e) {
            closeAll();
            throw e;
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Starts an authority and writes the key store of those who trust it. */
    static Authority authority(Random random, Path trust) throws IOException, GeneralSecurityException {
        AuthorityCertificates certificates = new AuthorityCertificates();
        certificates.writeTrust(trust);
        return new Authority(
                certificates.right(), certificates.wrong(), random, SoakSetup.CALL_TIMEOUT.plusMillis(500));
    }

    DatabaseServer database() {
        return database;
    }

    CuttableProxy proxy() {
        return proxy;
    }

    Authority authority() {
        return authority;
    }

    SoakSetup setup() {
        return setup;
    }

    Cluster cluster() {
        return cluster;
    }

    /** Returns the database itself, whatever becomes of the proxy. */
    DataSource store() {
        return store;
    }

    private List<NodeProcess> nodes(Path data, Path folder, Path trust) throws IOException {
        Map<String, String> environment = environment(data, size);
        environment.put("EINVOICING_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres");
        environment.put("EINVOICING_DATABASE_USER", "postgres");
        List<NodeProcess> nodes = new ArrayList<>();
        for (int i = 1; i <= size.nodes(); i++) {
            nodes.add(new NodeProcess(command(trust, size), environment, folder.resolve("node-" + i + ".log")));
        }
        return nodes;
    }

    /** Returns the program that runs Java. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns the command of a process of the service that trusts the authority. */
    static List<String> command(Path trust, Size size) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                // Killed every few seconds: what starts quickly does more than what gets fast.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djavax.net.ssl.trustStore=" + trust,
                "-Djavax.net.ssl.trustStorePassword=" + AuthorityCertificates.PASSWORD));
        command.addAll(size.options());
        command.addAll(List.of("-cp", CLASS_PATH, SoakNode.class.getName(), "serve", "--dev"));
        return command;
    }

    /** Returns the settings of a process of the service that has its own database in the data folder. */
    static Map<String, String> environment(Path data, Size size) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "EINVOICING_DATA",
                data.toString(),
                "EINVOICING_OUTBOUND_PRIVATE_ENDPOINTS",
                "127.0.0.1",
                "EINVOICING_VAULT_CACHE_AGE",
                "PT1S",
                "EINVOICING_FLOW_LEASE",
                size.lease().toString(),
                "EINVOICING_FLOW_LONGEST_OUTAGE_WAIT",
                size.longestWait().toString(),
                "EINVOICING_LOG_LEVEL",
                "WARN"));
        environment.putAll(size.environment());
        return environment;
    }

    private void closeAll() {
        for (AutoCloseable last = opened.pollFirst(); last != null; last = opened.pollFirst()) {
            try {
                last.close();
            } catch (Exception e) {
                System.err.println("something does not stop: " + e);
            }
        }
    }

    /** Ends every process. */
    @Override
    public void close() {
        closeAll();
    }
}
