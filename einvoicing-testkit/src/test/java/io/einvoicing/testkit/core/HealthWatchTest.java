package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.data.EnvironmentBuilder.STORAGE_SECRET;
import static io.einvoicing.testkit.data.EnvironmentBuilder.VAULT;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.document.Container;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.health.EnvironmentHealth;
import io.einvoicing.health.HealthPolicy;
import io.einvoicing.health.HealthWatch;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.health.VaultHealth.State;
import io.einvoicing.health.VaultHealth.Status;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.notification.Notification;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthWatchTest {
    private static final String SIGNING = "signing-2026";
    private static final Container CONTAINER = new Container(new SecretValue("https://store.example/c?sig=secret"));
    private static final HealthPolicy POLICY = new HealthPolicy(Duration.ofMinutes(15), Duration.ofDays(90));

    private final TestClock clock = new TestClock();
    private final InMemoryStore store = new InMemoryStore();
    private final InMemorySecretVault vault = new InMemorySecretVault();
    private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    private final HealthWatch watch = watch();
    private final Caller caller = aCaller().build();
    private final ServiceEnvironment environment = anEnvironment()
            .of(caller.tenant())
            .withSettings(settings())
            .publishedTo("https://store.example/c")
            .build();
    private final List<String> told = new ArrayList<>();

    private HealthWatch watch() {
        return new HealthWatch(
                store.environments(),
                store.healthRecords(),
                new Vaults(vault, store.vaultAccesses(), store.addressClaims(), Duration.ZERO, UUID::randomUUID, clock),
                documents,
                POLICY,
                clock);
    }

    private static EnvironmentSettings settings() {
        EnvironmentSettings usual = anEnvironment().build().draft();
        return new EnvironmentSettings(
                usual.description(),
                List.of(new KeyVaultReference(
                        "Main",
                        "",
                        VAULT,
                        List.of(
                                new VaultObject(STORAGE_SECRET, "", VaultObject.Type.SECRET),
                                new VaultObject(SIGNING, "", VaultObject.Type.CERTIFICATE)))),
                usual.storageSecret(),
                usual.users(),
                usual.applications(),
                usual.certificateChains());
    }

    @BeforeEach
    void publish() {
        store.environments().save(environment, aStamp("environment.create"));
        putStorage(NOW, Optional.empty());
        putCertificate(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(400)));
    }

    @Test
    void findsEverythingInOrderAndAnnouncesNothing() {
        VaultHealth health = check();

        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.vault().reachable()).isTrue();
        assertThat(health.container()).hasValueSatisfying(container -> {
            assertThat(container.address()).contains("https://store.example/c");
            assertThat(container.reachable()).isTrue();
        });
        assertThat(health.objects())
                .extracting(VaultHealth.DeclaredObject::name, VaultHealth.DeclaredObject::state)
                .containsExactly(tuple(STORAGE_SECRET, State.OK), tuple(SIGNING, State.OK));
        assertThat(announced()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"31, OK", "30, OK", "29, EXPIRING", "0, EXPIRING", "-1, EXPIRED"})
    void judgesSecretsAndCertificatesByTheDaysLeft(int days, State state) {
        putStorage(NOW, Optional.of(NOW.plus(Duration.ofDays(days))));
        // A certificate ends at a whole second.
        putCertificate(
                NOW.minus(Duration.ofDays(90)), NOW.plus(Duration.ofDays(days)).plusSeconds(1));

        assertThat(check().objects())
                .extracting(VaultHealth.DeclaredObject::state)
                .containsExactly(state, state);
    }

    @Test
    void announcesWhatExpiresSoonOnceThenItsEndThenItsRenewal() {
        putCertificate(NOW.minus(Duration.ofDays(90)), NOW.plus(Duration.ofDays(20)));
        assertThat(check().status()).isEqualTo(Status.WARNING);
        assertThat(announced()).containsExactly("certificate.expiring");
        clock.advance(Duration.ofHours(1));
        check();
        assertThat(announced()).isEmpty();

        clock.advance(Duration.ofDays(20));
        assertThat(check().status()).isEqualTo(Status.FAILED);
        assertThat(announced()).containsExactly("certificate.expired");

        clock.advance(Duration.ofHours(1));
        putCertificate(NOW.minus(Duration.ofDays(90)), NOW.plus(Duration.ofDays(400)));
        check();
        assertThat(announced()).containsExactly("certificate.recovered");
    }

    @Test
    void tellsPeopleAndProgramsWhatExpiresWhen() {
        putStorage(NOW, Optional.of(NOW.plus(Duration.ofDays(20))));
        check();

        Notification notification = notifications().get(0);
        assertThat(notification.subject()).isEqualTo("Production: secret storage-sas expires soon");
        assertThat(notification.text()).contains("days left: 20").doesNotContain("sig=");
        assertThat(notification.data())
                .containsEntry("environmentId", environment.id().toString())
                .containsEntry("object", STORAGE_SECRET)
                .containsEntry("daysLeft", "20")
                .containsEntry("vault", VAULT.toString());
    }

    @Test
    void findsASecretOldUntilItIsRotated() {
        putStorage(NOW.minus(Duration.ofDays(91)), Optional.empty());
        VaultHealth health = check();
        assertThat(health.objects().get(0).state()).isEqualTo(State.OLD);
        assertThat(health.objects().get(0).problem())
                .hasValueSatisfying(text -> assertThat(text).contains("older than 90 days"));
        assertThat(announced()).containsExactly("secret.old");

        clock.advance(Duration.ofHours(1));
        putStorage(NOW, Optional.empty());
        check();
        assertThat(announced()).containsExactly("secret.recovered");
    }

    @Test
    void keepsWhatItCannotTellWhileTheVaultIsDown() {
        putStorage(NOW.minus(Duration.ofDays(91)), Optional.empty());
        check();
        assertThat(announced()).containsExactly("secret.old");

        clock.advance(Duration.ofHours(1));
        vault.goDown();
        VaultHealth down = check();
        assertThat(down.vault().reachable()).isFalse();
        assertThat(down.status()).isEqualTo(Status.FAILED);
        assertThat(down.objects()).isEmpty();
        assertThat(announced()).containsExactly("vault.unreachable");

        clock.advance(Duration.ofHours(1));
        vault.comeUp();
        check();
        assertThat(announced()).containsExactly("vault.recovered");
    }

    @Test
    void announcesAContainerThatRefusesAndOneThatSoonWill() {
        documents.expire(CONTAINER);
        VaultHealth refused = check();
        assertThat(refused.container()).hasValueSatisfying(container -> {
            assertThat(container.reachable()).isFalse();
            assertThat(container.problem().orElseThrow())
                    .contains("put a new SAS URL")
                    .doesNotContain("sig=");
        });
        assertThat(announced()).containsExactly("container.unreachable");

        clock.advance(Duration.ofHours(1));
        Container renewed = new Container(new SecretValue("https://store.example/c?sig=renewed"));
        vault.putSecret(VAULT, STORAGE_SECRET, renewed.url().reveal());
        documents.expiresAt(renewed, NOW.plus(Duration.ofDays(10)));
        assertThat(check().status()).isEqualTo(Status.WARNING);
        assertThat(announced()).containsExactly("container.expiring");
    }

    @Test
    void tellsTheAddressOfAContainerWhoseStorageIsDown() {
        documents.goDown();

        VaultHealth.Container container = check().container().orElseThrow();

        assertThat(container.reachable()).isFalse();
        assertThat(container.address()).contains("https://store.example/c");
    }

    @Test
    void tellsWhyADeclaredObjectCannotBeUsed() {
        vault.denyAccess(VAULT, STORAGE_SECRET);
        vault.remove(VAULT, SIGNING);
        VaultHealth health = check();

        assertThat(health.objects())
                .extracting(VaultHealth.DeclaredObject::state)
                .containsExactly(State.DENIED, State.MISSING);
        assertThat(health.objects())
                .allSatisfy(object -> assertThat(object.problem()).isPresent());
        assertThat(health.container()).isEmpty();
        assertThat(announced()).containsExactlyInAnyOrder("secret.unusable", "certificate.unusable");
    }

    @Test
    void findsACertificateThatIsNoneOrNotYetValid() {
        vault.remove(VAULT, SIGNING);
        vault.putSecret(VAULT, SIGNING, "no certificate");
        assertThat(check().objects().get(1).state()).isEqualTo(State.UNREADABLE);

        clock.advance(Duration.ofHours(1));
        putCertificate(NOW.plus(Duration.ofDays(2)), NOW.plus(Duration.ofDays(400)));
        assertThat(check().objects().get(1).state()).isEqualTo(State.NOT_YET_VALID);
        assertThat(announced()).containsExactly("certificate.unusable");
    }

    @Test
    void warnsWhenTheVaultRefusesToList() {
        vault.denyList(VAULT);

        VaultHealth health = check();

        assertThat(health.status()).isEqualTo(Status.WARNING);
        assertThat(health.vault().reachable()).isTrue();
        assertThat(health.vault().problem()).isPresent();
    }

    @Test
    void looksAtEachPublishedEnvironmentOncePerInterval() {
        assertThat(watch.checkNext()).isTrue();
        assertThat(watch.checkNext()).isFalse();
        assertThat(watch().checkNext()).as("another node").isFalse();

        clock.advance(POLICY.interval().plusMillis(1));
        assertThat(watch.checkNext()).isTrue();
        assertThat(store.vaultAccesses().list(caller.tenant(), VaultAccess.Filter.ALL, Optional.empty(), 100))
                .hasSize(6)
                .allSatisfy(access -> assertThat(access.use().by().kind()).isEqualTo(VaultUse.Kind.SERVICE));
    }

    @Test
    void announcesAChangeOnceHoweverManyNodesSawIt() {
        vault.goDown();

        check();
        watch().check(caller, environment.id()).orThrow();

        assertThat(announced()).containsExactly("vault.unreachable");
    }

    @Test
    void announcesTheNextVaultAnewWhenAnotherOneIsUsed() {
        vault.goDown();
        check();
        assertThat(announced()).containsExactly("vault.unreachable");
        EnvironmentSettings moved = new EnvironmentSettings(
                "",
                List.of(new KeyVaultReference(
                        "Next",
                        "",
                        URI.create("https://next.vault.azure.net/"),
                        environment.draft().keyVaults().get(0).objects())),
                environment.draft().storageSecret(),
                environment.draft().users(),
                List.of(),
                List.of());
        ServiceEnvironment edited = environment.edit(moved);
        store.environments().save(edited, aStamp("environment.edit"));
        store.environments()
                .save(edited.publish(aStamp("environment.publish"), Optional.empty()), aStamp("environment.publish"));
        clock.advance(Duration.ofHours(1));

        check();

        assertThat(announced()).containsExactly("vault.unreachable");
    }

    @Test
    void listsPublishedEnvironmentsAlsoBeforeTheFirstLook() {
        store.environments()
                .save(anEnvironment().of(caller.tenant()).named("Draft").build(), aStamp("environment.create"));

        assertThat(watch.latest(caller).orThrow())
                .containsExactly(new EnvironmentHealth(environment.id(), "Production", Optional.empty()));
        VaultHealth health = check();
        assertThat(watch.latest(caller).orThrow())
                .containsExactly(new EnvironmentHealth(environment.id(), "Production", Optional.of(health)));
        assertThat(watch.all()).containsExactly(health);
    }

    @Test
    void refusesWhoMayNotConfigureAndWhatIsNotPublished() {
        Caller submitter = aCaller().of(caller.tenant()).withRoles(Role.SUBMIT).build();
        ServiceEnvironment draft =
                anEnvironment().of(caller.tenant()).named("Draft").build();
        store.environments().save(draft, aStamp("environment.create"));

        Results.refused(watch.latest(submitter), Refusal.Kind.FORBIDDEN);
        Results.refused(watch.check(submitter, environment.id()), Refusal.Kind.FORBIDDEN);
        Results.refused(watch.check(caller, draft.id()), Refusal.Kind.CONFLICT);
        Results.refused(watch.check(aCaller().build(), environment.id()), Refusal.Kind.NOT_FOUND);
    }

    private VaultHealth check() {
        return watch.check(caller, environment.id()).orThrow();
    }

    private void putStorage(Instant createdAt, Optional<Instant> expiresAt) {
        vault.putSecret(VAULT, STORAGE_SECRET, CONTAINER.url().reveal(), Optional.of(createdAt), expiresAt);
    }

    private void putCertificate(Instant from, Instant until) {
        vault.putCertificate(
                VAULT,
                SIGNING,
                TestCertificates.aCertificate()
                        .validFrom(from)
                        .validUntil(until)
                        .build()
                        .inVault());
    }

    private List<Notification> notifications() {
        return store.notifications().list(caller.tenant(), Optional.empty(), 100);
    }

    /** Returns the types that were announced since the last call. */
    private List<String> announced() {
        List<String> all =
                notifications().stream().map(Notification::type).sorted().toList();
        List<String> fresh = new ArrayList<>(all);
        told.forEach(fresh::remove);
        told.addAll(fresh);
        return fresh;
    }
}
