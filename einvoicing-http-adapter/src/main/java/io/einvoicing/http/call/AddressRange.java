package io.einvoicing.http.call;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;

/**
 * A range of IPv4 or IPv6 addresses in CIDR notation.
 *
 * @param base an address of the range
 * @param prefixLength how many leading bits all its addresses share
 * @since 0.1.0
 */
public record AddressRange(InetAddress base, int prefixLength) {
    public AddressRange {
        int bits = base.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length must be 0 to " + bits + ", was " + prefixLength);
        }
    }

    /**
     * Reads a range such as {@code 10.0.0.0/8} or {@code fd00::/8}, or a single address.
     *
     * @throws IllegalArgumentException if the text is neither; host names are never looked up
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = InetAddresses.forString(slash < 0 ? text : text.substring(0, slash));
        return new AddressRange(
                base, slash < 0 ? base.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1)));
    }

    /** Tells whether the address lies in the range; never true across IPv4 and IPv6. */
    public boolean contains(InetAddress address) {
        byte[] expected = base.getAddress();
        byte[] actual = address.getAddress();
        if (expected.length != actual.length) {
            return false;
        }
        for (int i = 0; i * 8 < prefixLength; i++) {
            int mask = 0xff00 >> Math.min(prefixLength - i * 8, 8);
            if (((expected[i] ^ actual[i]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefixLength;
    }
}
