package io.einvoicing.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/** Runs one benchmark by name; its last line is one JSON object. */
public final class Main {
    private Main() {}

    /** A benchmark that prints its result. */
    @FunctionalInterface
    interface Benchmark {
        void main(String[] arguments) throws Exception;
    }

    private static final Map<String, Benchmark> BENCHMARKS = new TreeMap<>(Map.of(
            "engine", EngineBenchmark::main,
            "flows", FlowsBenchmark::main,
            "signature", SignatureBenchmark::main,
            "usage", UsageBenchmark::main,
            "validation", ValidationBenchmark::main));

    /** Runs the benchmark that the first argument names; exits with 2 if there is none. */
    public static void main(String[] arguments) throws Exception {
        Benchmark benchmark = arguments.length == 0 ? null : BENCHMARKS.get(arguments[0]);
        if (benchmark == null) {
            System.err.println("usage: bench NAME [OPTION...] [--json], where NAME is one of " + BENCHMARKS.keySet());
            System.exit(2);
            return;
        }
        benchmark.main(arguments);
    }
}
