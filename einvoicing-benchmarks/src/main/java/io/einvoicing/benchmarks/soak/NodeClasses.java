package io.einvoicing.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An archive of the classes that a node loads (class data sharing): a node that was killed is up again with almost a third less
 * of the processors' time, which is most of what many kills cost.
 */
final class NodeClasses {
    private static final Duration LONGEST_DUMP = Duration.ofMinutes(3);

    private NodeClasses() {}

    /**
     * Starts a node once to see what it loads, and archives that.
     *
     * @param folder where everything is kept; new or empty
     * @return the options with which a node's JVM uses the archive
     * @throws IOException when the node does not start or the JVM makes no archive
     */
    static List<String> archive(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path list = folder.resolve("classes.txt");
        Path archive = folder.resolve("classes.jsa");
        loadedByANode(folder, list);
        // Without the classes of lambdas, at which JDK 17 crashes while it archives.
        Files.write(
                list,
                Files.readAllLines(list).stream()
                        .filter(line -> !line.startsWith("@"))
                        .toList());
        List<String> command = List.of(
                SoakWorld.java(),
                "-XX:+UseSerialGC",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                SoakWorld.CLASS_PATH);
        Process dump = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("archive.log").toFile())
                .start();
        if (!dump.waitFor(LONGEST_DUMP.toSeconds(), TimeUnit.SECONDS) || dump.exitValue() != 0) {
            dump.destroyForcibly();
            throw new IOException("no archive of classes; see " + folder.resolve("archive.log"));
        }
        return List.of("-XX:SharedArchiveFile=" + archive);
    }

    private static void loadedByANode(Path folder, Path list) throws IOException, GeneralSecurityException {
        Path trust = Files.createDirectories(folder).resolve("trust.p12");
        new AuthorityCertificates().writeTrust(trust);
        SoakWorld.Size size = new SoakWorld.Size(
                1, Duration.ofSeconds(3), Duration.ofSeconds(1), Map.of(), List.of("-XX:DumpLoadedClassList=" + list));
        NodeProcess node = new NodeProcess(
                SoakWorld.command(trust, size),
                SoakWorld.environment(Files.createDirectory(folder.resolve("data")), size),
                folder.resolve("node.log"));
        try {
            node.awaitUp();
        } finally {
            node.terminate(); // Not killed: it writes the list as it ends.
        }
    }
}
