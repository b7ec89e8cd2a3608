package io.einvoicing.service.command;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.cli.Cli;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.service.EinvoicingApplication;
import io.einvoicing.service.Settings;
import io.einvoicing.service.WrongConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Map;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.ArgumentType;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * Options that several commands share; each overrides the environment variable of the same meaning. A help text has at most 50
 * characters, the default included: a longer one is broken, and its words are spread over the width.
 */
final class Options {
    private static final Map<String, String> VARIABLES = Map.of("data", "EINVOICING_DATA", "port", "EINVOICING_PORT");

    private static final int LARGEST_PORT = 65_535;

    private Options() {}

    static void addData(Subparser parser) {
        parser.addArgument("--data").metavar("DIR").help("folder for database, vault and documents");
    }

    static void addPort(Subparser parser, String help) {
        parser.addArgument("--port").metavar("P").type(parsed(Options::port)).help(help);
    }

    static Argument addConfiguration(Subparser parser) {
        return parser.addArgument("--config")
                .dest("file")
                .metavar("FILE")
                .setDefault(EinvoicingApplication.BUILT_IN_CONFIGURATION)
                .help("YAML configuration");
    }

    /**
     * Returns how a command's usage begins.
     *
     * @param required the options that the command cannot do without
     */
    static String usage(String command, String... required) {
        return "./einvoicing " + command + " " + String.join(" ", required) + (required.length == 0 ? "" : " ")
                + "[OPTION...]";
    }

    /** Returns the type of an argument whose faults are told by the messages of what reads it. */
    static <T> ArgumentType<T> parsed(Function<String, T> reader) {
        return (parser, argument, value) -> {
            try {
                return reader.apply(value);
            } catch (IllegalArgumentException e) {
                throw new ArgumentParserException(e.getMessage(), e, parser, argument);
            }
        };
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > LARGEST_PORT) {
            throw new IllegalArgumentException("must be a number from 0 to " + LARGEST_PORT + ", was \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    /** Tells in one sentence what the user can put right, and anything else with its stack. */
    static void tell(Cli cli, Throwable failure) {
        // Jetty wraps what keeps it from listening.
        Throwable error = failure.getClass() == RuntimeException.class && failure.getCause() instanceof IOException io
                ? io
                : failure;
        if (error instanceof ConfigurationException
                || error instanceof WrongConfigurationException
                || error instanceof IOException
                || error instanceof UncheckedIOException
                || error instanceof StoreUnavailableException) {
            Throwable root = error;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String message = String.valueOf(error.getMessage()).strip();
            String cause = String.valueOf(root.getMessage());
            String remedy = root instanceof BindException
                    ? ": stop what listens there, or choose another port with --port"
                    : "";
            cli.getStdErr()
                    .println("einvoicing: " + message + (message.contains(cause) ? "" : " (" + cause + ")") + remedy);
        } else {
            error.printStackTrace(cli.getStdErr());
        }
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
