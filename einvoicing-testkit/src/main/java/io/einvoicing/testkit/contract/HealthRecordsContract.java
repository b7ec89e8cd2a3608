package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.health.VaultHealth.Status;
import io.einvoicing.health.port.HealthRecords;
import io.einvoicing.health.port.HealthRecords.Due;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.vault.VaultObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link HealthRecords} does. All factories give ports of the same store, in which no other class claims. */
public abstract class HealthRecordsContract {
    private static final Instant LATER = NOW.plusSeconds(900);

    private final TenantId tenant = freshTenant();

    protected abstract HealthRecords createRecords() throws Exception;

    protected abstract HealthRecords createUnreachableRecords() throws Exception;

    protected abstract EnvironmentRepository createEnvironments() throws Exception;

    protected abstract NotificationOutbox createOutbox() throws Exception;

    @Test
    void knowsNothingOfAnEnvironmentThatNobodyLookedAt() throws Exception {
        ServiceEnvironment environment = published("Production");

        assertThat(find(environment)).isEmpty();
        assertThat(createRecords().list(tenant)).isEmpty();
    }

    @Test
    void keepsAllThatWasSeen() throws Exception {
        VaultHealth health = maximal(published("Production"));

        assertThat(createRecords().save(health, Optional.empty(), List.of())).isTrue();

        assertThat(createRecords().find(tenant, health.environment())).contains(health);
        assertThat(createRecords().list(tenant)).containsExactly(health);
        assertThat(createRecords().all()).contains(health);
    }

    @Test
    void replacesOnlyWhatTheWriterKnew() throws Exception {
        ServiceEnvironment environment = published("Production");
        VaultHealth first = health(environment, NOW);
        VaultHealth second = health(environment, LATER);
        createRecords().save(first, Optional.empty(), List.of());

        assertThat(createRecords().save(second, Optional.empty(), List.of())).isFalse();
        assertThat(createRecords().save(second, Optional.of(LATER), List.of())).isFalse();
        assertThat(find(environment)).contains(first);
        assertThat(createRecords().save(second, Optional.of(NOW), List.of())).isTrue();
        assertThat(find(environment)).contains(second);
    }

    @Test
    void addsTheNotificationsOfTheOneThatIsStored() throws Exception {
        ServiceEnvironment environment = published("Production");
        Notification told = aNotification().of(tenant).build();
        Notification untold = aNotification().of(tenant).build();
        createRecords().save(health(environment, NOW), Optional.empty(), List.of(told));

        createRecords().save(health(environment, LATER), Optional.empty(), List.of(untold));

        assertThat(createOutbox().list(tenant, Optional.empty(), 10)).containsExactly(told);
    }

