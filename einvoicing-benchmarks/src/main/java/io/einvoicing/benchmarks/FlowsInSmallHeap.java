package io.einvoicing.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Runs flows of a database in a JVM of its own that has little memory. */
final class FlowsInSmallHeap {
    private static final String HEAP = "512m";

    private FlowsInSmallHeap() {}

    /**
     * What that JVM reached.
     *
     * @param perSecond flows per second, from the start of the JVM's first flow
     * @param usedMegabytes heap in use at the end, after a collection
     */
    record Result(double perSecond, long usedMegabytes) {
        private static Result parse(String line) {
            String[] values = line.split(" ");
            return new Result(Double.parseDouble(values[0]), Long.parseLong(values[1]));
        }
    }

    /** Starts the JVM and waits for its end; fails if it does not complete the flows. */
    static Result fork(String database, EngineFlows engine, int flows) throws IOException, InterruptedException {
        Process process = FlowsFork.jvm(
                FlowsInSmallHeap.class,
                List.of("-Xmx" + HEAP),
                List.of(
                        database,
                        engine.client().webService().toString(),
                        Integer.toString(engine.workers()),
                        Integer.toString(flows)));
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Optional<String> last = output.lines().reduce((former, line) -> line);
            if (process.waitFor() != 0 || last.isEmpty()) {
                throw new IllegalStateException("flows did not complete in a heap of " + HEAP);
            }
            return Result.parse(last.get());
        }
    }

    /** Runs flows: address of the database, of the web service, workers, flows. */
    public static void main(String[] arguments) throws Exception {
        int flows = Integer.parseInt(arguments[3]);
        try (FlowsClient client = new FlowsClient(URI.create(arguments[1]));
                FlowsScenario scenario = new FlowsScenario(arguments[0], client)) {
            double rate = new EngineFlows(client, Integer.parseInt(arguments[2])).run(scenario, flows);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.println(rate + " " + (runtime.totalMemory() - runtime.freeMemory() >> 20));
        }
        System.exit(0);
    }
}
