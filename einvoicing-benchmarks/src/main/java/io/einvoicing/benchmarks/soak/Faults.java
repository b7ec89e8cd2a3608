package io.einvoicing.benchmarks.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Injects faults one after the other, in an order and at instants that a seed decides, while nodes are killed beside them. */
final class Faults {
    /** The share of the authority's requests that go wrong at any time. */
    private static final double MISBEHAVING = 0.05;

    private final DatabaseServer database;
    private final CuttableProxy proxy;
    private final Authority authority;
    private final Cluster cluster;
    private final Erp erp;
    private final Random random;
    private final SoakPlan plan;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean authorityIsDown;

    /** A fault that lasts for a while. */
    private interface Fault {
        void inject() throws IOException;
    }

    private record Named(String name, Fault fault) {}

    Faults(SoakWorld world, Erp erp, Random random, SoakPlan plan) {
        this.database = world.database();
        this.proxy = world.proxy();
        this.authority = world.authority();
        this.cluster = world.cluster();
        this.erp = erp;
        this.random = random;
        this.plan = plan;
    }

    /** Injects faults until the plan's time is over; then everything works again. */
    void run() throws InterruptedException {
        authority.misbehave(MISBEHAVING);
        long end = System.nanoTime() + plan.time().toNanos();
        List<Thread> threads = new ArrayList<>();
        threads.add(thread("kills", () -> killNodes(end)));
        threads.add(thread("outage", this::authorityDown));
        threads.add(thread("poison", () -> submitPoison(end)));
        threads.add(thread("faults", () -> oneAfterTheOther(end)));
        for (Thread thread : threads) {
            thread.join();
        }
        authority.trouble(Authority.Trouble.NONE);
        authority.misbehave(0);
        cluster.order("clock PT0S");
        cluster.order("storage FINE");
        cluster.order("vault FINE");
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, "soak-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void killNodes(long end) {
        for (int i = 0; i < plan.kills(); i++) {
            // Spread over the whole time, each at a random instant of its part.
            long left = end - System.nanoTime();
            int parts = plan.kills() - i;
            pause(Duration.ofNanos((long) (left / parts * (0.5 + random.nextDouble() * 0.5))));
            cluster.kill(random);
        }
    }

    private void submitPoison(long end) {
        for (int i = 0; i < plan.poisoned(); i++) {
            pause(Duration.ofNanos((end - System.nanoTime()) / (3 * plan.poisoned())));
            count("poisoned document");
            erp.submitPoison();
        }
    }

    private void authorityDown() {
        pause(plan.time().dividedBy(4));
        count("web service down for " + plan.authorityOutage());
        authorityIsDown = true;
        erp.pace(plan.perSecondInOutage());
        authority.trouble(Authority.Trouble.DOWN);
        pause(plan.authorityOutage());
        authority.trouble(Authority.Trouble.NONE);
        erp.pace(plan.perSecond());
        authorityIsDown = false;
    }

    private void oneAfterTheOther(long end) {
        List<Named> bag = new ArrayList<>();
        while (System.nanoTime() < end) {
            if (bag.isEmpty()) {
                bag.addAll(kinds());
                Collections.shuffle(bag, random);
            }
            Named next = bag.remove(bag.size() - 1);
            count(next.name());
            try {
                next.fault().inject();
            } catch (IOException e) {
                failures.add(next.name() + ": " + e);
            }
            pause(plan.gap());
        }
    }

    private List<Named> kinds() {
        return List.of(
                new Named("PostgreSQL killed", () -> {
                    database.kill();
                    pause(plan.shortly());
                    database.restart();
                }),
                new Named("connections cut", () -> {
                    for (int i = 0; i < 5; i++) {
                        proxy.cut();
                        pause(Duration.ofMillis(50 + random.nextInt(400)));
                    }
                }),
                new Named("wrong certificate", () -> trouble(Authority.Trouble.WRONG_CERTIFICATE)),
                new Named("web service throttles", () -> trouble(Authority.Trouble.THROTTLING)),
                new Named("storage slow", () -> all("storage SLOW", "storage FINE")),
                new Named("storage down", () -> all("storage DOWN", "storage FINE")),
                new Named("storage token expired", () -> all("storage EXPIRED", "storage FINE")),
                new Named("storage answers lost", () -> all("storage MUTE", "storage FINE")),
                new Named("vault down", () -> all("vault DOWN", "vault FINE")),
                new Named("vault slow", () -> all("vault SLOW", "vault FINE")),
                new Named("clock an hour ahead", () -> one("clock PT1H", "clock PT0S")),
                new Named("clock an hour behind", () -> one("clock PT-1H", "clock PT0S")),
                new Named("clock seconds off", () -> one("clock PT3S", "clock PT0S")));
    }

    private void trouble(Authority.Trouble trouble) {
        if (!authorityIsDown) {
            authority.trouble(trouble);
            pause(plan.lasting());
            if (!authorityIsDown) {
                authority.trouble(Authority.Trouble.NONE);
            }
        }
    }

    private void all(String begin, String end) {
        cluster.order(begin);
        pause(plan.lasting());
        cluster.order(end);
    }

    private void one(String begin, String end) {
        int node = random.nextInt(3);
        cluster.order(node, begin);
        pause(plan.lasting());
        cluster.order(node, end);
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private synchronized void count(String fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    /** Returns how often each fault was injected. */
    synchronized Map<String, Integer> counts() {
        Map<String, Integer> all = new TreeMap<>(counts);
        all.putAll(authority.faults());
        all.put("two identical submissions at one instant", erp.twins());
        return all;
    }

    /** Returns what the driver itself could not do. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
