package io.einvoicing.http.call;

import io.einvoicing.document.DocumentContent;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One call to the outside. Shows neither its headers nor its query when printed: both may hold secrets.
 *
 * @param method such as {@code POST}
 * @param url absolute
 * @param headers beside those that the connection needs; {@code Content-Type} defaults to the body's media type
 * @param body what to send
 * @param timeout the longest time in all, from looking up the host to the last byte of the answer
 * @param tls how TLS is used, if the URL asks for it
 * @since 0.1.0
 */
public record OutboundRequest(
        String method,
        URI url,
        Map<String, String> headers,
        Optional<DocumentContent> body,
        Duration timeout,
        OutboundTls tls) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

    public OutboundRequest {
        headers = Map.copyOf(headers);
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException("\"" + method + "\" is no HTTP method");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive, was " + timeout);
        }
        headers.forEach(OutboundRequest::requireHeader);
        body.ifPresent(content -> requireHeader("Content-Type", content.mediaType()));
    }

    /** Creates a call without a client certificate. */
    public OutboundRequest(
            String method, URI url, Map<String, String> headers, Optional<DocumentContent> body, Duration timeout) {
        this(method, url, headers, body, timeout, OutboundTls.DEFAULT);
    }

    static void requireHeader(String name, String value) {
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no header name");
        }
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the value of header " + name + " may hold printable ASCII characters only");
        }
    }

    /** Returns the port that the URL names or its scheme implies. */
    static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
    }

    /** Returns method and URL without its query, for messages. */
    public String summary() {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        String port = url.getPort() >= 0 ? ":" + url.getPort() : "";
        return method + " " + url.getScheme() + "://" + host + port + url.getRawPath();
    }

    @Override
    public String toString() {
        return summary();
    }
}
