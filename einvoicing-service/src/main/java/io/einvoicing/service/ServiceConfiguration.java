package io.einvoicing.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceEndpoint;
import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.flow.FlowLimits;
import io.einvoicing.flow.FlowPolicy;
import io.einvoicing.health.HealthPolicy;
import io.einvoicing.http.call.HostLimits;
import io.einvoicing.http.erp.TokenAuthority;
import io.einvoicing.http.notification.MailServer;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.Vaults;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The service's configuration as the YAML file gives it; docs/configuration.md explains every setting. */
public final class ServiceConfiguration extends Configuration {
    @JsonProperty
    private String data = "~/.einvoicing";

    @JsonProperty
    private String plugins = "";

    @JsonProperty
    private Database database = new Database("", "", "", 16);

    @JsonProperty
    private Access access = new Access(false, "", List.of(), Optional.empty(), List.of());

    @JsonProperty
    private String geography = "";

    @JsonProperty
    private List<Endpoint> endpoints = List.of();

    @JsonProperty
    private Limits limits = new Limits(20_000_000);

    @JsonProperty
    private Outbound outbound = new Outbound(Set.of(), Set.of(), List.of());

    @JsonProperty
    private Flow flow = new Flow(
            16,
            Duration.ofMillis(100),
            new FlowLimits(12, 12),
            FlowDispatcher.Settings.DEFAULT.lease(),
            FlowPolicy.DEFAULT.longestOutageWait(),
            FlowDispatcher.Settings.DEFAULT.drain(),
            Duration.ZERO,
            HostLimits.DEFAULT);

    @JsonProperty
    private Mail mail = new Mail("", 587, MailServer.Security.STARTTLS, "", "", "");

    @JsonProperty
    private Erp erp = new Erp("");

    @JsonProperty
    private Usage usage = new Usage(Duration.ofSeconds(1));

    @JsonProperty
    private CustomerVaults vaults = new CustomerVaults(
            Vaults.STANDARD_CACHE_AGE, HealthPolicy.DEFAULT.interval(), HealthPolicy.DEFAULT.oldAfter());

    @JsonProperty
    private Tracing tracing = new Tracing(1, Set.of());

    /** Returns the folder for everything that the embedded default keeps. */
    public Path data() {
        String home = System.getProperty("user.home");
        return Path.of(data.equals("~") || data.startsWith("~/") ? home + data.substring(1) : data)
                .toAbsolutePath()
                .normalize();
    }

