package io.einvoicing.benchmarks.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file system of its own in memory, which can be filled; mounting it needs the right to. */
final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[1 << 16];

    private final Path folder;
    private final Thread hook = new Thread(this::unmount, "small-disk-exit");
    private boolean mounted;

    /**
     * Mounts the disk.
     *
     * @param folder an existing folder
     * @throws IOException if it cannot be mounted
     */
    SmallDisk(Path folder, int megabytes) throws IOException {
        this.folder = folder;
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=700", "tmpfs", folder.toString());
        this.mounted = true;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Takes all space that is left. */
    void fill() {
        try (OutputStream ballast =
                Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                ballast.write(BLOCK);
            }
        } catch (IOException full) {
            // Nothing more fits, as it should be.
        }
    }

    /** Gives the taken space back. */
    void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(Arrays.toString(command) + " failed: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + Arrays.toString(command), e);
        }
    }

    private synchronized void unmount() {
        if (mounted) {
            mounted = false;
            try {
                // At once for everybody who looks, and in fact when the last process that uses it has ended.
                run("umount", "--lazy", folder.toString());
            } catch (IOException e) {
                System.err.println("a disk stays mounted: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        unmount();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
