package io.einvoicing.testkit.memory;

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
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files in memory, in as many containers as are named; can be told to be down. Thread-safe.
 *
 * <p>The bytes are kept as given, not copied.
 */
public final class InMemoryDocumentStore implements DocumentStore, ContainerInspector {
    private final Map<Container, Map<String, DocumentContent>> containers = new ConcurrentHashMap<>();
    private final Set<Container> expired = ConcurrentHashMap.newKeySet();
    private final Map<Container, Instant> expiries = new ConcurrentHashMap<>();
    private volatile boolean down;

    /** Makes every call fail until {@link #comeUp}. */
    public void goDown() {
        down = true;
    }

    /** Ends what {@link #goDown} began; the files are still there. */
    public void comeUp() {
        down = false;
    }

    /** Makes every call on the container fail from now on, as an expired SAS URL does. */
    public void expire(Container container) {
        expired.add(container);
    }

    /** Returns the files of a container by name, a copy. */
    public Map<String, DocumentContent> files(Container container) {
        return Map.copyOf(containers.getOrDefault(container, Map.of()));
    }

    /** Forgets every file, for a benchmark that would else fill the memory. */
    public void clear() {
        containers.clear();
    }

    @Override
    public void store(Container container, String name, DocumentContent content) {
        DocumentContent stored = reach(container, name).putIfAbsent(name, content);
        if (stored != null && !Arrays.equals(stored.bytes(), content.bytes())) {
            throw new DocumentConflictException(name, "other content is stored as " + name, null);
        }
    }

    @Override
    public byte[] read(Container container, String name) {
        @Nullable DocumentContent stored = reach(container, name).get(name);
        if (stored == null) {
            throw new DocumentNotFoundException(name, "no file " + name, null);
        }
        return stored.bytes();
    }

    @Override
    public ContainerState inspect(Container container) {
        if (down) {
            throw new DocumentStoreUnavailableException("", "the storage is down", null);
        }
        boolean refused = expired.contains(container);
        return new ContainerState(
                container.address(),
                Optional.ofNullable(expiries.get(container)),
                Set.of(),
                refused
                        ? List.of(Finding.error(
                                ContainerState.FIELD,
                                "the storage refuses access",
                                "put a new SAS URL into the storage secret"))
                        : List.of(),
                refused
                        ? List.of()
                        : containers.getOrDefault(container, Map.of()).keySet().stream()
                                .filter(name -> !ContainerState.isOwn(name))
                                .sorted()
                                .limit(ContainerState.MAX_UNDECLARED)
                                .toList());
    }

    /** Tells an inspection when access to the container ends. */
    public void expiresAt(Container container, Instant end) {
        expiries.put(container, end);
    }

    private Map<String, DocumentContent> reach(Container container, String name) {
        DocumentName.require(name);
        if (down) {
            throw new DocumentStoreUnavailableException(name, "the storage is down", null);
        }
        if (!expired.isEmpty() && expired.contains(container)) {
            throw DocumentStoreUnavailableException.refused(name, "access to the container has expired", null);
        }
        @Nullable Map<String, DocumentContent> files = containers.get(container);
        return files != null ? files : containers.computeIfAbsent(container, key -> new ConcurrentHashMap<>());
    }
}
