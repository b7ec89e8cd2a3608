package io.einvoicing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PolicyScheduleTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final UsagePolicy SMALL = new UsagePolicy(10, 100);
    private static final UsagePolicy LARGE = new UsagePolicy(1_000, 5_000);

    @Test
    void theFirstPolicyHoldsWithoutAnyChange() {
        PolicySchedule schedule = new PolicySchedule(UsagePolicy.DEFAULT, List.of());

        assertThat(schedule.at(YearMonth.of(2000, 1))).isEqualTo(UsagePolicy.DEFAULT);
        assertThat(schedule.at(YearMonth.of(2199, 12))).isEqualTo(UsagePolicy.DEFAULT);
        assertThat(schedule.changes()).isEmpty();
    }

    @Test
    void aChangeHoldsFromItsMonthToTheMonthOfTheNext() {
        PolicySchedule schedule = new PolicySchedule(
                UsagePolicy.DEFAULT, List.of(change(NOVEMBER.plusMonths(3), LARGE, 0), change(NOVEMBER, SMALL, 1)));

        assertThat(schedule.at(NOVEMBER.minusMonths(1))).isEqualTo(UsagePolicy.DEFAULT);
        assertThat(schedule.at(NOVEMBER)).isEqualTo(SMALL);
        assertThat(schedule.at(NOVEMBER.plusMonths(2))).isEqualTo(SMALL);
        assertThat(schedule.at(NOVEMBER.plusMonths(3))).isEqualTo(LARGE);
        assertThat(schedule.changes()).isEqualTo(Map.of(NOVEMBER, SMALL, NOVEMBER.plusMonths(3), LARGE));
    }

    @Test
    void ofSeveralForOneMonthTheOneSetLastHoldsInWhateverOrderTheyCome() {
        PolicyChange earlier = change(NOVEMBER, SMALL, 1);
        PolicyChange later = change(NOVEMBER, LARGE, 2);

        assertThat(new PolicySchedule(UsagePolicy.DEFAULT, List.of(earlier, later)).at(NOVEMBER))
                .isEqualTo(LARGE);
        assertThat(new PolicySchedule(UsagePolicy.DEFAULT, List.of(later, earlier)).at(NOVEMBER))
                .isEqualTo(LARGE);
    }

    @Test
    void nobodyChangesAScheduleThroughItsAnswer() {
        PolicySchedule schedule = new PolicySchedule(UsagePolicy.DEFAULT, List.of(change(NOVEMBER, SMALL, 0)));

        schedule.changes().clear();

        assertThat(schedule.at(NOVEMBER)).isEqualTo(SMALL);
    }

    private static PolicyChange change(YearMonth from, UsagePolicy policy, long second) {
        return new PolicyChange(new TenantId(new UUID(0, 1)), from, policy, Instant.ofEpochSecond(second));
    }
}
