package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.port.PurchaseRegister;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link PurchaseRegister} does. */
public abstract class PurchaseRegisterContract {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    private final TenantId tenant = freshTenant();

    protected abstract PurchaseRegister createRegister() throws Exception;

    protected abstract PurchaseRegister createUnreachableRegister() throws Exception;

    @Test
    void isEmptyAtFirst() throws Exception {
        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(NOVEMBER)))
                .isEmpty();
    }

    @Test
    void returnsWhatWasAcquiredInTheMonthByDateAndThenInstantOfEntry() throws Exception {
        Purchase last = purchase(LocalDate.of(2026, 11, 30), 1, NOW);
        Purchase second = purchase(LocalDate.of(2026, 11, 1), 2, NOW.plusMillis(2));
        Purchase first = purchase(LocalDate.of(2026, 11, 1), Purchase.MAX_PACKAGES, NOW.plusMillis(1));
        for (Purchase purchase : new Purchase[] {last, second, first}) {
            createRegister().add(purchase);
        }

        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(NOVEMBER)))
                .containsExactly(first, second, last);
    }

    @Test
    void keepsEachMonthForItself() throws Exception {
        Purchase october = purchase(LocalDate.of(2026, 10, 31), 1, NOW);
        Purchase december = purchase(LocalDate.of(2026, 12, 1), 1, NOW);
        Purchase yearBefore = purchase(LocalDate.of(2025, 11, 15), 1, NOW);
        for (Purchase purchase : new Purchase[] {october, december, yearBefore}) {
            createRegister().add(purchase);
        }

        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(NOVEMBER)))
                .isEmpty();
        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(NOVEMBER.minusMonths(1))))
                .containsExactly(october);
        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(NOVEMBER.plusMonths(1))))
                .containsExactly(december);
    }

    @Test
    void keepsTheFirstAndLastPossibleDate() throws Exception {
        Purchase first = purchase(LocalDate.of(2000, 1, 1), 1, NOW);
        Purchase last = purchase(LocalDate.of(2199, 12, 31), 1, NOW);
        createRegister().add(first);
        createRegister().add(last);

        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(YearMonth.of(2000, 1))))
                .containsExactly(first);
        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(YearMonth.of(2199, 12))))
                .containsExactly(last);
    }

    @Test
    void changesNothingWhenAPurchaseIsAddedAgain() throws Exception {
        Purchase purchase = purchase(LocalDate.of(2026, 11, 2), 3, NOW);
        createRegister().add(purchase);
        createRegister().add(purchase);
        createRegister()
                .add(new Purchase(
                        tenant,
                        purchase.id(),
                        LocalDate.of(2026, 12, 2),
                        4,
                        freshPrincipal(),
                        "Ada Yıldız",
                        NOW.plusSeconds(1),
                        Optional.empty()));

        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(NOVEMBER)))
                .containsExactly(purchase);
        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(NOVEMBER.plusMonths(1))))
                .isEmpty();
    }

    @Test
    void doesNotShowThePurchasesOfAnotherTenant() throws Exception {
        createRegister().add(purchase(LocalDate.of(2026, 11, 2), 3, NOW));

        assertThat(createRegister().acquiredIn(freshTenant(), MonthPeriod.of(NOVEMBER)))
                .isEmpty();
    }

    @Test
    void addsOnceWhenManyAddTheSamePurchaseAtOneInstant() throws Exception {
        PurchaseRegister register = createRegister();
        Purchase purchase = purchase(LocalDate.of(2026, 11, 2), 3, NOW);
        try (Race race = new Race(8)) {
            race.run(i -> () -> {
                register.add(purchase);
                return true;
            });
        }
        assertThat(register.acquiredIn(tenant, MonthPeriod.of(NOVEMBER))).containsExactly(purchase);
    }

    @Test
    void findsAPurchaseByItsId() throws Exception {
        Purchase purchase = purchase(LocalDate.of(2026, 11, 2), 3, NOW);
        createRegister().add(purchase);

        assertThat(createRegister().find(tenant, purchase.id())).contains(purchase);
        assertThat(createRegister().find(freshTenant(), purchase.id())).isEmpty();
        assertThat(createRegister().find(tenant, UUID.randomUUID())).isEmpty();
    }

    @Test
    void addsTheReversalOfAPurchaseOnce() throws Exception {
        Purchase purchase = purchase(LocalDate.of(2026, 11, 2), 3, NOW);
        Purchase reversal = reversal(purchase, NOW.plusSeconds(1));
        createRegister().add(purchase);

        assertThat(createRegister().add(reversal)).isTrue();
        assertThat(createRegister().add(reversal)).isTrue();
        assertThat(createRegister().add(reversal(purchase, NOW.plusSeconds(2)))).isFalse();

        assertThat(createRegister().acquiredIn(tenant, MonthPeriod.of(NOVEMBER)))
                .containsExactly(purchase, reversal);
    }

    @Test
    void oneOfManyReversalsAtOneInstantWins() throws Exception {
        PurchaseRegister register = createRegister();
        Purchase purchase = purchase(LocalDate.of(2026, 11, 2), 3, NOW);
        register.add(purchase);
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> register.add(reversal(purchase, NOW.plusSeconds(1)))))
                    .containsOnlyOnce(true);
        }
        assertThat(register.acquiredIn(tenant, MonthPeriod.of(NOVEMBER))).hasSize(2);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        PurchaseRegister unreachable = createUnreachableRegister();
        Outages.assertUnavailable(
                () -> unreachable.add(purchase(LocalDate.of(2026, 11, 2), 3, NOW)),
                () -> unreachable.find(tenant, UUID.randomUUID()),
                () -> unreachable.acquiredIn(tenant, MonthPeriod.of(NOVEMBER)));
    }

    private Purchase purchase(LocalDate acquiredOn, long packages, Instant recordedAt) {
        return new Purchase(
                tenant,
                UUID.randomUUID(),
                acquiredOn,
                packages,
                freshPrincipal(),
                "Ada Yıldız",
                recordedAt,
                Optional.empty());
    }

    private Purchase reversal(Purchase purchase, Instant recordedAt) {
        return new Purchase(
                tenant,
                UUID.randomUUID(),
                purchase.acquiredOn(),
                -purchase.packages(),
                freshPrincipal(),
                "Ada Yıldız",
                recordedAt,
                Optional.of(purchase.id()));
    }
}
