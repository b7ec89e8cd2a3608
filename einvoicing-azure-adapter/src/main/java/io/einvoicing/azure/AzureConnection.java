package io.einvoicing.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Says which Azure addresses may be called, how long one try may take and how often it is tried.
 *
 * <p>Customers write the addresses into their settings, so each call asks {@code allowed} first, with the address but without
 * its query, which may hold a token. Redirects are never followed.
 *
 * @param allowed tells whether an address may be called; decides on scheme, host and port
 * @param timeout longest time for one try
 * @param tries how often a call without usable answer is tried in all, at least 1
 * @param tls what to trust instead of the JVM's own certificates, such as a company's inspecting proxy
 */
public record AzureConnection(Predicate<URI> allowed, Duration timeout, int tries, Optional<SSLContext> tls) {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    /** @see <a href="https://learn.microsoft.com/en-us/azure/security/fundamentals/azure-domains">Source: Azure domains</a> */
    private static final List<String> PUBLIC_CLOUDS = List.of(
            ".blob.core.windows.net",
            ".blob.storage.azure.net",
            ".blob.core.chinacloudapi.cn",
            ".blob.core.usgovcloudapi.net",
            ".vault.azure.net",
            ".vault.azure.cn",
            ".vault.usgovcloudapi.net");

    public AzureConnection {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive, was " + timeout);
        }
        if (tries < 1) {
            throw new IllegalArgumentException("tries must be >= 1, was " + tries);
        }
    }

    /** Returns a connection to allowed addresses with three tries of at most 20 seconds and the JVM's own trust. */
    public static AzureConnection to(Predicate<URI> allowed) {
        return new AzureConnection(allowed, Duration.ofSeconds(20), 3, Optional.empty());
    }

    /** Returns a connection to Microsoft's storage accounts and key vaults of all public clouds over HTTPS, and nowhere else. */
    public static AzureConnection toPublicClouds() {
        return to(AzureConnection::isPublicCloud);
    }

    private static boolean isPublicCloud(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return "https".equalsIgnoreCase(address.getScheme())
                && (address.getPort() == -1 || address.getPort() == 443)
                && PUBLIC_CLOUDS.stream().anyMatch(host::endsWith);
    }

    HttpClient httpClient() {
        java.net.http.HttpClient.Builder jdk =
                java.net.http.HttpClient.newBuilder().followRedirects(java.net.http.HttpClient.Redirect.NEVER);
        tls.ifPresent(jdk::sslContext);
        return new JdkHttpClientBuilder(jdk)
                .connectionTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
                .writeTimeout(timeout)
                .responseTimeout(timeout)
                .readTimeout(timeout)
                .build();
    }
}
