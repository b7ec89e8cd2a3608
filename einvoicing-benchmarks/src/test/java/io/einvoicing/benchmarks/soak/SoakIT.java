package io.einvoicing.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak of one minute: real processes, really killed. */
class SoakIT {
    @Test
    void losesNothingAndSendsAndCountsNothingTwice(@TempDir Path folder) throws Exception {
        SoakReport report = Soak.run(SoakPlan.of(1, SoakPlan.usualKills(1)), 20_261_123, folder, List.of());

        assertThat(report.books().lost()).as("lost").isEmpty();
        assertThat(report.books().sentTwice()).as("sent twice").isEmpty();
        assertThat(report.books().countedTwice()).as("counted twice").isEmpty();
        assertThat(report.books().unreconciled()).as("unreconciled").isEmpty();
        assertThat(report.contradictions()).as("contradictions").isEmpty();
        assertThat(report.failures()).as("failures of the soak itself").isEmpty();
        assertThat(report.kills()).isGreaterThanOrEqualTo(5);
        assertThat(report.books().completed()).isPositive();
        assertThat(report.books().completed() + report.books().waiting().size()).isEqualTo(report.submitted());
        assertThat(report.books().waiting())
                .as("what waits for a person, the poisoned document at least")
                .isNotEmpty()
                .allMatch(line -> line.contains("SET_ASIDE"));
    }
}
