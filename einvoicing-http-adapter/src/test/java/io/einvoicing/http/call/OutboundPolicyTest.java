package io.einvoicing.http.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundPolicyTest {
    private static final OutboundPolicy PUBLIC = OutboundPolicy.PUBLIC_HOSTS;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "168.63.129.16",
                "100.100.100.200",
                "192.0.0.192",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "fec0::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::"
            })
    void refusesEveryAddressThatIsNotPublic(String address) {
        assertThat(PUBLIC.refusal("host", address(address), 443)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "100.128.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001:80e::200e"
            })
    void allowsPublicAddresses(String address) {
        assertThat(PUBLIC.refusal("host", address(address), 443)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 127.0.0.1, 8080, true",
        "127.0.0.1:8080, 127.0.0.1, 8081, false",
        "127.0.0.1:8080, 127.0.0.2, 8080, false",
        "168.63.129.16:443, 168.63.129.16, 443, true",
        "10.1.0.0/16, 10.1.255.1, 443, true",
        "10.1.0.0/16, 10.2.0.1, 443, false",
        "10.1.0.0/16:443, 10.1.0.1, 80, false",
        "172.16.0.0/12, 172.31.0.1, 443, true",
        "172.16.0.0/12, 127.0.0.1, 443, false",
        "[fd00::/8]:443, fd12::1, 443, true",
        "fd00::/8, fd12::1, 8443, true",
        "fd00::/8, fc12::1, 8443, false",
        "::1, ::1, 1, true",
        "0.0.0.0/0, ::1, 1, false",
        "ERP.internal, 10.0.0.1, 1, true",
        "other.internal, 10.0.0.1, 1, false"
    })
    void allowsAPrivateEndpointExactlyAsConfigured(String endpoint, String address, int port, boolean allowed) {
        OutboundPolicy policy = PUBLIC.allowingPrivate(endpoint);
        assertThat(policy.refusal("erp.internal", address(address), port).isEmpty())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://authority.example/documents, ''",
        "http://authority.example/documents, calls to authority.example must use https",
        "ftp://authority.example/, the URL must begin with https://",
        "file:///etc/passwd, the URL must begin with https://",
        "relative/path, the URL must begin with https://",
        "https:///path, the URL names no host",
        "https://under_score.example, the URL names no host",
        "https://user:password@authority.example/, the URL must not hold a user name or password",
        "https://2130706433/, 'an IPv4 address must be four decimal numbers without leading zeros, was 2130706433'",
        "https://0/, 'an IPv4 address must be four decimal numbers without leading zeros, was 0'",
        "https://0x7F000001./, 'an IPv4 address must be four decimal numbers without leading zeros, was 0x7f000001'",
        "https://0177.0.0.1/, 'an IPv4 address must be four decimal numbers without leading zeros, was 0177.0.0.1'",
        "https://8.8.8.8/, ''",
        "https://8.8.8.8.example/, ''",
        "https://0x7f000001.example/, ''",
        "'https://127.0.0.1/', 'host 127.0.0.1 leads to 127.0.0.1 port 443, which is not a public address'",
        "'https://[::1]:8443/', 'host [::1] leads to 0:0:0:0:0:0:0:1 port 8443, which is not a public address'",
        "'https://169.254.169.254/', 'host 169.254.169.254 leads to 169.254.169.254 port 443, which is not a public address'"
    })
    void refusesUrlsWithoutLookingUpTheirHost(String url, String refusal) {
        assertThat(PUBLIC.refusal(URI.create(url)).orElse("")).isEqualTo(refusal);
    }

    @Test
    void listsTheOnlyHostsAndTheirSubdomains() {
        OutboundPolicy policy = new OutboundPolicy(
                Set.of("Authority.example", "*.tax.example"), Set.of(), List.of(PrivateEndpoint.parse("erp.internal")));

        assertThat(policy.refusal(URI.create("https://AUTHORITY.example./"))).isEmpty();
        assertThat(policy.refusal(URI.create("https://a.b.tax.example/"))).isEmpty();
        assertThat(policy.refusal(URI.create("https://erp.internal/"))).isEmpty();
        assertThat(policy.refusal(URI.create("https://tax.example/"))).isPresent();
        assertThat(policy.refusal(URI.create("https://authority.example.evil.example/")))
                .isPresent();
        assertThat(policy.refusal(URI.create("https://eviltax.example/"))).isPresent();
        assertThat(policy.refusal(URI.create("https://8.8.8.8/"))).isPresent();
    }

    @Test
    void allowsPlainTextOnlyToTheHostsNamed() {
        OutboundPolicy policy = PUBLIC.allowingPlainText("legacy.example");
        assertThat(policy.refusal(URI.create("http://legacy.example/"))).isEmpty();
        assertThat(policy.refusal(URI.create("http://other.example/"))).isPresent();
    }

    @Test
    void refusesConfigurationThatMakesNoSense() {
        assertThatThrownBy(() -> PrivateEndpoint.parse("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrivateEndpoint.parse("ten/8")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PrivateEndpoint(Optional.empty(), Optional.empty(), java.util.OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Test
    void refusesTheNamesOfThisMachineWithoutLookingThemUp() {
        for (String name : List.of("localhost", "LOCALHOST.", "erp.localhost")) {
            URI url = URI.create("https://" + name + ":8443/");
            assertThat(PUBLIC.refusal(url)).as(name).isPresent();
            assertThat(PUBLIC.allowingPrivate("127.0.0.0/8").refusal(url))
                    .as(name)
                    .isEmpty();
            assertThat(PUBLIC.allowingPrivate("[::1]:8443").refusal(url))
                    .as(name)
                    .isEmpty();
            assertThat(PUBLIC.allowingPrivate("[::1]:443").refusal(url))
                    .as(name)
                    .isPresent();
        }
        assertThat(PUBLIC.allowingPrivate("localhost").refusal(URI.create("https://localhost/")))
                .isEmpty();
        assertThat(PUBLIC.refusal(URI.create("https://localhost.example/"))).isEmpty();
    }
}
