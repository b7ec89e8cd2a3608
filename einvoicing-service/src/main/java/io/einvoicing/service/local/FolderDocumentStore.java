package io.einvoicing.service.local;

import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerState;
import io.einvoicing.document.DocumentConflictException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentName;
import io.einvoicing.document.DocumentNotFoundException;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.kernel.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps files in local folders, each container a folder addressed by its {@code file:} URI. Thread-safe, also across processes.
 *
 * <p>A file appears under its name whole and on disk, or not at all: it is written and forced under another name, then linked to
 * its own, which the file system refuses if that exists. Media types are not kept.
 */
public final class FolderDocumentStore implements DocumentStore, ContainerInspector {
    private final LocalFolders folders;

    /** @param root the folder in which containers may lie */
    public FolderDocumentStore(Path root) {
        this.folders = new LocalFolders(root);
    }

    @Override
    public void store(Container container, String name, DocumentContent content) {
        DocumentName.require(name);
        try {
            Path folder = resolve(container);
            Path file = LocalFolders.inside(folder, name);
            createParents(file);
            if (!create(file, content.bytes()) && !Arrays.equals(Files.readAllBytes(file), content.bytes())) {
                throw new DocumentConflictException(name, "the folder holds other content as " + name, null);
            }
        } catch (IOException e) {
            throw new DocumentStoreUnavailableException(name, "cannot store " + name + " in the container's folder", e);
        }
    }

    @Override
    public byte[] read(Container container, String name) {
        DocumentName.require(name);
        try {
            Path file = LocalFolders.inside(resolve(container), name);
            try {
                return Files.readAllBytes(file);
            } catch (NoSuchFileException e) {
                throw new DocumentNotFoundException(name, "the folder holds no file " + name, e);
            }
        } catch (IOException e) {
            throw new DocumentStoreUnavailableException(
                    name, "cannot read " + name + " from the container's folder", e);
        }
    }

    @Override
    public ContainerState inspect(Container container) {
        try {
            Path folder = resolve(container);
            try (Stream<Path> entries = Files.list(folder)) {
                return new ContainerState(
                        container.address(),
                        Optional.empty(),
                        Set.of(),
                        List.of(),
                        entries.map(entry -> entry.getFileName() + (Files.isDirectory(entry) ? "/" : ""))
                                .filter(name -> !ContainerState.isOwn(name))
                                .sorted()
                                .limit(ContainerState.MAX_UNDECLARED)
                                .toList());
            }
        } catch (AccessDeniedException e) {
            return new ContainerState(
                    "",
                    Optional.empty(),
                    Set.of(),
                    List.of(Finding.error(
                            ContainerState.FIELD,
                            "the container's folder is not accessible: it must lie directly in the service's folder for local storage, and be named by its own path",
                            "write the file: URI of such a folder into the storage secret")),
                    List.of());
        } catch (IOException | UncheckedIOException e) {
            throw new DocumentStoreUnavailableException("", "cannot list the container's folder", e);
        }
    }

    private Path resolve(Container container) throws IOException {
        try {
            return folders.resolve(URI.create(container.url().reveal()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the storage secret must hold a folder's file: URI");
        }
    }

    /** Creates missing folders on the way and forces each one's entry to disk. */
    private static void createParents(Path file) throws IOException {
        Path parent = LocalFolders.parent(file);
        if (!Files.isDirectory(parent)) {
            createParents(parent);
            LocalFolders.create(parent);
            LocalFolders.force(LocalFolders.parent(parent));
        }
    }

    /** Returns false if the file exists. */
    private static boolean create(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        Path temporary = LocalFolders.writeTemporary(LocalFolders.parent(file), bytes);
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
        LocalFolders.force(LocalFolders.parent(file));
        return true;
    }
}
