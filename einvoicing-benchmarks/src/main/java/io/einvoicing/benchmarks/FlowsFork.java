package io.einvoicing.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A side in a JVM of its own, as it would be in production: the compiler optimises for the code of one side, not for what all of them
 * have in common. The JVM stays warm between rounds, and idles while others have their turn.
 */
final class FlowsFork implements FlowsSide, AutoCloseable {
    private static final String RATE = "rate ";

    private final String name;
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private FlowsFork(String name, Process process) {
        this.name = name;
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The sides that there are. */
    private enum Kind {
        EINVOICING,
        BARE,
        DB_SCHEDULER,
        FLOWABLE;

        FlowsSide side(FlowsClient client, List<Integer> sizes) {
            return switch (this) {
                case EINVOICING -> new EngineFlows(client, sizes.get(0));
                case BARE -> new BareFlowsSide(client, sizes.get(0), sizes.get(1));
                case DB_SCHEDULER -> new DbSchedulerFlows(client, sizes.get(0));
                case FLOWABLE -> new FlowableFlows(client, sizes.get(0));
            };
        }
    }

    static FlowsFork einvoicing(FlowsClient client, int workers) throws IOException {
        return start(client, Kind.EINVOICING, workers);
    }

    static FlowsFork bare(FlowsClient client, int transactions, int batch) throws IOException {
        return start(client, Kind.BARE, transactions, batch);
    }

    static FlowsFork dbScheduler(FlowsClient client, int threads) throws IOException {
        return start(client, Kind.DB_SCHEDULER, threads);
    }

    static FlowsFork flowable(FlowsClient client, int threads) throws IOException {
        return start(client, Kind.FLOWABLE, threads);
    }

    private static FlowsFork start(FlowsClient client, Kind kind, Integer... sizes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(client.webService().toString(), kind.name()));
        Arrays.stream(sizes).map(String::valueOf).forEach(arguments::add);
        return new FlowsFork(kind.side(client, List.of(sizes)).name(), jvm(FlowsFork.class, List.of(), arguments));
    }

    /** Starts a JVM with our class path, whose errors are ours. */
    static Process jvm(Class<?> main, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double run(String database, int flows) throws IOException {
        orders.println(database + " " + flows);
        String answer = answers.readLine();
        while (answer != null && !answer.startsWith(RATE)) {
            answer = answers.readLine();
        }
        if (answer == null) {
            throw new IllegalStateException(name + " did not complete its flows");
        }
        return Double.parseDouble(answer.substring(RATE.length()));
    }

    /** Ends the JVM. */
    @Override
    public void close() {
        orders.close();
        process.destroy();
    }

    /** Runs flows of a side on the databases that it is told of until there are no more: web service, kind and sizes of the side. */
    public static void main(String[] arguments) throws Exception {
        List<Integer> sizes =
                Arrays.stream(arguments).skip(2).map(Integer::valueOf).toList();
        try (FlowsClient client = new FlowsClient(URI.create(arguments[0]));
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            FlowsSide side = Kind.valueOf(arguments[1]).side(client, sizes);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] what = order.split(" ");
                System.out.println(RATE + side.run(what[0], Integer.parseInt(what[1])));
            }
        }
        System.exit(0);
    }
}
