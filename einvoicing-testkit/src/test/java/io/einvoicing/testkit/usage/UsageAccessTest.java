package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.usage.UsageFixture.NOVEMBER;
import static io.einvoicing.testkit.usage.UsageFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what, for every operation of usage. */
class UsageAccessTest {
    private static final MonthPeriod MONTHS = MonthPeriod.of(NOVEMBER);
    private static final DayPeriod DAYS = DayPeriod.of(NOVEMBER);
    private static final UUID UNKNOWN = new UUID(7, 7);

    private final UsageFixture fixture = new UsageFixture();

    private enum Operation {
        RUNNING_MONTH(Role.USAGE, (usage, caller) -> usage.indicators().runningMonth(caller)),
        PER_MONTH(Role.USAGE, (usage, caller) -> usage.indicators().perMonth(caller, MONTHS)),
        DEVIATIONS(Role.USAGE, (usage, caller) -> usage.indicators().deviations(caller, MONTHS)),
        USED(Role.USAGE, (usage, caller) -> usage.indicators().usedPerMonth(caller, MONTHS, UsageFilter.NONE)),
        RECEIVED(Role.USAGE, (usage, caller) -> usage.indicators().receivedPerMonth(caller, MONTHS)),
        BY_FEATURE(Role.USAGE, (usage, caller) -> usage.indicators().byFeature(caller, DAYS, Optional.empty())),
        BY_ENVIRONMENT(Role.USAGE, (usage, caller) -> usage.indicators().byEnvironment(caller, DAYS, Optional.empty())),
        BY_DAY(
                Role.USAGE,
                (usage, caller) -> usage.indicators().byDay(caller, Direction.EXPORT, DAYS, UsageFilter.NONE)),
        DOCUMENTS(
                Role.USAGE,
                (usage, caller) -> usage.indicators()
                        .documents(caller, Direction.EXPORT, DAYS, UsageFilter.NONE, Optional.empty(), 10)),
        OUTLOOK(Role.USAGE, (usage, caller) -> usage.indicators().outlook(caller)),
        RECORD_PURCHASE(Role.USAGE, (usage, caller) -> usage.purchases().record(caller, LocalDate.of(2026, 11, 23), 1)),
        REVERSE_PURCHASE(Role.USAGE, (usage, caller) -> usage.purchases().reverse(caller, UNKNOWN)),
        LIST_PURCHASES(Role.USAGE, (usage, caller) -> usage.purchases().acquiredIn(caller, MONTHS)),
        POLICIES(Role.USAGE, (usage, caller) -> usage.policies().policies(caller)),
        SET_POLICY(
                Role.OPERATE,
                (usage, caller) -> usage.policies().set(caller, caller.tenant(), NOVEMBER, UsagePolicy.DEFAULT)),
        FEED(
                Role.SUBMIT,
                (usage, caller) -> usage.feed().record(caller, new UsageFixture().issued(1, NOW), Optional.empty())),
        RESERVE(Role.SUBMIT, (usage, caller) -> usage.reservations().reserve(caller, 1)),
        FIND_RESERVATION(Role.SUBMIT, (usage, caller) -> usage.reservations().find(caller, new ReservationId(UNKNOWN))),
        OPEN_RESERVATIONS(Role.SUBMIT, (usage, caller) -> usage.reservations().open(caller)),
        RELEASE_RESERVATION(
                Role.SUBMIT, (usage, caller) -> usage.reservations().release(caller, new ReservationId(UNKNOWN))),
        UPDATE(Role.USAGE, (usage, caller) -> usage.rollUp().update(caller)),
        RESET(Role.CONFIGURE, (usage, caller) -> usage.rollUp().reset(caller)),
        FIND_COMMAND(
                Set.of(Role.USAGE, Role.CONFIGURE),
                (usage, caller) -> usage.rollUp().find(caller, UNKNOWN)),
        LATEST_COMMANDS(
                Set.of(Role.USAGE, Role.CONFIGURE),
                (usage, caller) -> usage.rollUp().latest(caller)),
        RECONCILE(Role.USAGE, (usage, caller) -> usage.rollUp().reconcile(caller, DAYS));

        private final Set<Role> anyOf;
        private final BiFunction<UsageManagement, Caller, Result<?>> call;

        Operation(Role role, BiFunction<UsageManagement, Caller, Result<?>> call) {
            this(Set.of(role), call);
        }

        Operation(Set<Role> anyOf, BiFunction<UsageManagement, Caller, Result<?>> call) {
            this.anyOf = anyOf;
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource
    void needsItsRoleAndNoOther(Operation operation) {
        for (Role role : Role.values()) {
            Result<?> answer = operation.call.apply(
                    fixture.usage,
                    aCaller().of(fixture.caller.tenant()).withRoles(role).build());
            Optional<Refusal.Kind> refusal =
                    answer.fold(accepted -> Optional.empty(), refused -> Optional.of(refused.kind()));

            if (operation.anyOf.contains(role)) {
                assertThat(refusal).as("%s", role).isNotEqualTo(Optional.of(Refusal.Kind.FORBIDDEN));
            } else {
                assertThat(refusal).as("%s", role).contains(Refusal.Kind.FORBIDDEN);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void knowsNothingOfAnUnknownTenant(Operation operation) {
        Caller stranger = aCaller().build();

        Refusal refusal = refused(operation.call.apply(fixture.usage, stranger), Refusal.Kind.NOT_FOUND);

        assertThat(refusal.message()).contains("tenant " + stranger.tenant());
        assertThat(fixture.commands).isEmpty();
        assertThat(List.of(
                        fixture.store.purchases().acquiredIn(stranger.tenant(), MONTHS),
                        fixture.store.policies().of(stranger.tenant()),
                        fixture.store.reservations().open(stranger.tenant(), NOW)))
                .allSatisfy(each -> assertThat(each).isEmpty());
    }
}
