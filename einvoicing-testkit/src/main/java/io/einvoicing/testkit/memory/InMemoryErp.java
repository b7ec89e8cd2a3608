package io.einvoicing.testkit.memory;

import io.einvoicing.connectedapp.ErpException;
import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.connectedapp.port.ErpGateway;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.SecretValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One ERP instance in memory with the directory that it belongs to. Thread-safe. */
public final class InMemoryErp implements ErpGateway {
    /** The instance's address. */
    public static final URI URL = URI.create("https://contoso.operations.dynamics.example");

    /** The directory that knows its client. */
    public static final String DIRECTORY = "contoso.onmicrosoft.example";

    /** The client that may read and write setups. */
    public static final String CLIENT = "3b1f9f1e-5a53-4b8a-9f0e-6f2d0d1a7c11";

    /** The client's secret. */
    public static final String SECRET = "the-client's-secret";

    private record Stored(ApplicationSetup setup, int version) {}

    private final Map<ApplicationSetup.Key, Stored> setups = new LinkedHashMap<>();
    private final Map<ApplicationSetup.Key, Problem> writeFaults = new LinkedHashMap<>();
    private final List<ApplicationSetup.Key> written = new ArrayList<>();
    private @Nullable Problem fault;

    /** Returns how this instance is reached. */
    public static Connection connection() {
        return new Connection(URL, DIRECTORY, CLIENT, new SecretValue(SECRET));
    }

    /** Makes every call fail from now on. */
    public synchronized void failWith(Problem problem) {
        fault = problem;
    }

    /** Makes writing of this setup fail from now on. */
    public synchronized void failToWrite(ApplicationSetup.Key key, Problem problem) {
        writeFaults.put(key, problem);
    }

    /** Ends all faults. */
    public synchronized void recover() {
        fault = null;
        writeFaults.clear();
    }

    /** Sets a setup as an administrator of the ERP does. */
    public synchronized void put(ApplicationSetup setup) {
        Stored before = setups.get(setup.key());
        setups.put(setup.key(), new Stored(setup, before == null ? 1 : before.version() + 1));
    }

    /** Returns a setup as it is in the ERP. */
    public synchronized Optional<ApplicationSetup> stored(ApplicationSetup.Key key) {
        return Optional.ofNullable(setups.get(key)).map(Stored::setup);
    }

    /** Returns which setups were written through the gateway, in order. */
    public synchronized List<ApplicationSetup.Key> written() {
        return List.copyOf(written);
    }

    @Override
    public Optional<Finding> refusal(URI applicationUrl) {
        return String.valueOf(applicationUrl.getHost()).endsWith(".example")
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "applicationUrl",
                        "the address is not allowed",
                        "choose another, or have the operator allow it"));
    }

    @Override
    public synchronized void check(Connection connection) {
        admit(connection);
    }

    @Override
    public synchronized Optional<Current> read(Connection connection, ApplicationSetup.Key key) {
        admit(connection);
        return Optional.ofNullable(setups.get(key))
                .map(stored -> new Current(stored.setup(), Optional.of(Integer.toString(stored.version()))));
    }

    @Override
    public synchronized void write(Connection connection, ApplicationSetup setup, Optional<Current> seen) {
        admit(connection);
        Problem refused = writeFaults.get(setup.key());
        if (refused != null) {
            throw new ErpException(refused, "the ERP in memory was told to answer " + refused);
        }
        Optional<String> version =
                Optional.ofNullable(setups.get(setup.key())).map(stored -> Integer.toString(stored.version()));
        if (!version.equals(seen.flatMap(Current::version))) {
            throw new ErpException(Problem.CHANGED_MEANWHILE, "the setup was changed meanwhile");
        }
        put(setup);
        written.add(setup.key());
    }

    private void admit(Connection connection) {
        if (fault != null) {
            throw new ErpException(fault, "the ERP in memory was told to answer " + fault);
        }
        if (!connection.directoryTenant().equals(DIRECTORY)) {
            throw new ErpException(Problem.WRONG_TENANT, "there is no directory " + connection.directoryTenant());
        }
        if (!connection.clientId().equals(CLIENT) || !connection.secret().equals(new SecretValue(SECRET))) {
            throw new ErpException(Problem.WRONG_CREDENTIALS, "the directory does not know the client and its secret");
        }
        if (!connection.applicationUrl().equals(URL)) {
            throw new ErpException(Problem.UNREACHABLE, "nothing answers at " + connection.applicationUrl());
        }
    }
}
