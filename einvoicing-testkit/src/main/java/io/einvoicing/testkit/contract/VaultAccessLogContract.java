package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aVaultAccess;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultAccess.Filter;
import io.einvoicing.vault.VaultAccess.Operation;
import io.einvoicing.vault.VaultAccess.Outcome;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.port.VaultAccessLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link VaultAccessLog} does. */
public abstract class VaultAccessLogContract {
    private final TenantId tenant = freshTenant();

    protected abstract VaultAccessLog createLog() throws Exception;

    protected abstract VaultAccessLog createUnreachableLog() throws Exception;

    @Test
    void isEmptyForATenantWhoseVaultsNobodyUsed() throws Exception {
        assertThat(list(Filter.ALL)).isEmpty();
    }

    @Test
    void keepsTheWholeAccess() throws Exception {
        VaultAccess access = aVaultAccess()
                .of(tenant)
                .by(new VaultUse.By(VaultUse.Kind.USER, Optional.of(UUID.randomUUID()), "Öykü Ζεύς 🧾 O'Neil"))
                .inEnvironment(UUID.randomUUID(), "İstanbul 'Ürün'")
                .object("signing-2026")
                .operation(Operation.SIGN)
                .outcome(Outcome.UNAVAILABLE)
                .latency(Duration.ofMillis(20_001))
                .at(NOW.plusNanos(1_000))
                .build();
        createLog().add(access);

        assertThat(list(Filter.ALL)).containsExactly(access);
    }

    @Test
    void keepsAnAccessOfTheServiceItselfToNoObject() throws Exception {
        VaultAccess access = aVaultAccess()
                .of(tenant)
                .byService("health watch")
                .toNoObject()
                .operation(Operation.LIST)
                .build();
        createLog().add(access);

        assertThat(list(Filter.ALL)).containsExactly(access);
    }

    @Test
    void changesNothingWhenAnAccessIsAddedAgain() throws Exception {
        VaultAccess access = aVaultAccess().of(tenant).build();
        createLog().add(access);
        createLog().add(access);
        createLog()
                .add(aVaultAccess()
                        .of(tenant)
                        .id(access.id())
                        .outcome(Outcome.DENIED)
                        .build());

        assertThat(list(Filter.ALL)).containsExactly(access);
    }

    @Test
    void keepsEveryAccessThatManyAddAtOneInstant() throws Exception {
        VaultAccessLog log = createLog();
        try (Race race = new Race(8)) {
            race.run(i -> () -> {
                log.add(aVaultAccess().of(tenant).build());
                return i;
            });
        }

        assertThat(list(Filter.ALL)).hasSize(8);
    }

    @Test
    void givesTheNewestFirstInPages() throws Exception {
        VaultAccess first =
                added(aVaultAccess().of(tenant).at(NOW.minusMillis(1)).build());
        VaultAccess low =
                added(aVaultAccess().of(tenant).id(new UUID(0x7000, 1)).build());
        VaultAccess high = added(aVaultAccess()
                .of(tenant)
                .id(new UUID(0x8000_0000_0000_7000L, 1))
                .build());

        assertThat(createLog().list(tenant, Filter.ALL, Optional.empty(), 2)).containsExactly(high, low);
        assertThat(createLog().list(tenant, Filter.ALL, Optional.of(high.id()), 2))
                .containsExactly(low, first);
        assertThat(createLog().list(tenant, Filter.ALL, Optional.of(first.id()), 2))
                .isEmpty();
        assertThat(createLog().list(tenant, Filter.ALL, Optional.of(UUID.randomUUID()), 2))
                .isEmpty();
    }

    @Test
    void findsByEveryCriterion() throws Exception {
        UUID environment = UUID.randomUUID();
        UUID submission = UUID.randomUUID();
        PrincipalId principal = freshPrincipal();
        VaultAccess wanted = added(aVaultAccess()
                .of(tenant)
                .inEnvironment(environment, "Production")
                .object("storage")
                .by(new VaultUse.By(VaultUse.Kind.APPLICATION, Optional.of(principal.value()), "ERP"))
                .outcome(Outcome.DENIED)
                .at(NOW)
                .build());
        VaultAccess other = added(aVaultAccess()
                .of(tenant)
                .inEnvironment(UUID.randomUUID(), "Production")
                .object("signing")
                .by(new VaultUse.By(VaultUse.Kind.SUBMISSION, Optional.of(submission), submission.toString()))
                .at(NOW.plusMillis(1))
                .build());

        assertThat(list(filter(environment, null, null, null, null))).containsExactly(wanted);
        assertThat(list(filter(null, "storage", null, null, null))).containsExactly(wanted);
        assertThat(list(filter(null, null, submission, null, null))).containsExactly(other);
        assertThat(list(filter(null, null, principal.value(), null, null))).isEmpty();
        assertThat(list(filter(null, null, null, principal.value(), null))).containsExactly(wanted);
        assertThat(list(filter(null, null, null, submission, null))).isEmpty();
        assertThat(list(filter(null, null, null, null, Outcome.DENIED))).containsExactly(wanted);
        assertThat(list(between(0, 1))).containsExactly(wanted);
        assertThat(list(between(1, 2))).containsExactly(other);
        assertThat(list(between(0, 2))).containsExactly(other, wanted);
        assertThat(list(filter(environment, "signing", null, null, null))).isEmpty();
        assertThat(createLog().list(tenant, filter(environment, null, null, null, null), Optional.of(other.id()), 10))
                .containsExactly(wanted);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void refusesALimitOutOfRange(int limit) throws Exception {
        VaultAccessLog log = createLog();
        assertThatThrownBy(() -> log.list(tenant, Filter.ALL, Optional.empty(), limit))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTenantsApart() throws Exception {
        VaultAccess foreign = added(aVaultAccess().build());
        VaultAccess own = added(aVaultAccess().of(tenant).id(foreign.id()).build());

        assertThat(list(Filter.ALL)).containsExactly(own);
        assertThat(createLog().list(foreign.use().tenant(), Filter.ALL, Optional.empty(), 10))
                .containsExactly(foreign);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        VaultAccessLog unreachable = createUnreachableLog();
        Outages.assertUnavailable(
                () -> unreachable.add(aVaultAccess().build()),
                () -> unreachable.list(tenant, Filter.ALL, Optional.empty(), 10));
    }

    private static Filter filter(
            @Nullable UUID environment,
            @Nullable String object,
            @Nullable UUID submission,
            @Nullable UUID principal,
            @Nullable Outcome outcome) {
        return new Filter(
                Optional.ofNullable(environment),
                Optional.ofNullable(object),
                Optional.ofNullable(submission),
                Optional.ofNullable(principal).map(PrincipalId::new),
                Optional.ofNullable(outcome),
                Optional.empty(),
                Optional.empty());
    }

    private static Filter between(int from, int to) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW.plusMillis(from)),
                Optional.of(NOW.plusMillis(to)));
    }

    private List<VaultAccess> list(Filter filter) throws Exception {
        return createLog().list(tenant, filter, Optional.empty(), 1_000);
    }

    private VaultAccess added(VaultAccess access) throws Exception {
        createLog().add(access);
        return access;
    }
}
