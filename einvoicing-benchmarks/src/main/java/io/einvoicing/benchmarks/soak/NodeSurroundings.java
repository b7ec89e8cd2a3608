package io.einvoicing.benchmarks.soak;

import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.service.Surroundings;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The surroundings of one node, as bad as ordered. Thread-safe. */
final class NodeSurroundings {
    /** What a document holds that kills the process which reads it. */
    static final String POISON = "kills-its-worker";

    private static final Duration SLOW = Duration.ofMillis(700);

    /** How storage or vault behave. */
    enum State {
        FINE,
        SLOW,
        /** Nothing is done. */
        DOWN,
        /** The token has expired. */
        EXPIRED,
        /** Everything is done, and the answer gets lost. */
        MUTE
    }

    private volatile Duration clockOffset = Duration.ZERO;
    private volatile State storage = State.FINE;
    private volatile State vault = State.FINE;

    /** Takes an order: {@code clock PT1H}, {@code storage SLOW} or {@code vault DOWN}. */
    void obey(String order) {
        String[] words = order.split(" ");
        switch (words[0]) {
            case "clock" -> clockOffset = Duration.parse(words[1]);
            case "storage" -> storage = State.valueOf(words[1]);
            case "vault" -> vault = State.valueOf(words[1]);
            default -> throw new IllegalArgumentException("there is no order \"" + order + "\"");
        }
    }

    Surroundings surroundings() {
        InstantSource real = Surroundings.REAL.clock();
        return new Surroundings(() -> now(real), BadStore::new, BadVault::new);
    }

    private Instant now(InstantSource real) {
        return real.instant().plus(clockOffset);
    }

    private final class BadStore implements DocumentStore {
        private final DocumentStore real;

        BadStore(DocumentStore real) {
            this.real = real;
        }

        @Override
        public void store(Container container, String name, DocumentContent content) {
            before(name);
            real.store(container, name, content);
            after(name);
        }

        @Override
        public byte[] read(Container container, String name) {
            before(name);
            byte[] bytes = real.read(container, name);
            if (new String(bytes, StandardCharsets.UTF_8).contains(POISON)) {
                Runtime.getRuntime().halt(137);
            }
            after(name);
            return bytes;
        }

        private void before(String name) {
            if (storage == State.DOWN) {
                throw new DocumentStoreUnavailableException(name, "the storage is down", null);
            }
            if (storage == State.EXPIRED) {
                throw DocumentStoreUnavailableException.refused(name, "the token has expired", null);
            }
            if (storage == State.SLOW) {
                LockSupport.parkNanos(SLOW.toNanos());
            }
        }

        private void after(String name) {
            if (storage == State.MUTE) {
                throw new DocumentStoreUnavailableException(name, "the storage's answer got lost", null);
            }
        }
    }

    private final class BadVault implements SecretVault {
        private final SecretVault real;

        BadVault(SecretVault real) {
            this.real = real;
        }

        @Override
        public SecretValue secret(URI address, String name) {
            check(address, name);
            return real.secret(address, name);
        }

        @Override
        public VaultCertificate certificate(URI address, String name) {
            check(address, name);
            return real.certificate(address, name);
        }

        @Override
        public List<VaultObjectState> objects(URI address) {
            check(address, "");
            return real.objects(address);
        }

        private void check(URI address, String name) {
            if (vault == State.SLOW) {
                LockSupport.parkNanos(SLOW.toNanos());
            } else if (vault != State.FINE) {
                throw new VaultUnavailableException(address, name, "the vault is down", null);
            }
        }
    }
}
