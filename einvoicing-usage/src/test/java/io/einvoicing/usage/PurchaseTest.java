package io.einvoicing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurchaseTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_000_000})
    void takesOneToAMillionPackages(long packages) {
        assertThat(purchase(DAY, packages).packages()).isEqualTo(packages);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_001, Long.MAX_VALUE})
    void refusesAnyOtherNumberOfPackages(long packages) {
        assertThatIllegalArgumentException().isThrownBy(() -> purchase(DAY, packages));
    }

    @Test
    void takesDatesOfTwoCenturies() {
        assertThat(purchase(LocalDate.of(2000, 1, 1), 1).acquiredOn()).isEqualTo("2000-01-01");
        assertThat(purchase(LocalDate.of(2199, 12, 31), 1).acquiredOn()).isEqualTo("2199-12-31");
        assertThatIllegalArgumentException().isThrownBy(() -> purchase(LocalDate.of(1999, 12, 31), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> purchase(LocalDate.of(2200, 1, 1), 1));
    }

    @Test
    void aReversalTakesBackTheWholePurchaseOnItsDate() {
        Purchase purchase = purchase(DAY, 7);
        UUID id = new UUID(0, 4);
        PrincipalId by = new PrincipalId(new UUID(0, 5));

        Purchase reversal = purchase.reversedAs(id, by, "Grace", Instant.EPOCH.plusSeconds(1));

        assertThat(reversal)
                .isEqualTo(new Purchase(
                        purchase.tenant(),
                        id,
                        DAY,
                        -7,
                        by,
                        "Grace",
                        Instant.EPOCH.plusSeconds(1),
                        Optional.of(purchase.id())));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1_000_001, 0, 1, Long.MAX_VALUE})
    void aReversalHasMinusOneToMinusAMillionPackages(long packages) {
        assertThatIllegalArgumentException().isThrownBy(() -> purchase(DAY, packages, Optional.of(new UUID(0, 4))));
    }

    private static Purchase purchase(LocalDate acquiredOn, long packages) {
        return purchase(acquiredOn, packages, Optional.empty());
    }

    private static Purchase purchase(LocalDate acquiredOn, long packages, Optional<UUID> reverses) {
        return new Purchase(
                new TenantId(new UUID(0, 1)),
                new UUID(0, 2),
                acquiredOn,
                packages,
                new PrincipalId(new UUID(0, 3)),
                "Ada",
                Instant.EPOCH,
                reverses);
    }
}
