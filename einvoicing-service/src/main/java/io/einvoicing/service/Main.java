package io.einvoicing.service;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /** Runs one command; exits with 1 if it fails. */
    public static void main(String[] arguments) throws Exception {
        new EinvoicingApplication(new Settings(System.getenv())).run(arguments);
    }
}
