package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line answers to what cannot work: a sentence, never a stack. */
class CommandLineTest {
    private static final String TENANT = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";

    @TempDir
    private static Path data;

    @Test
    void wrongOptionsAreToldWithTheUsageOfTheCommand() throws Exception {
        assertThat(refusedUsage("demo", "--port", "99999"))
                .contains("must be a number from 0 to 65535, was \"99999\"")
                .contains("./einvoicing demo [OPTION...]");
        assertThat(refusedUsage("token", "--tenant", "x", "--user", "u", "--role", "submit"))
                .contains("tenant id must be a UUID")
                .contains("./einvoicing token --tenant T --user U --role R,... [OPTION...]");
        assertThat(refusedUsage("token", "--tenant", TENANT, "--user", "u", "--role", "submit,boss"))
                .contains("there is no role \"boss\": choose from configure, submit, usage, operate");
        assertThat(refusedUsage("serve", "--frob")).contains("--frob").contains("./einvoicing serve [OPTION...]");
    }

    @Test
    void aBenchmarkThatDoesNotExistIsRefusedBeforeAnythingIsBuilt() throws Exception {
        Path launcher = Path.of("../einvoicing");
        assumeTrue(Files.isExecutable(launcher) && Files.isExecutable(Path.of("/bin/sh")), "needs the launcher and sh");
        for (List<String> wrong : List.of(List.of("bench", "nothing"), List.of("bench"))) {
            List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
            command.addAll(wrong);
            Process bench =
                    new ProcessBuilder(command).redirectErrorStream(true).start();

            assertThat(new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("usage: ./einvoicing bench NAME [OPTION...] [--json], where NAME is engine, flows,"
                            + " signature, usage or validation\n");
            assertThat(bench.waitFor()).isEqualTo(2);
        }
    }

    @Test
    void missingAndFaultyConfigurationIsToldInASentence() throws Exception {
        assertThat(failure("serve", "--config", "/nowhere.yml")).isEqualTo("einvoicing: File /nowhere.yml not found");
        assertThat(failure(Map.of("EINVOICING_FLOW_WORKERS", "many"), "serve"))
                .contains("workers")
                .doesNotContain("\tat ");
    }

    @Test
    void wrongPluginsAreToldInASentenceBeforeAnythingIsCreated() throws Exception {
        Path folder = data.resolve("never");
        String missing = data.resolve("missing").toString();

        assertThat(failure(Map.of("EINVOICING_PLUGINS", missing), "serve", "--data", folder.toString()))
                .contains("einvoicing: EINVOICING_PLUGINS (setting plugins) must name a folder with jars")
                .contains(missing)
                .doesNotContain("\tat ");
        assertThat(folder).doesNotExist();
    }

    @Test
    void usedDataFolderIsToldInASentence() throws Exception {
        Path used = data.resolve("used");
        try (EmbeddedDatabase other = EmbeddedDatabase.start(used.resolve("postgresql"))) {
            assertThat(other.url()).isNotEmpty();
            assertThat(failure("serve", "--data", used.toString()))
                    .contains("einvoicing: PostgreSQL does not start in " + used)
                    .contains("another einvoicing process uses the folder")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void usedPortIsToldInASentenceAndTheDataFolderIsFreeAgain() throws Exception {
        Path folder = data.resolve("port");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            assertThat(failure("serve", "--dev", "--port", port, "--data", folder.toString()))
                    .contains("einvoicing: Failed to bind to")
                    .contains(port)
                    .endsWith("stop what listens there, or choose another port with --port")
                    .doesNotContain("\tat ");
        }
        try (EmbeddedDatabase next = EmbeddedDatabase.start(folder.resolve("postgresql"))) {
            assertThat(next.url()).isNotEmpty();
        }
    }

    private static String refusedUsage(String... arguments) throws Exception {
        return run(2, Map.of(), arguments);
    }

    private static String failure(String... arguments) throws Exception {
        return run(1, Map.of(), arguments);
    }

    private static String failure(Map<String, String> variables, String... arguments) throws Exception {
        return run(1, variables, arguments);
    }

    /** Runs the command as {@code Main} does, without the exit; returns what it tells on standard error. */
    private static String run(int exitCode, Map<String, String> variables, String... arguments) throws Exception {
        PrintStream console = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        EinvoicingApplication application = new EinvoicingApplication(new Settings(variables));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            application.run(arguments);
        } finally {
            System.setErr(console);
        }
        assertThat(application.exitCode()).isEqualTo(exitCode);
        return errors.toString(StandardCharsets.UTF_8).strip();
    }
}
