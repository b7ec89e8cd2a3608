package io.einvoicing.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.einvoicing.http.api.EinvoicingApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErpSettingsTest {
    private final List<String> environments = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            environments.add(String.valueOf(exchange.getRequestHeaders().getFirst(EinvoicingApi.ENVIRONMENT)));
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        service.start();
        address = URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "false | ADDRESS | Production | integrationEnabled | Feature management",
                "true | \"\" | Production | serviceEndpoint | Submission services",
                "true | \"  \" | Production | serviceEndpoint | Submission services",
                "true | ftp://eu.example.com/ | Production | serviceEndpoint | https://eu.einvoicing.example.com/",
                "true | https:///nowhere | Production | serviceEndpoint | https://eu.einvoicing.example.com/",
                "true | https://user@eu.example.com/ | Production | serviceEndpoint | https://eu.einvoicing.example.com/",
                "true | ADDRESS | \"\" | environment | Submission services",
                "false | \"\" | \"\" | integrationEnabled | Feature management",
            })
    void tellsWhatIsMissingBeforeAnythingIsSent(
            boolean enabled, String endpoint, String environment, String setting, String remedy) {
        EinvoicingClient erp = new EinvoicingClient(
                new ErpSettings(enabled, endpoint.replace("ADDRESS", address.toString()), environment), () -> "token");

        assertThatExceptionOfType(ErpSettingsException.class)
                .isThrownBy(erp::balance)
                .satisfies(missing -> assertThat(missing.setting()).isEqualTo(setting))
                .withMessageContaining(remedy);
        assertThat(environments).isEmpty();
    }

    @Test
    void bearsTheEnvironmentInEveryRequest() {
        EinvoicingClient erp = new EinvoicingClient(ErpSettings.of(address, "Öl & Gas"), () -> "token");

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(erp::balance);

        assertThat(environments).isNotEmpty().containsOnly("%C3%96l%20%26%20Gas");
    }

    @Test
    void followsTheSettingsOfNow() {
        AtomicReference<ErpSettings> now = new AtomicReference<>(ErpSettings.of(address, "Production"));
        EinvoicingClient erp = new EinvoicingClient(now::get, () -> "token");
        now.set(new ErpSettings(false, address.toString(), "Production"));

        assertThatExceptionOfType(ErpSettingsException.class).isThrownBy(erp::balance);

        assertThat(environments).isEmpty();
    }
}
