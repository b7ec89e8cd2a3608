package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.http.api.internal.FailureMapper;
import io.einvoicing.kernel.StoreUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureMapperTest {
    private final Logger logger = Logger.getLogger("io.einvoicing.http");
    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord each) {
            logged.add(each);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
    }

    @Test
    void logsAnOutageWithItsCausesInOneLine() {
        Problem problem = (Problem) new FailureMapper()
                .toResponse(new StoreUnavailableException("a statement failed", new IOException("reset\nby peer")))
                .getEntity();

        String correlation = problem.correlation().orElseThrow().toString();
        assertThat(logged)
                .filteredOn(line -> line.getMessage().contains(correlation))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.WARNING);
                    assertThat(line.getThrown()).isNull();
                    assertThat(line.getMessage())
                            .contains("a statement failed; caused by java.io.IOException: reset by peer")
                            .doesNotContain("\n");
                });
    }
}
