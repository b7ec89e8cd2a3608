package io.einvoicing.service.command;

import io.einvoicing.service.EinvoicingApplication;
import io.einvoicing.service.Settings;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Options that several commands share; each overrides the environment variable of the same meaning. */
final class Options {
    private static final Map<String, String> VARIABLES = Map.of("data", "EINVOICING_DATA", "port", "EINVOICING_PORT");

    private Options() {}

    static void addData(Subparser parser) {
        parser.addArgument("--data").metavar("DIR").help("folder for database, vault and documents");
    }

    static void addPort(Subparser parser, String help) {
        parser.addArgument("--port").metavar("P").type(Integer.class).help(help);
    }

    static Argument addConfiguration(Subparser parser) {
        return parser.addArgument("--config")
                .dest("file")
                .metavar("FILE")
                .setDefault(EinvoicingApplication.BUILT_IN_CONFIGURATION)
                .help("YAML configuration");
    }

    /** Passes what the command line says on to the configuration. */
    static void override(Settings settings, Namespace options) {
        VARIABLES.forEach((option, variable) -> {
            Object value = options.get(option);
            if (value != null) {
                settings.override(variable, value.toString());
            }
        });
    }
}
