package io.einvoicing.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Usage on PostgreSQL with fsync on, through the whole service: recording, indicators over a long history, a hot tenant, the reset
 * of the history, and the size of an entry on disk. The history is loaded by COPY and analysed before any clock starts; the service
 * folds and watches thresholds meanwhile.
 */
@SuppressWarnings("try") // stopping the service may be interrupted
final class UsageBenchmark {
    /** History of the tenant against whose indicators those of the long history are set. */
    private static final long SHORT_HISTORY = 1_000_000;

    /** History that is reset; a part of a longer one would take as long. */
    private static final long RESET_HISTORY = 10_000_000;

    private static final Duration MEASURE = Duration.ofSeconds(15);
    private static final int HOT_ROUNDS = 3;
    private static final int WRITERS = 32;

    private UsageBenchmark() {}

    /** Prints what was measured; {@code --entries N} is the number of entries in the history, 1,000,000 unless given. */
    public static void main(String[] arguments) throws Exception {
        boolean quiet = false;
        long entries = SHORT_HISTORY;
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].equals("--json")) {
                quiet = true;
            } else if (arguments[i].equals("--entries") && i + 1 < arguments.length) {
                entries = Long.parseLong(arguments[++i]);
            } else {
                System.err.println("usage: bench usage [--entries N] [--json], was " + List.of(arguments));
                System.exit(2);
            }
        }
        Path folder = Files.createTempDirectory("einvoicing-benchmark");
        try (UsageBenchmarkService service = UsageBenchmarkService.start(folder)) {
            Result result = measure(service, entries, quiet);
            System.out.println(result.json());
        } finally {
            delete(folder);
        }
    }

    private static Result measure(UsageBenchmarkService service, long entries, boolean quiet) throws Exception {
        UsageBenchmarkService.Account longHistory = service.account();
        UsageBenchmarkService.Account shortHistory = service.account();
        double load = seconds(() -> {
            service.load(longHistory, entries);
            service.load(shortHistory, Math.min(entries, SHORT_HISTORY));
            return true;
        });
        say(quiet, "history of %,d entries loaded in %.0f s", entries, load);
        double bytes = service.bytesPerEntry();
        say(quiet, "%.1f bytes per entry", bytes);

        service.recordFor(longHistory, Duration.ofSeconds(5)); // warm-up
        double recorded = service.recordFor(longHistory, MEASURE);
        say(quiet, "%,.0f entries/s through the Java API", recorded);
        service.feedFor(longHistory, Duration.ofSeconds(5));
        double rest = service.feedFor(longHistory, MEASURE);
        say(quiet, "%,.0f entries/s through REST in batches of 100", rest);

        service.indicators(longHistory, shortHistory, Duration.ofSeconds(5));
        List<double[]> indicators = service.indicators(longHistory, shortHistory, MEASURE);
        double p99 = quantile(indicators.get(0), 0.99);
        double ratio = quantile(indicators.get(0), 0.5) / quantile(indicators.get(1), 0.5);
        say(
                quiet,
                "indicators: %,d calls, median %.2f ms, p99 %.2f ms; ratio of medians to %,d entries %.2f",
                indicators.get(0).length,
                quantile(indicators.get(0), 0.5),
                p99,
                Math.min(entries, SHORT_HISTORY),
                ratio);

        double hot = hotTenantRatio(service, quiet);

        UsageBenchmarkService.Account reset = longHistory;
        if (entries > RESET_HISTORY) {
            reset = service.account();
            service.load(reset, RESET_HISTORY);
        }
        UsageBenchmarkService.Reset resetting = service.reset(reset);
        say(
                quiet,
                "reset of %,d entries in %.1f s; readers meanwhile: median %.2f ms, p99 %.2f ms, figures unchanged: %s",
                Math.min(entries, RESET_HISTORY),
                resetting.seconds(),
                quantile(resetting.readMillis(), 0.5),
                quantile(resetting.readMillis(), 0.99),
                resetting.unchanged());
        return new Result(entries, recorded, rest, p99, ratio, hot, resetting.seconds(), bytes);
    }

    /** Interleaves both sides, so that what else happens on the machine meets both. */
    private static double hotTenantRatio(UsageBenchmarkService service, boolean quiet) throws Exception {
        List<UsageBenchmarkService.Account> one = List.of(service.account());
        List<UsageBenchmarkService.Account> many = service.accounts(WRITERS);
        double[] ratios = new double[HOT_ROUNDS];
        for (int round = -1; round < HOT_ROUNDS; round++) { // the first warms up
            double hot = service.recordSinglyFor(one, WRITERS, Duration.ofSeconds(5));
            double spread = service.recordSinglyFor(many, WRITERS, Duration.ofSeconds(5));
            say(quiet, "%d writers: %,.0f entries/s on one tenant, %,.0f on as many", WRITERS, hot, spread);
            if (round >= 0) {
                ratios[round] = hot / spread;
            }
        }
        return quantile(ratios, 0.5);
    }

    private record Result(
            long entries,
            double recordedPerSecond,
            double restPerSecond,
            double indicatorP99Ms,
            double indicatorRatio,
            double hotTenantRatio,
            double resetSeconds,
            double bytesPerEntry) {
        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"entries\":%d,\"recordedPerSecond\":%.0f,\"restPerSecond\":%.0f,\"indicatorP99Ms\":%.2f,"
                            + "\"indicatorRatio\":%.2f,\"hotTenantRatio\":%.2f,\"resetSeconds\":%.1f,"
                            + "\"bytesPerEntry\":%.1f}",
                    entries,
                    recordedPerSecond,
                    restPerSecond,
                    indicatorP99Ms,
                    indicatorRatio,
                    hotTenantRatio,
                    resetSeconds,
                    bytesPerEntry);
        }
    }

    private static double quantile(double[] values, double quantile) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * (sorted.length - 1)))];
    }

    private static double seconds(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void say(boolean quiet, String format, Object... values) {
        if (!quiet) {
            System.out.println(String.format(Locale.ROOT, format, values));
        }
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