    /** Returns the folder with the jars of vendors' action types. */
    public Optional<Path> plugins() {
        return plugins.isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(plugins).toAbsolutePath());
    }

    public Database database() {
        return database;
    }

    public Access access() {
        return access;
    }

    /**
     * Returns which service serves which geography: the four standard ones, with what is configured in their place or beside them.
     *
     * @throws IllegalArgumentException if a geography or an address cannot be right
     */
    public EndpointDirectory directory() {
        Map<Geography, ServiceEndpoint> directory = new LinkedHashMap<>();
        EndpointDirectory.STANDARD.endpoints().forEach(each -> directory.put(each.geography(), each));
        Set<Geography> configured = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            ServiceEndpoint next =
                    new ServiceEndpoint(new Geography(endpoint.geography()), endpoint.name(), endpoint.url());
            if (!configured.add(next.geography())) {
                throw new IllegalArgumentException("endpoints: geography " + next.geography() + " is there twice");
            }
            directory.put(next.geography(), next);
        }
        return new EndpointDirectory(
                List.copyOf(directory.values()),
                geography.isEmpty() ? Optional.empty() : Optional.of(new Geography(geography)));
    }

    public Limits limits() {
        return limits;
    }

    public Outbound outbound() {
        return outbound;
    }

    public Flow flow() {
        return flow;
    }

    public Mail mail() {
        return mail;
    }

    public Erp erp() {
        return erp;
    }

    public Usage usage() {
        return usage;
    }

    public CustomerVaults vaults() {
        return vaults;
    }

    public Tracing tracing() {
        return tracing;
    }

    /**
     * The PostgreSQL server.
     *
     * @param url JDBC URL; empty starts PostgreSQL embedded in the data folder
     * @param user its user
     * @param password the user's password
     * @param connections most connections held, positive
     */
    public record Database(String url, String user, String password, int connections) {
        @Override
        public String toString() {
            return "Database[" + url + ", " + user + "]";
        }
    }

    /**
     * Whose access tokens are trusted.
     *
     * @param development whether tokens of the development issuer, whose key lies in the data folder, are trusted instead
     * @param issuer the {@code iss} claim; {@code {tenantid}} in it stands for the token's tenant
     * @param audiences accepted {@code aud} claims
     * @param keys address of the issuer's JWK set
     * @param operatorTenants organizations whose tokens may bear the role operate
     */
    public record Access(
            boolean development,
            String issuer,
            List<String> audiences,
            Optional<URI> keys,
            List<String> operatorTenants) {
        public Access {
            operatorTenants = List.copyOf(operatorTenants);
            audiences = List.copyOf(audiences);
        }
    }

    /**
     * Where the service of a geography is reached.
     *
     * @param geography its id, such as {@code EUROPE}
     * @param name of the geography, for people
     * @param url address of the service
     */
    public record Endpoint(String geography, String name, URI url) {}

    /**
     * Limits of requests.
     *
     * @param maxDocumentBytes largest accepted business document
     */
    public record Limits(long maxDocumentBytes) {}

    /**
     * Where outbound calls may go.
     *
     * @param hosts the only hosts; empty = every public host
     * @param plainTextHosts hosts that may be called without TLS
     * @param privateEndpoints what may be reached although it is not public, such as {@code 10.1.0.0/16} or {@code erp.internal:8443}
     */
    public record Outbound(Set<String> hosts, Set<String> plainTextHosts, List<String> privateEndpoints) {
        public Outbound {
            hosts = Set.copyOf(hosts);
            plainTextHosts = Set.copyOf(plainTextHosts);
            privateEndpoints = List.copyOf(privateEndpoints);
        }
    }

    /**
     * How flows are run on this node.
     *
     * @param workers threads that run flows
     * @param pollInterval pause between two looks for due work of other nodes
     * @param limits how much is run at once by all nodes together
     * @param lease after this time the work of a node that died is taken by others
     * @param longestOutageWait longest pause before work is tried again that met an outage of the customer's storage or vault
     * @param drain longest wait for running work when the node stops
     * @param drainNotice pause after this node said that it is not ready and before it stops to answer requests
     * @param hosts how many calls one host bears, and when it is left alone
     */
    public record Flow(
            int workers,
            Duration pollInterval,
            FlowLimits limits,
            Duration lease,
            Duration longestOutageWait,
            Duration drain,
            Duration drainNotice,
            HostLimits hosts) {
        FlowPolicy policy() {
            FlowPolicy standard = FlowPolicy.DEFAULT;
            return new FlowPolicy(lease, standard.callStart(), standard.shortestOutageWait(), longestOutageWait);
        }

        FlowDispatcher.Settings dispatching() {
            FlowDispatcher.Settings standard = FlowDispatcher.Settings.DEFAULT;
            return new FlowDispatcher.Settings(
                    workers, limits, pollInterval, lease, standard.longestHold(), standard.mostLostLeases(), drain);
        }
    }

    /**
     * What OpenTelemetry is told, if the process has an agent or an SDK of it.
     *
     * @param share share of submissions that are traced, 0 to 1
     * @param hosts web services that are told of the trace, in the header traceparent; empty = none
     */
    public record Tracing(double share, Set<String> hosts) {
        public Tracing {
            hosts = Set.copyOf(hosts);
        }
    }

    /**
     * The server that takes e-mail for delivery.
     *
     * @param host its name; empty = this service sends no e-mail
     * @param port its port
     * @param security how the connection is protected
     * @param user name of the account; empty = the service does not log on
     * @param password the account's password
     * @param from sender of all messages
     */
    public record Mail(String host, int port, MailServer.Security security, String user, String password, String from) {
        /**
         * Returns the server, if there is one.
         *
         * @throws IllegalArgumentException if a setting cannot work
         */
        Optional<MailServer> server() {
            return host.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MailServer(
                            host,
                            port,
                            security,
                            user.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new MailServer.Credentials(user, new SecretValue(password))),
                            from));
        }

        @Override
        public String toString() {
            return "Mail[" + host + ":" + port + ", " + security + ", " + user + ", " + from + "]";
        }
    }

    /**
     * How connected applications are reached.
     *
     * @param tokenEndpoint where their tokens come from; {@code {tenant}} in it stands for the application's directory; empty =
     *     Microsoft Entra ID
     */
    public record Erp(String tokenEndpoint) {
        TokenAuthority authority() {
            return tokenEndpoint.isEmpty() ? TokenAuthority.ENTRA_ID : new TokenAuthority(tokenEndpoint);
        }
    }

    /**
     * What is done about usage in the background.
     *
     * @param foldInterval pause between two looks at what was counted: how soon thresholds are announced
     */
    public record Usage(Duration foldInterval) {}

    /**
     * How the customers' vaults are used and watched.
     *
     * @param cacheAge for how long an answer of a vault is kept; zero keeps none
     * @param healthInterval pause between two looks at the vault and the container of an environment
     * @param oldSecretAge age from which on a secret should have been rotated
     */
    public record CustomerVaults(Duration cacheAge, Duration healthInterval, Duration oldSecretAge) {}
}
