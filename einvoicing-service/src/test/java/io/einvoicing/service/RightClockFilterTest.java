package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.kernel.EinvoicingException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightClockFilterTest {
    private final AtomicBoolean right = new AtomicBoolean();
    private final RightClockFilter filter = new RightClockFilter(right::get);

    @ParameterizedTest
    @CsvSource({
        "POST, api/v1/submissions",
        "POST, api/v1/submissions/batch",
        "POST, api/v1/submissions/0197/resubmissions",
        "POST, api/v1/submission-redrives"
    })
    void takesNoDocumentsWhileTheClockIsOff(String method, String path) {
        assertThatThrownBy(() -> filter.filter(request(method, path)))
                .isInstanceOf(EinvoicingException.class)
                .hasMessageContaining("clock is off");
        right.set(true);
        assertThatCode(() -> filter.filter(request(method, path))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"GET, api/v1/submissions", "POST, api/v1/environments", "GET, health/ready"})
    void answersEverythingElse(String method, String path) {
        assertThatCode(() -> filter.filter(request(method, path))).doesNotThrowAnyException();
    }

    private static ContainerRequest request(String method, String path) {
        URI base = URI.create("http://127.0.0.1/");
        return new ContainerRequest(base, base.resolve(path), method, null, new MapPropertiesDelegate(), null);
    }
}
