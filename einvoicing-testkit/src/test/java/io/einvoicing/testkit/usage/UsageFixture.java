package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.freshDocument;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Caller;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.notification.Notification;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.usage.FeedReceipt;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.MonthUsage;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.UsageRecord;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Usage of one tenant in memory, whose caller may do everything; commands wait until a test runs them. */
final class UsageFixture {
    static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    final TestClock clock = new TestClock();
    final InMemoryStore store = new InMemoryStore();
    final Caller caller = aCaller().build();
    final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());
    final FeatureId feature = new FeatureId(UUID.randomUUID());
    final Deque<Runnable> commands = new ArrayDeque<>();
    final UsageManagement usage = on(store.usagePorts());

    UsageFixture() {
        this("UTC");
    }

    UsageFixture(String zone) {
        addTenant(caller, zone);
    }

    /** Returns usage on other ports, with this fixture's clock and commands. */
    UsageManagement on(UsageManagement.Ports ports) {
        return new UsageManagement(ports, UsagePolicy.DEFAULT, commands::add, new SequentialIdentifiers(), clock);
    }

    void addTenant(Caller ofIt, String zone) {
        store.tenants().save(aTenant().id(ofIt.tenant()).billedIn(zone).build(), aStamp("tenant.create"));
    }

    UsageRecord issued(Instant at) {
        return document(Direction.EXPORT, at);
    }

    UsageRecord received(Instant at) {
        return document(Direction.IMPORT, at);
    }

    private UsageRecord document(Direction direction, Instant at) {
        return new UsageRecord(environment, feature, direction, freshDocument(), at);
    }

    List<UsageRecord> issued(int number, Instant at) {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            records.add(issued(at));
        }
        return records;
    }

    FeedReceipt record(UsageRecord... records) {
        return record(List.of(records));
    }

    FeedReceipt record(List<UsageRecord> records) {
        return usage.feed().record(caller, records, Optional.empty()).orThrow();
    }

    MonthUsage month(YearMonth month) {
        return usage.indicators()
                .perMonth(caller, MonthPeriod.of(month))
                .orThrow()
                .get(0);
    }

    List<Notification> notifications() {
        return store.notifications().list(caller.tenant(), Optional.empty(), 1_000);
    }

    /** Passes if the operation was refused for that kind of reason, and returns the refusal. */
    static Refusal refused(Result<?> result, Refusal.Kind kind) {
        assertThat(result).isInstanceOf(Result.Refused.class);
        Refusal refusal = ((Result.Refused<?>) result).refusal();
        assertThat(refusal.kind()).as(refusal.message()).isEqualTo(kind);
        return refusal;
    }
}
