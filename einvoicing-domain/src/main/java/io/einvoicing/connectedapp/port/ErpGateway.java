package io.einvoicing.connectedapp.port;

import io.einvoicing.connectedapp.ErpException;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.SecretValue;
import java.net.URI;
import java.util.Optional;

/**
 * Reads and writes application setups in ERP instances. Thread-safe; each call takes a bounded time. Every call to an instance throws
 * {@link ErpException} if it was not done.
 */
public interface ErpGateway {
    /** Reaches nothing, for applications that connect none. */
    ErpGateway NONE = new ErpGateway() {
        private static final String NOT_SET_UP = "this service is not set up to call connected applications";

        @Override
        public Optional<Finding> refusal(URI applicationUrl) {
            return Optional.of(Finding.error("applicationUrl", NOT_SET_UP, "have its operator set it up"));
        }

        @Override
        public void check(Connection connection) {
            throw unreachable();
        }

        @Override
        public Optional<Current> read(Connection connection, ApplicationSetup.Key key) {
            throw unreachable();
        }

        @Override
        public void write(Connection connection, ApplicationSetup setup, Optional<Current> seen) {
            throw unreachable();
        }

        private ErpException unreachable() {
            return new ErpException(ErpException.Problem.UNREACHABLE, NOT_SET_UP);
        }
    };

    /** Returns why this service never calls the address, whatever it is; empty if it does. */
    Optional<Finding> refusal(URI applicationUrl);

    /** Passes if the application accepts the credentials for reading application setups. */
    void check(Connection connection);

    /** Returns the application's setup; empty if it has none for the table and context. */
    Optional<Current> read(Connection connection, ApplicationSetup.Key key);

    /**
     * Writes an application setup, all of it or nothing. Repeatable.
     *
     * @param seen what was read before; empty = it did not exist. If it is another meanwhile, nothing is written:
     *     {@link ErpException.Problem#CHANGED_MEANWHILE}
     */
    void write(Connection connection, ApplicationSetup setup, Optional<Current> seen);

    /**
     * Where to call and as whom.
     *
     * @param applicationUrl without a slash at the end
     * @param directoryTenant tenant id or domain name of the directory that gives the token
     * @param clientId id of the client
     * @param secret the client's current secret
     */
    record Connection(URI applicationUrl, String directoryTenant, String clientId, SecretValue secret) {}

    /**
     * A setup as it is in the application.
     *
     * @param setup its content
     * @param version names this state, where the application has such names
     */
    record Current(ApplicationSetup setup, Optional<String> version) {}
}
