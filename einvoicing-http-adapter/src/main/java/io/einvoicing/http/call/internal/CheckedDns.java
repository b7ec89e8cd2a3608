package io.einvoicing.http.call.internal;

import io.einvoicing.http.call.OutboundPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/** Looks up hosts and refuses those of which any address is forbidden; what was checked is what the client connects to. */
public final class CheckedDns implements DnsResolver {
    private final OutboundPolicy policy;

    public CheckedDns(OutboundPolicy policy) {
        this.policy = policy;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = addresses(host);
        for (InetAddress address : addresses) {
            Optional<String> refusal = policy.refusal(host, address, port);
            if (refusal.isPresent()) {
                throw new UnknownHostException(refusal.get());
            }
        }
        return Stream.of(addresses)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private static InetAddress[] addresses(String host) throws UnknownHostException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            // The JDK says why the first time only.
            UnknownHostException told = new UnknownHostException("the host name \"" + host + "\" is not known");
            told.initCause(e);
            throw told;
        }
    }

    /** Not used by the client: without a port nothing can be checked. */
    @Override
    public InetAddress[] resolve(String host) {
        throw new UnsupportedOperationException("a host is looked up together with its port");
    }

    /** Not used by the client. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