    @Test
    void letsOneOfManyWritersWin() throws Exception {
        ServiceEnvironment environment = published("Production");
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> createRecords()
                            .save(
                                    health(environment, NOW.plusSeconds(i)),
                                    Optional.empty(),
                                    List.of(aNotification().of(tenant).build()))))
                    .containsOnlyOnce(true);
        }
        assertThat(createOutbox().list(tenant, Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void listsByNameOfTheEnvironmentAndKeepsTenantsApart() throws Exception {
        VaultHealth second = health(published("Test"), NOW);
        VaultHealth first = health(published("Production"), NOW);
        createRecords().save(second, Optional.empty(), List.of());
        createRecords().save(first, Optional.empty(), List.of());

        assertThat(createRecords().list(tenant)).containsExactly(first, second);
        assertThat(createRecords().list(freshTenant())).isEmpty();
        assertThat(createRecords().find(freshTenant(), first.environment())).isEmpty();
    }

    @Test
    void countsEnvironmentsByStatus() throws Exception {
        ServiceEnvironment environment = published("Production");
        createRecords().save(health(published("Test"), NOW), Optional.empty(), List.of());
        createRecords().save(health(environment, NOW), Optional.empty(), List.of());
        long healthy = count(Status.HEALTHY);
        long failed = count(Status.FAILED);
        VaultHealth down = new VaultHealth(
                tenant,
                environment.id(),
                environment.name(),
                LATER,
                new VaultHealth.Vault(
                        URI.create("https://contoso.vault.azure.net/"),
                        false,
                        Duration.ofSeconds(20),
                        Optional.of("no answer")),
                Optional.empty(),
                List.of(),
                List.of());

        createRecords().save(down, Optional.of(NOW), List.of());

        assertThat(count(Status.HEALTHY)).isEqualTo(healthy - 1).isPositive();
        assertThat(count(Status.FAILED)).isEqualTo(failed + 1);
    }

    private long count(Status status) throws Exception {
        return createRecords().counts().getOrDefault(status, 0L);
    }

    @Test
    void forgetsADeletedEnvironment() throws Exception {
        ServiceEnvironment environment = published("Production");
        createRecords().save(health(environment, NOW), Optional.empty(), List.of());

        createEnvironments().delete(environment, aStamp("environment.delete"));

        assertThat(find(environment)).isEmpty();
        assertThat(createRecords().all()).noneMatch(health -> health.tenant().equals(tenant));
        assertThat(claimAll(LATER, LATER)).doesNotContain(due(environment));
    }

    @Test
    void claimsWhatNobodyLookedAtOnceUntilTheClaimEnds() throws Exception {
        ServiceEnvironment environment = published("Production");
        ServiceEnvironment draft = anEnvironment().of(tenant).named("Draft").build();
        createEnvironments().save(draft, aStamp("environment.create"));

        assertThat(claimAll(NOW, NOW)).contains(due(environment)).doesNotContain(due(draft));
        assertThat(claimAll(NOW, NOW.plusSeconds(59))).doesNotContain(due(environment));
        assertThat(claimAll(NOW, NOW.plusSeconds(60))).contains(due(environment));
    }

    @Test
    void claimsWhatWasLookedAtTooLongAgo() throws Exception {
        ServiceEnvironment environment = published("Production");
        createRecords().save(health(environment, NOW), Optional.empty(), List.of());

        assertThat(claimAll(NOW, LATER)).doesNotContain(due(environment));
        assertThat(claimAll(NOW.plusMillis(1), LATER)).contains(due(environment));
        createRecords().save(health(environment, LATER), Optional.of(NOW), List.of());
        assertThat(claimAll(LATER.plusMillis(1), LATER)).contains(due(environment));
    }

    @Test
    void givesAnEnvironmentToOneOfManyThatClaim() throws Exception {
        Due environment = due(published("Production"));
        int claimed = 0;
        try (Race race = new Race(8)) {
            for (int round = 0; round < 20; round++) {
                claimed += (int) race.run(i -> () -> claim(NOW, NOW)).stream()
                        .flatMap(Optional::stream)
                        .filter(environment::equals)
                        .count();
            }
        }
        claimed += (int) claimAll(NOW, NOW).stream().filter(environment::equals).count();
        assertThat(claimed).isEqualTo(1);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        VaultHealth health = health(published("Production"), NOW);
        HealthRecords unreachable = createUnreachableRecords();
        Outages.assertUnavailable(
                () -> unreachable.find(tenant, health.environment()),
                () -> unreachable.list(tenant),
                unreachable::all,
                unreachable::counts,
                () -> unreachable.save(health, Optional.empty(), List.of()),
                () -> unreachable.claim(NOW, NOW, LATER));
    }

    private ServiceEnvironment published(String name) throws Exception {
        ServiceEnvironment environment =
                anEnvironment().of(tenant).named(name).published().build();
        createEnvironments().save(environment, aStamp("environment.create"));
        return environment;
    }

    private Optional<VaultHealth> find(ServiceEnvironment environment) throws Exception {
        return createRecords().find(tenant, environment.id());
    }

    private static Due due(ServiceEnvironment environment) {
        return new Due(environment.tenant(), environment.id());
    }

    private Optional<Due> claim(Instant lookedAtBefore, Instant now) throws Exception {
        return createRecords().claim(lookedAtBefore, now, now.plusSeconds(60));
    }

    /** Claims what is due, that of other tests too. */
    private Set<Due> claimAll(Instant lookedAtBefore, Instant now) throws Exception {
        Set<Due> claimed = new HashSet<>();
        for (Optional<Due> next = claim(lookedAtBefore, now); next.isPresent(); next = claim(lookedAtBefore, now)) {
            assertThat(claimed.add(next.get())).isTrue();
        }
        return claimed;
    }

    private VaultHealth health(ServiceEnvironment environment, Instant at) {
        return new VaultHealth(
                tenant,
                environment.id(),
                environment.name(),
                at,
                new VaultHealth.Vault(
                        URI.create("https://contoso.vault.azure.net/"), true, Duration.ofMillis(7), Optional.empty()),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private VaultHealth maximal(ServiceEnvironment environment) {
        return new VaultHealth(
                tenant,
                environment.id(),
                environment.name(),
                NOW.plusNanos(1_000),
                new VaultHealth.Vault(
                        URI.create("https://contoso.vault.azure.net/"),
                        true,
                        Duration.ofMillis(1_234),
                        Optional.of(Maximal.TEXT)),
                Optional.of(new VaultHealth.Container(
                        Optional.of("https://contoso.blob.core.windows.net/invoices"),
                        true,
                        Duration.ofMillis(21),
                        Optional.of(LATER),
                        true,
                        Optional.of(Maximal.TEXT))),
                List.of(
                        new VaultHealth.DeclaredObject(
                                "storage-sas",
                                VaultObject.Type.SECRET,
                                VaultHealth.State.EXPIRING,
                                Optional.of("0123abcd"),
                                Optional.of(NOW),
                                Optional.of(NOW.plusSeconds(1)),
                                Optional.of(LATER),
                                Optional.of(Maximal.TEXT)),
                        new VaultHealth.DeclaredObject(
                                "signing-2026",
                                VaultObject.Type.CERTIFICATE,
                                VaultHealth.State.NOT_YET_VALID,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                List.of(new VaultHealth.Alert("secret/storage-sas", "secret.expiring", NOW)));
    }
}
