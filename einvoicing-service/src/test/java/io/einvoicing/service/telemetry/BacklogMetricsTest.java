package io.einvoicing.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.jdbc.FlowBacklog;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.testkit.data.TestClock;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogMetricsTest {
    private final TestClock clock = new TestClock();
    private Duration reading = Duration.ofMillis(1);
    private boolean down;
    private int reads;
    private final BacklogMetrics metrics = new BacklogMetrics(this::read, clock);

    private FlowBacklog.Reading read(Instant now) {
        reads++;
        clock.advance(reading);
        if (down) {
            throw new StoreUnavailableException("down", new IllegalStateException());
        }
        return new FlowBacklog.Reading(
                7, 5, 3, 2, 1, Map.of(PendingReason.RETRY, 4L), Optional.of(now.minusSeconds(30)));
    }

    private List<String> lines() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, metrics.collect());
        return text.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void tellsWhatWaitsForWhat() throws Exception {
        assertThat(lines())
                .contains(
                        "einvoicing_backlog{state=\"due\"} 7.0",
                        "einvoicing_backlog{state=\"later\"} 5.0",
                        "einvoicing_backlog{state=\"executing\"} 3.0",
                        "einvoicing_backlog{state=\"chained\"} 2.0",
                        "einvoicing_backlog{state=\"person\"} 1.0",
                        "einvoicing_backlog_pending{reason=\"RETRY\"} 4.0",
                        "einvoicing_backlog_pending{reason=\"SET_ASIDE\"} 0.0",
                        "einvoicing_backlog_oldest_due_age_seconds 30.0");
    }

    @Test
    void keepsAReadingForItsAge() throws Exception {
        lines();
        clock.advance(BacklogMetrics.AGE.minusSeconds(1));
        lines();
        assertThat(reads).isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));
        lines();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void keepsAReadingForLongerIfItTookLong() throws Exception {
        reading = Duration.ofSeconds(1);
        lines();
        clock.advance(Duration.ofSeconds(99));
        lines();
        assertThat(reads).isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));
        lines();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void tellsTheLastReadingWithItsInstantWhileTheDatabaseIsDown() throws Exception {
        List<String> before = lines();
        down = true;
        clock.advance(Duration.ofMinutes(5));

        assertThat(lines()).isEqualTo(before);
        assertThat(reads).isEqualTo(2);
    }
}
