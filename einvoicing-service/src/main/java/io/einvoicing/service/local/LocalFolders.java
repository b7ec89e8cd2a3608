package io.einvoicing.service.local;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * The part of the file system that customers' settings may name: the folders directly in one folder, no symbolic links.
 * Without this border a setting could make any file of the machine a secret.
 */
final class LocalFolders {
    private static final FileAttribute<?>[] OWNER_ONLY = ownerOnly("rwx------");
    private static final FileAttribute<?>[] OWNER_ONLY_FILE = ownerOnly("rw-------");

    private final Path root;

    LocalFolders(Path root) {
        this.root = root;
    }

    /**
     * Returns the existing folder that the URI names: one directly in the root, by its own path. Another way to it, or a folder within
     * another tenant's, would pass for a place of its own.
     *
     * @throws AccessDeniedException if it is not
     * @throws IOException if there is no such folder
     */
    Path resolve(URI folder) throws IOException {
        Path path = path(folder).normalize();
        Path real = path.toRealPath();
        Path expected = root.toRealPath();
        if (!expected.equals(real.getParent()) || !real.equals(path)) {
            throw new AccessDeniedException(path.toString(), null, "is no folder directly in " + expected);
        }
        if (!Files.isDirectory(real)) {
            throw new FileSystemException(path.toString(), null, "is not a folder");
        }
        return real;
    }

    private static Path path(URI folder) throws IOException {
        try {
            if ("file".equalsIgnoreCase(folder.getScheme())) {
                return Path.of(folder);
            }
        } catch (IllegalArgumentException e) {
            // Told below: a relative file: URI, or one with a host.
        }
        throw new IOException("the address must be a folder's file: URI");
    }

    /**
     * Returns the path of a file below the resolved folder, whether it exists or not.
     *
     * @throws AccessDeniedException if a symbolic link leads out of the folder
     */
    static Path inside(Path folder, String relative) throws IOException {
        Path file = folder.resolve(relative);
        Path existing = file;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = parent(existing);
        }
        try {
            if (existing.toRealPath().startsWith(folder)) {
                return file;
            }
        } catch (NoSuchFileException e) {
            // A link to nowhere: refused as any link that leads out.
        }
        throw new AccessDeniedException(file.toString(), null, "a symbolic link leads out of the folder");
    }

    /** Returns the folder that holds the file; no file here is a file system's root. */
    static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file lies in a folder");
    }

    /** Creates the folder and its missing parents, each accessible to the owner alone where the file system can say so. */
    static void create(Path folder) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY);
    }

    /** Writes a file of a unique name into the folder, forced to disk and accessible to the owner alone where possible. */
    static Path writeTemporary(Path folder, byte[] bytes) throws IOException {
        Path file = Files.createTempFile(folder, ".new-", "", OWNER_ONLY_FILE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file); // Or a full disk would fill with what did not fit.
            throw e;
        }
        return file;
    }

    /** Forces a folder's entries to disk, so that a new name survives a power failure. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
