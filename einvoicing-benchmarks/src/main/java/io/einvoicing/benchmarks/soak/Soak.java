package io.einvoicing.benchmarks.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Drives a soak: PostgreSQL, a tax authority and three processes of the service, documents submitted to them as an ERP does, faults all
 * the while; then everything works again, what is open ends, and all books are compared.
 */
public final class Soak {
    private static final int NODES = 3;
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(15);

    private final SoakPlan plan;
    private final Random random;
    private final SoakWorld world;
    private final Erp erp;
    private final OpenWork work;
    private volatile boolean finished;

    private Soak(SoakPlan plan, Random random, SoakWorld world) {
        this.plan = plan;
        this.random = random;
        this.world = world;
        this.erp = new Erp(world.cluster().addresses(), world.setup().token());
        this.work = new OpenWork(world.store(), world.setup().tenant());
    }

    /**
     * Runs a soak and leaves nothing running.
     *
     * @param folder where everything is kept; new or empty
     * @param nodeOptions further options of the nodes' JVM
     */
    static SoakReport run(SoakPlan plan, long seed, Path folder, List<String> nodeOptions) throws Exception {
        List<String> options = new ArrayList<>(nodeOptions);
        if (plan.archivesClasses()) {
            options.addAll(NodeClasses.archive(folder.resolve("classes")));
        }
        SoakWorld.Size size = new SoakWorld.Size(
                NODES,
                plan.lease(),
                plan.longestWait(),
                // What a killed node had in hand counts until its lease ends.
                Map.of("EINVOICING_FLOW_TENANT_LIMIT", "48", "EINVOICING_FLOW_ENVIRONMENT_LIMIT", "48"),
                options);
        try (SoakWorld world = new SoakWorld(folder, size, new Random(seed + 1))) {
            return new Soak(plan, new Random(seed), world).run();
        }
    }

    private SoakReport run() throws Exception {
        Faults faults = new Faults(world, erp, random, plan);
        Thread person = new Thread(this::decideUnknown, "soak-person");
        person.setDaemon(true);
        person.start();
        long start = System.nanoTime();
        erp.start(plan.perSecond());
        Thread progress = new Thread(() -> tellProgress(start), "soak-progress");
        progress.setDaemon(true);
        progress.start();
        faults.run();
        say(
                "the faults are over after %d s; %d documents are acknowledged",
                seconds(start), erp.acknowledged().size());
        erp.stop();
        world.cluster().awaitUp();
        long drainStart = System.nanoTime();
        long open = drain();
        say("%d submissions are open after %d s", open, seconds(drainStart));
        finished = true;
        Reconciliation books = Reconciliation.of(
                world.store(), world.setup().tenant(), erp.acknowledged(), erp.poisoned(), world.authority());
        return new SoakReport(
                erp.acknowledged().size(),
                world.cluster().kills(),
                world.cluster().deaths(),
                erp.repeats(),
                world.authority().arrivals(),
                faults.counts(),
                books,
                erp.contradictions(),
                faults.failures());
    }

    private static long seconds(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    private static void say(String format, Object... arguments) {
        System.err.println(String.format(Locale.ROOT, format, arguments));
    }

    private void tellProgress(long start) {
        while (!finished) {
            try {
                TimeUnit.SECONDS.sleep(30);
            } catch (InterruptedException e) {
                return;
            }
            say(
                    "%4d s: %d acknowledged, %d open, %d kills",
                    seconds(start),
                    erp.acknowledged().size(),
                    open(),
                    world.cluster().kills());
        }
    }

    /** Waits until nothing is open any more that ends by itself or by the person's decision; returns what is left. */
    private long drain() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_DRAIN.toNanos();
        long open = open();
        while (open > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(500);
            open = open();
        }
        return open;
    }

    private long open() {
        try {
            return work.count();
        } catch (SQLException databaseDown) {
            return Long.MAX_VALUE;
        }
    }

    /** Plays the person who decides about calls whose outcome is unknown. */
    private void decideUnknown() {
        while (!finished) {
            try {
                TimeUnit.SECONDS.sleep(1);
                work.unknown().forEach(erp::repeatUnknown);
            } catch (SQLException databaseDown) {
                // Whoever waits for a decision still waits at the next look.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Runs {@code soak --minutes N [--kills K] [--seed S] [--data DIR] [--node-options OPTIONS] [--json]}; exits with 1 if the books do not agree. */
    public static void main(String[] arguments) throws Exception {
        int minutes = 1;
        int kills = -1;
        long seed = System.nanoTime();
        Path folder = null;
        List<String> nodeOptions = List.of();
        boolean json = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--minutes" -> minutes = Integer.parseInt(arguments[++i]);
                case "--kills" -> kills = Integer.parseInt(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--data" -> folder = Path.of(arguments[++i]).toAbsolutePath();
                case "--node-options" -> nodeOptions = List.of(arguments[++i].split(" "));
                case "--json" -> json = true;
                default -> {
                    System.err.println(
                            "usage: ./einvoicing soak --minutes N [--kills K] [--seed S] [--data DIR] [--node-options OPTIONS] [--json]");
                    System.exit(2);
                }
            }
        }
        Path place = folder == null ? Files.createTempDirectory("einvoicing-soak") : Files.createDirectories(folder);
        // Before anything logs: the pool's trouble with a killed database is no news.
        System.setProperty("logback.configurationFile", String.valueOf(Soak.class.getResource("logging.xml")));
        say("seed %d, everything in %s", seed, place);
        SoakReport report =
                run(SoakPlan.of(minutes, kills < 0 ? SoakPlan.usualKills(minutes) : kills), seed, place, nodeOptions);
        if (!json) {
            System.out.println(report.table());
        } else if (!report.isClean()) {
            System.err.println(report.table());
        }
        System.out.println(report.json());
        System.exit(report.isClean() ? 0 : 1);
    }
}
