package io.einvoicing.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Flows of six actions on PostgreSQL with fsync on: five trivial ones and a call over HTTP on loopback, the documents in memory; each
 * is completed and counted. All sides have the same server, web service and HTTP client, and take turns; backlogs are loaded in bulk
 * before the clock starts.
 */
final class FlowsBenchmark {
    /** The engine's code is compiled anew until it ran some 40,000 flows, and half of the processor's time goes there. */
    private static final int WARM_UP_ROUNDS = 3;

    /** Threads of the other engines, each with a connection of its own: with fewer or more they were no faster. */
    private static final int THREADS = 64;

    private final FlowsOptions options;
    private final FlowsDatabases databases;
    private final FlowsWebService webService;
    private final FlowsClient client;

    private FlowsBenchmark(
            FlowsOptions options, FlowsDatabases databases, FlowsWebService webService, FlowsClient client) {
        this.options = options;
        this.databases = databases;
        this.webService = webService;
        this.client = client;
    }

    /** Prints what was measured. */
    public static void main(String[] arguments) throws Exception {
        FlowsOptions options;
        try {
            options = FlowsOptions.parse(List.of(arguments).subList(1, arguments.length));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + "usage: " + FlowsOptions.USAGE);
            System.exit(2);
            return;
        }
        try (FlowsDatabases databases = new FlowsDatabases();
                FlowsWebService webService = new FlowsWebService();
                FlowsClient client = new FlowsClient(webService.address())) {
            new FlowsBenchmark(options, databases, webService, client).run();
        }
    }

    private void run() throws Exception {
        Rates rates = new Rates();
        try (FlowsFork engine = FlowsFork.einvoicing(client, options.workers());
                FlowsFork few = bare(16);
                FlowsFork many = bare(32);
                FlowsFork scheduler = FlowsFork.dbScheduler(client, THREADS);
                FlowsFork flowable = FlowsFork.flowable(client, THREADS)) {
            for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
                options.say(round < 0 ? "warm-up" : "round %d", round + 1);
                Map<FlowsSide, Double> measured = new LinkedHashMap<>();
                for (FlowsSide each : List.of(engine, few, many, scheduler)) {
                    measured.put(each, measure(each, options.flows()));
                }
                measured.put(flowable, measure(flowable, options.fewFlows()));
                if (round >= 0) {
                    measured.forEach(rates::add);
                }
            }
            FlowsSide ceiling = rates.median(few) > rates.median(many) ? few : many;
            FlowsWaiting.Result waiting =
                    new FlowsWaiting(options, databases, new EngineFlows(client, options.workers())).measure();
            FlowsLatency.Result latency = latency(false);
            FlowsLatency.Result signing = latency(true);
            rates.print(options, engine);
            print("latency without signing", latency);
            print("latency with signing", signing);
            options.say(
                    "%n%,d waiting against 1,000: %.2f of the rate while they are due, %.2f while they are due tomorrow",
                    options.waiting(), waiting.whileDue(), waiting.whileLater());
            options.say(
                    "with a heap of 512 MB and %,d waiting: %,.0f flows/s from a cold start, %d MB in use at the end",
                    options.waiting(),
                    waiting.small().perSecond(),
                    waiting.small().usedMegabytes());
            System.out.printf(
                    Locale.ROOT,
                    "{\"flowsPerSecond\":%.0f,\"ratioToBareSql\":%.2f,\"ratioToFlowable\":%.1f,\"ratioToDbScheduler\":%.1f,"
                            + "\"latencyMedianMs\":%.1f,\"latencyP99Ms\":%.1f,\"waitingRatio\":%.2f}%n",
                    rates.median(engine),
                    rates.ratio(engine, ceiling),
                    rates.ratio(engine, flowable),
                    rates.ratio(engine, scheduler),
                    latency.median(),
                    latency.p99(),
                    waiting.ratio());
        }
    }

    /** As many flows in hand as the engine has. */
    private FlowsFork bare(int batch) throws IOException {
        return FlowsFork.bare(client, Math.max(1, options.workers() / batch), batch);
    }

    private void print(String what, FlowsLatency.Result latency) {
        options.say(
                "%n%s: median %.1f ms, p99 %.1f ms; the web service's own %.2f ms is not in it",
                what, latency.median(), latency.p99(), latency.webServiceMedian());
    }

    private FlowsLatency.Result latency(boolean signing) throws Exception {
        String database = databases.create();
        try (FlowsLatency latency = new FlowsLatency(database, webService, client, signing)) {
            return latency.measure(Math.min(options.flows(), 1_000));
        } finally {
            databases.drop(database);
        }
    }

    private double measure(FlowsSide side, int flows) throws Exception {
        String database = databases.create();
        databases.checkpoint();
        try {
            double rate = side.run(database, flows);
            options.say("%s: %,.0f flows/s", side.name(), rate);
            return rate;
        } finally {
            databases.drop(database);
        }
    }

    /** What each side reached in each round. */
    private static final class Rates {
        private final Map<FlowsSide, List<Double>> rounds = new LinkedHashMap<>();

        void add(FlowsSide side, double rate) {
            rounds.computeIfAbsent(side, any -> new ArrayList<>()).add(rate);
        }

        private List<Double> rates(FlowsSide side) {
            return rounds.getOrDefault(side, List.of());
        }

        double median(FlowsSide side) {
            return FlowsBenchmark.median(rates(side));
        }

        /** Returns the median of the ratios within each round, which had the machine in the same state. */
        double ratio(FlowsSide one, FlowsSide other) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rates(one).size(); round++) {
                ratios.add(rates(one).get(round) / rates(other).get(round));
            }
            return FlowsBenchmark.median(ratios);
        }

        void print(FlowsOptions options, FlowsSide engine) {
            options.say("%n%-50s %10s %10s %10s %14s", "", "median", "slowest", "fastest", "times slower");
            rounds.forEach((side, rates) -> options.say(
                    "%-50s %10.0f %10.0f %10.0f %14.2f",
                    side.name(),
                    median(side),
                    rates.stream().mapToDouble(rate -> rate).min().orElseThrow(),
                    rates.stream().mapToDouble(rate -> rate).max().orElseThrow(),
                    ratio(engine, side)));
        }
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(value -> value).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
