package io.einvoicing.http.call;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Addresses inside the operator's own network that outbound calls may reach nevertheless.
 *
 * @param name a host name, in lower case; whatever address it resolves to is then allowed
 * @param range an address range; either this or the name is present
 * @param port the only port; empty = every port
 * @since 0.1.0
 */
public record PrivateEndpoint(Optional<String> name, Optional<AddressRange> range, OptionalInt port) {
    public PrivateEndpoint {
        if (name.isPresent() == range.isPresent()) {
            throw new IllegalArgumentException("a private endpoint is either a host name or an address range");
        }
    }

    /**
     * Reads an endpoint such as {@code erp.internal:8443}, {@code 10.1.0.0/16}, {@code 127.0.0.1:8080} or {@code [fd00::/8]:443}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static PrivateEndpoint parse(String text) {
        HostAndPort parts = HostAndPort.fromString(text);
        String host = parts.getHost();
        OptionalInt port = parts.hasPort() ? OptionalInt.of(parts.getPort()) : OptionalInt.empty();
        return host.indexOf('/') >= 0 || InetAddresses.isInetAddress(host)
                ? new PrivateEndpoint(Optional.empty(), Optional.of(AddressRange.parse(host)), port)
                : new PrivateEndpoint(Optional.of(host.toLowerCase(Locale.ROOT)), Optional.empty(), port);
    }

    boolean covers(String host, InetAddress address, int toPort) {
        return (port.isEmpty() || port.getAsInt() == toPort)
                && (name.filter(host::equals).isPresent()
                        || range.filter(each -> each.contains(address)).isPresent());
    }
}
