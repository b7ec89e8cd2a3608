package io.einvoicing.http.call;

import com.google.common.net.InetAddresses;
import io.einvoicing.http.call.internal.PublicAddresses;
import io.einvoicing.kernel.Require;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says where outbound calls may go. An address that is not on the public internet (loopback, link-local, private, unique-local,
 * multicast, reserved, a cloud's own) is refused unless configured, whatever name leads to it. Immutable.
 *
 * @param hosts the only hosts, as names or {@code *.example.org}; empty = every public host; private endpoints need not be repeated
 * @param plainTextHosts hosts that may be called without TLS
 * @param privateEndpoints what may be reached although it is not public
 * @since 0.1.0
 */
public record OutboundPolicy(Set<String> hosts, Set<String> plainTextHosts, List<PrivateEndpoint> privateEndpoints) {
    /** Every public host, with TLS only. */
    public static final OutboundPolicy PUBLIC_HOSTS = new OutboundPolicy(Set.of(), Set.of(), List.of());

    /** Names that lead to {@link #LOOPBACK_ADDRESSES}, whoever is asked. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "*.localhost");

    private static final List<InetAddress> LOOPBACK_ADDRESSES =
            List.of(InetAddresses.forString("127.0.0.1"), InetAddresses.forString("::1"));

    private static final int MAX_PORT = 65_535;

    public OutboundPolicy {
        hosts = lowerCase(hosts);
        plainTextHosts = lowerCase(plainTextHosts);
        privateEndpoints = List.copyOf(privateEndpoints);
    }

    /** Returns this policy with further private endpoints, in the form that {@link PrivateEndpoint#parse} reads. */
    public OutboundPolicy allowingPrivate(String... endpoints) {
        List<PrivateEndpoint> all = new ArrayList<>(privateEndpoints);
        Stream.of(endpoints).map(PrivateEndpoint::parse).forEach(all::add);
        return new OutboundPolicy(hosts, plainTextHosts, all);
    }

    /** Returns this policy with further hosts that may be called without TLS. */
    public OutboundPolicy allowingPlainText(String... names) {
        Set<String> all = new HashSet<>(plainTextHosts);
        all.addAll(List.of(names));
        return new OutboundPolicy(hosts, all, privateEndpoints);
    }

    /** Returns why a call to the URL is forbidden, as far as that is known without looking up its host; empty if it is not. */
    public Optional<String> refusal(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("the URL must begin with https://");
        }
        if (url.getHost() == null) {
            return Optional.of("the URL names no host");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("the URL must not hold a user name or password");
        }
        if (url.getHost().contains("%")) {
            return Optional.of("the URL must not name a network interface");
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            return Optional.of("the port must be 1 to " + MAX_PORT + ", was " + url.getPort());
        }
        String host = normalized(url.getHost());
        if (scheme.equals("http") && !allowsPlainText(host)) {
            return Optional.of("calls to " + host + " must use https");
        }
        return refusal(url.getHost(), OutboundRequest.port(url));
    }

    /** Tells whether the host may be called without TLS. */
    public boolean allowsPlainText(String host) {
        return matches(plainTextHosts, normalized(host));
    }

    /** Returns why connections to the host are forbidden, as far as that is known without looking it up; empty if they are not. */
    public Optional<String> refusal(String hostOrAddress, int port) {
        String host = normalized(hostOrAddress);
        if (Require.isDisguised(host)) {
            return Optional.of("an IPv4 address must be four decimal numbers without leading zeros, was " + host);
        }
        if (InetAddresses.isUriInetAddress(host)) {
            InetAddress address = InetAddresses.forUriString(host);
            if (!PublicAddresses.contains(address)) {
                return refusal(host, address, port);
            }
        }
        boolean named = privateEndpoints.stream()
                .anyMatch(endpoint -> endpoint.name().filter(host::equals).isPresent());
        if (matches(LOOPBACK, host) && !named && !coversLoopback(host, port)) {
            return Optional.of("host " + host + " leads to this machine, which is not a public address");
        }
        boolean listed = hosts.isEmpty() || matches(hosts, host) || named;
        return listed ? Optional.empty() : Optional.of("host " + host + " is not among the allowed hosts");
    }

    /** Returns why a connection to this very address of the host is forbidden; empty if it is not. */
    public Optional<String> refusal(String host, InetAddress address, int port) {
        String name = normalized(host);
        return PublicAddresses.contains(address)
                        || privateEndpoints.stream().anyMatch(endpoint -> endpoint.covers(name, address, port))
                ? Optional.empty()
                : Optional.of("host " + name + " leads to " + address.getHostAddress() + " port " + port
                        + ", which is not a public address");
    }

    private boolean coversLoopback(String host, int port) {
        return LOOPBACK_ADDRESSES.stream()
                .anyMatch(address -> refusal(host, address, port).isEmpty());
    }

    private static boolean matches(Set<String> patterns, String host) {
        return patterns.stream()
                .anyMatch(pattern ->
                        pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern));
    }

    private static String normalized(String host) {
        String lowerCase = host.toLowerCase(Locale.ROOT);
        return lowerCase.endsWith(".") ? lowerCase.substring(0, lowerCase.length() - 1) : lowerCase;
    }

    private static Set<String> lowerCase(Collection<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
