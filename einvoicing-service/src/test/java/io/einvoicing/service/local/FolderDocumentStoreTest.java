package io.einvoicing.service.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.contract.DocumentStoreContract;
import io.einvoicing.vault.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderDocumentStoreTest extends DocumentStoreContract {
    @TempDir
    private Path temp;

    private Path root;
    private FolderDocumentStore store;

    @BeforeEach
    void createFolders() throws IOException {
        root = Files.createDirectory(temp.resolve("data"));
        Files.createDirectory(root.resolve("first"));
        Files.createDirectory(root.resolve("second"));
        store = new FolderDocumentStore(root);
    }

    @Override
    protected DocumentStore store() {
        return store;
    }

    @Override
    protected Container container() {
        return container(root.resolve("first"));
    }

    @Override
    protected Container otherContainer() {
        return container(root.resolve("second"));
    }

    @Override
    protected Container inaccessibleContainer() {
        return container(temp);
    }

    @Override
    protected Container unreachableContainer() {
        return container(root.resolve("unmounted"));
    }

    @Test
    void leavesOnlyTheFileItself() throws IOException {
        store.store(container(), "a/b.xml", xml("<a/>"));
        store.store(container(), "a/b.xml", xml("<a/>"));

        try (Stream<Path> files = Files.list(root.resolve("first/a"))) {
            assertThat(files).containsExactly(root.resolve("first/a/b.xml"));
        }
    }

    @Test
    void letsNobodyButTheOwnerReadWhatItStores() throws IOException {
        store.store(container(), "a/b.xml", xml("<a/>"));

        assertThat(permissions(root.resolve("first/a"))).isEqualTo("rwx------");
        assertThat(permissions(root.resolve("first/a/b.xml"))).isEqualTo("rw-------");
    }

    @Test
    void followsNoSymbolicLinkOutOfTheContainer() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("a.xml"), "<outside/>");
        Files.createSymbolicLink(root.resolve("first/link"), outside);
        Files.createSymbolicLink(root.resolve("first/link.xml"), outside.resolve("a.xml"));
        Files.createSymbolicLink(root.resolve("first/dangling.xml"), outside.resolve("new.xml"));

        for (String name : List.of("link/a.xml", "link/new.xml", "link.xml", "dangling.xml")) {
            assertThatThrownBy(() -> store.read(container(), name))
                    .isInstanceOf(DocumentStoreUnavailableException.class);
            assertThatThrownBy(() -> store.store(container(), name, xml("<a/>")))
                    .isInstanceOf(DocumentStoreUnavailableException.class);
        }
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).containsExactly(outside.resolve("a.xml"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a uri",
                "https://store.example/c",
                "file:relative",
                "file:///",
                "file://host/x",
                "mailto:a@b"
            })
    void takesNoContainerOutsideItsRoot(String url) {
        Container container = new Container(new SecretValue(url));

        assertThatThrownBy(() -> store.store(container, "a.xml", xml("<a/>")))
                .isInstanceOf(DocumentStoreUnavailableException.class);
        assertThatThrownBy(() -> store.read(container, "a.xml")).isInstanceOf(DocumentStoreUnavailableException.class);
    }

    private static Container container(Path folder) {
        return new Container(new SecretValue(folder.toUri().toString()));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static DocumentContent xml(String text) {
        return new DocumentContent("application/xml", text.getBytes(UTF_8));
    }
}
