package io.einvoicing.http.call.internal;

import io.einvoicing.http.call.AddressRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses of the public internet from all others. What clouds serve machines in them is none of it.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA special-purpose address registry, IPv4</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA special-purpose address registry, IPv6</a>
 * @see <a href="https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16">Azure's platform address</a>
 */
public final class PublicAddresses {
    private static final List<AddressRange> SPECIAL_IPV4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's platform, which answers to machines in it alone
            "169.254.0.0/16", // link-local, where clouds serve credentials
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/3"); // multicast, reserved, broadcast

    /** Everything else of IPv6 is loopback, link-local, unique-local, multicast, mapped IPv4 or unassigned. */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

    private static final List<AddressRange> SPECIAL_IPV6 = ranges(
            "2001::/23", // protocol assignments; Teredo carries IPv4
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4 carries IPv4
            "3fff::/20"); // documentation

    private PublicAddresses() {}

    /** Tells whether the address is one of the public internet. */
    public static boolean contains(InetAddress address) {
        return address instanceof Inet4Address
                ? SPECIAL_IPV4.stream().noneMatch(range -> range.contains(address))
                : GLOBAL_IPV6.contains(address) && SPECIAL_IPV6.stream().noneMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }
}
