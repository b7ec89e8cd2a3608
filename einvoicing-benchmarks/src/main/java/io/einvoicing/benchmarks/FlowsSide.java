package io.einvoicing.benchmarks;

/** One way to run flows of six steps. */
interface FlowsSide {
    /** Returns what it is called in the table. */
    String name();

    /**
     * Runs flows on a new database, whose backlog is loaded before the clock starts.
     *
     * @return completed and counted flows per second
     */
    double run(String database, int flows) throws Exception;
}
