package io.einvoicing.benchmarks;

import java.util.List;

/**
 * What the command line asks for.
 *
 * @param flows flows in a round; Flowable, which is slower by an order of magnitude, has a tenth
 * @param rounds rounds that count, after three that warm up
 * @param workers flows that the engine and the bare statements have in hand at once
 * @param waiting submissions that wait while the ratio to few is measured
 * @param quiet only the last line is printed
 */
record FlowsOptions(int flows, int rounds, int workers, int waiting, boolean quiet) {
    static final String USAGE = "bench flows [--flows N] [--rounds N] [--workers N] [--waiting N] [--json]";

    FlowsOptions {
        if (flows < 100 || rounds < 1 || workers < 1 || waiting < 1_000) {
            throw new IllegalArgumentException("flows must be >= 100, rounds and workers >= 1, waiting >= 1000, were "
                    + flows + ", " + rounds + ", " + workers + " and " + waiting);
        }
    }

    /**
     * Reads what follows the benchmark's name.
     *
     * @throws IllegalArgumentException if there is anything else
     */
    static FlowsOptions parse(List<String> arguments) {
        int flows = 20_000;
        int rounds = 5;
        int workers = 128;
        int waiting = 1_000_000;
        boolean quiet = false;
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--json")) {
                quiet = true;
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("option " + option + " is not known, or its value is missing");
            }
            int value = Integer.parseInt(arguments.get(++i));
            switch (option) {
                case "--flows" -> flows = value;
                case "--rounds" -> rounds = value;
                case "--workers" -> workers = value;
                case "--waiting" -> waiting = value;
                default -> throw new IllegalArgumentException("option " + option + " is not known");
            }
        }
        return new FlowsOptions(flows, rounds, workers, waiting, quiet);
    }

    /** Flows in a round of a side that is slower by an order of magnitude. */
    int fewFlows() {
        return flows / 10;
    }

    /** Prints a line that people read. */
    void say(String format, Object... values) {
        if (!quiet) {
            System.out.println(String.format(java.util.Locale.ROOT, format, values));
        }
    }
}
