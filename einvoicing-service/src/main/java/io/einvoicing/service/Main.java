package io.einvoicing.service;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /** Runs one command; exits with 1 if it fails, with 2 if there is none such. */
    public static void main(String[] arguments) throws Exception {
        EinvoicingApplication application = new EinvoicingApplication(new Settings(System.getenv()));
        application.run(arguments);
        if (application.exitCode() != 0) {
            System.exit(application.exitCode());
        }
    }
}
