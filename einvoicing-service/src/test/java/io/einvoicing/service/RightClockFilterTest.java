package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
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
        "POST, api/v1/submission-redrives",
        "POST, api/v1/export-channels/runs"
    })
    void takesNoDocumentsWhileTheClockIsOff(String method, String path) {
        assertThat(filter.refuses(method, path)).isTrue();
        right.set(true);
        assertThat(filter.refuses(method, path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"GET, api/v1/submissions", "POST, api/v1/environments", "GET, health/ready"})
    void answersEverythingElse(String method, String path) {
        assertThat(filter.refuses(method, path)).isFalse();
    }
}
