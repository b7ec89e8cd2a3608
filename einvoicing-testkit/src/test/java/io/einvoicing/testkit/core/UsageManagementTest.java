package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.countedDocument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.Submission;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.usage.MonthlyBalance;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageManagementTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);

    private final InMemoryStore store = new InMemoryStore();
    private final TestClock clock = new TestClock();
    private final SequentialIdentifiers identifiers = new SequentialIdentifiers();
    private final UsageManagement usage = usage(UsagePolicy.DEFAULT);
    private final Caller caller = aCaller().withRoles(Role.USAGE).build();

    @Test
    void grantsTheFreeVolumeInAMonthWithoutPurchaseOrUsage() {
        assertThat(usage.balance(caller, NOVEMBER).orThrow()).isEqualTo(new MonthlyBalance(NOVEMBER, 100, 0, 0));
    }

    @Test
    void addsPurchasesAndSubtractsUsageOfTheMonth() {
        tenant("UTC");
        usage.recordPurchase(caller, LocalDate.of(2026, 11, 1), 2).orThrow();
        usage.recordPurchase(caller, LocalDate.of(2026, 11, 30), 3).orThrow();
        count(350, NOW);

        MonthlyBalance balance = usage.balance(caller, NOVEMBER).orThrow();

        assertThat(balance).isEqualTo(new MonthlyBalance(NOVEMBER, 100, 5_000, 350));
        assertThat(balance.balance()).isEqualTo(4_750);
    }

    @Test
    void rollsNothingOver() {
        tenant("UTC");
        usage.recordPurchase(caller, LocalDate.of(2026, 11, 30), 1).orThrow();
        count(101, Instant.parse("2026-12-01T00:00:00Z"));

        assertThat(usage.balance(caller, NOVEMBER).orThrow().balance()).isEqualTo(1_100);
        assertThat(usage.balance(caller, DECEMBER).orThrow()).isEqualTo(new MonthlyBalance(DECEMBER, 100, 0, 101));
        assertThat(usage.balance(caller, DECEMBER).orThrow().isDeviation()).isTrue();
        assertThat(usage.balance(caller, YearMonth.of(2027, 1)).orThrow().balance())
                .isEqualTo(100);
    }

    @Test
    void countsIssuedDocumentsOnly() {
        tenant("UTC");
        CountedDocument issued = document(NOW);
        store.ledger()
                .countOnce(new CountedDocument(
                        issued.tenant(),
                        issued.environment(),
                        issued.feature(),
                        Direction.IMPORT,
                        issued.document(),
                        NOW,
                        issued.submission()));

        assertThat(usage.balance(caller, NOVEMBER).orThrow().used()).isZero();
    }

    @Test
    void keepsThePurchaseWithWhoEnteredItWhen() {
        Purchase purchase =
                usage.recordPurchase(caller, LocalDate.of(2026, 11, 5), 7).orThrow();

        assertThat(purchase)
                .isEqualTo(new Purchase(
                        caller.tenant(), purchase.id(), LocalDate.of(2026, 11, 5), 7, caller.principal(), NOW));
        assertThat(usage.purchases(caller, NOVEMBER).orThrow()).containsExactly(purchase);
        assertThat(usage.purchases(caller, DECEMBER).orThrow()).isEmpty();
    }

    @Test
    void refusesAPurchaseOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> usage.recordPurchase(caller, LocalDate.of(2026, 11, 5), 0));
        assertThat(usage.purchases(caller, NOVEMBER).orThrow()).isEmpty();
    }

    @Test
    void followsThePolicyOfTheLicence() {
        usage.recordPurchase(caller, LocalDate.of(2026, 11, 5), 2).orThrow();

        assertThat(usage(new UsagePolicy(50, 10)).balance(caller, NOVEMBER).orThrow())
                .isEqualTo(new MonthlyBalance(NOVEMBER, 50, 20, 0));
    }

    @Test
    void saysThatAVolumeIsTooLargeInsteadOfWrappingAround() {
        usage.recordPurchase(caller, LocalDate.of(2026, 11, 5), 2).orThrow();

        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> usage(new UsagePolicy(0, Long.MAX_VALUE)).balance(caller, NOVEMBER));
    }

    @Test
    void runsTheMonthOfTheBillingZone() {
        tenant("Europe/Berlin");

        clock.set(Instant.parse("2026-11-30T22:59:59Z"));
        assertThat(usage.runningMonth(caller).orThrow()).isEqualTo(NOVEMBER);
        clock.set(Instant.parse("2026-11-30T23:00:00Z"));
        assertThat(usage.runningMonth(caller).orThrow()).isEqualTo(DECEMBER);
    }

    @Test
    void findsNoRunningMonthOfAnUnknownTenant() {
        refused(usage.runningMonth(caller), Refusal.Kind.NOT_FOUND);
    }

    @Test
    void doesNotShowTheUsageOfAnotherTenant() {
        tenant("UTC");
        usage.recordPurchase(caller, LocalDate.of(2026, 11, 5), 2).orThrow();
        count(1, NOW);
        Caller stranger = aCaller().build();

        assertThat(usage.balance(stranger, NOVEMBER).orThrow()).isEqualTo(new MonthlyBalance(NOVEMBER, 100, 0, 0));
        assertThat(usage.purchases(stranger, NOVEMBER).orThrow()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "USAGE", mode = EnumSource.Mode.EXCLUDE)
    void needsTheRoleUsage(Role other) {
        Caller clerk = aCaller().of(caller.tenant()).withRoles(other).build();

        refused(usage.balance(clerk, NOVEMBER), Refusal.Kind.FORBIDDEN);
        refused(usage.purchases(clerk, NOVEMBER), Refusal.Kind.FORBIDDEN);
        refused(usage.recordPurchase(clerk, LocalDate.of(2026, 11, 5), 2), Refusal.Kind.FORBIDDEN);
        refused(usage.runningMonth(clerk), Refusal.Kind.FORBIDDEN);
        assertThat(usage.purchases(caller, NOVEMBER).orThrow()).isEmpty();
    }

    @Test
    void passesAnOutageOn() {
        store.outage().begin();

        assertThatThrownBy(() -> usage.balance(caller, NOVEMBER)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> usage.recordPurchase(caller, LocalDate.of(2026, 11, 5), 2))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private UsageManagement usage(UsagePolicy policy) {
        return new UsageManagement(store.ledger(), store.purchases(), store.tenants(), policy, identifiers, clock);
    }

    private void tenant(String zone) {
        store.tenants().save(aTenant().id(caller.tenant()).billedIn(zone).build(), aStamp("tenant.create"));
    }

    private void count(int documents, Instant at) {
        for (int i = 0; i < documents; i++) {
            assertThat(store.ledger().countOnce(document(at))).isTrue();
        }
    }

    private CountedDocument document(Instant at) {
        Submission submission = aSubmission().of(caller.tenant()).build();
        return countedDocument(submission, at);
    }
}
