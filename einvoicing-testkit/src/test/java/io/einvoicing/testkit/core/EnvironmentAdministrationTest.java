package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.EnvironmentBuilder.STORAGE_SECRET;
import static io.einvoicing.testkit.data.EnvironmentBuilder.VAULT;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.serviceParameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.environment.EnvironmentAdministration;
import io.einvoicing.environment.EnvironmentApplication;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.environment.Publication;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.SettingsChange;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvironmentAdministrationTest {
    private static final TestCertificate CERTIFICATE =
            TestCertificates.aCertificate().subject("CN=Signer").build();
    private static final Duration VALIDITY =
            Duration.between(NOW, CERTIFICATE.certificate().getNotAfter().toInstant());

    private final InMemoryStore store = new InMemoryStore();
    private final InMemorySecretVault vault = new InMemorySecretVault();
    private final TestClock clock = new TestClock();
    private final EnvironmentAdministration administration = new EnvironmentAdministration(
            new EnvironmentAdministration.Ports(
                    store.environments(),
                    store.serviceParameters(),
                    new InMemoryDocumentStore(),
                    (tenant, environment) -> List.of()),
            vault.uncached(),
            new SequentialIdentifiers(),
            clock);
    private final Caller caller = aCaller().withRoles(Role.CONFIGURE).build();

    private List<ServiceEnvironment> list(Caller who) {
        return administration.list(who, Optional.empty(), 1_000).orThrow().items();
    }

    @BeforeEach
    void fillTheVaultAndNameTheService() {
        store.serviceParameters().given(serviceParameters(caller.tenant()));
        vault.putSecret(VAULT, STORAGE_SECRET, "https://contoso.blob.core.windows.net/c?sig=x");
    }

    @Nested
    class Lifecycle {
        @Test
        void beginsUnpublishedAndEmpty() {
            ServiceEnvironment created =
                    administration.create(caller, "Production").orThrow();

            assertThat(created.status()).isEqualTo(ServiceEnvironment.Status.NOT_PUBLISHED);
            assertThat(created.creator()).isEqualTo(caller.principal());
            assertThat(created.tenant()).isEqualTo(caller.tenant());
            assertThat(administration.find(caller, created.id()).orThrow()).isEqualTo(created);
            assertThat(list(caller)).containsExactly(created);
            assertThat(store.environments().latest(caller.tenant(), "Production"))
                    .isEmpty();
        }

        @Test
        void goesFromUnpublishedOverPublishedAndChangedToPublishedAgain() {
            ServiceEnvironment created =
                    administration.create(caller, "Production").orThrow();
            ServiceEnvironment edited =
                    administration.edit(caller, created.id(), 1, settings()).orThrow();
            assertThat(edited.status()).isEqualTo(ServiceEnvironment.Status.NOT_PUBLISHED);

            Publication first = administration.publish(caller, created.id(), 2).orThrow();
            assertThat(first.environment().status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);
            assertThat(first.warnings()).isEmpty();
            assertThat(latest(created)).contains(snapshot(created, 1, settings()));

            EnvironmentSettings changed = listing(settings(), List.of(user(1)));
            ServiceEnvironment unpublished =
                    administration.edit(caller, created.id(), 3, changed).orThrow();
            assertThat(unpublished.status()).isEqualTo(ServiceEnvironment.Status.CHANGED);
            assertThat(latest(created)).contains(snapshot(created, 1, settings()));

            Publication second = administration.publish(caller, created.id(), 4).orThrow();
            assertThat(second.environment().status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);
            assertThat(latest(created)).contains(snapshot(created, 2, changed));
            assertThat(store.auditTrail().newest(caller.tenant(), 10))
                    .extracting(entry -> entry.stamp().operation())
                    .containsExactly(
                            "environment.publish",
                            "environment.edit",
                            "environment.publish",
                            "environment.edit",
                            "environment.create");
        }

        @Test
        void isNotPublishedBeforeTheServiceParametersAreSet() {
            ServiceEnvironment created =
                    administration.create(caller, "Production").orThrow();
            ServiceEnvironment edited =
                    administration.edit(caller, created.id(), 1, settings()).orThrow();
            store.serviceParameters().given(ServiceParameters.unset(caller.tenant()));

            Refusal refusal = refused(
                    administration.publish(caller, edited.id(), edited.revision()),
                    Refusal.Kind.SERVICE_PARAMETERS_MISSING);

            assertThat(refusal.findings()).extracting(Finding::field).containsExactly("geography", "endpoint");
            assertThat(administration.find(caller, edited.id()).orThrow()).isEqualTo(edited);
        }

        @Test
        void keepsServingTheFormerSnapshotWhenAPublicationIsRefused() {
            ServiceEnvironment published = published(settings());
            vault.remove(VAULT, STORAGE_SECRET);
            EnvironmentSettings changed = listing(settings(), List.of(user(1)));
            administration.edit(caller, published.id(), 3, changed).orThrow();

            refused(administration.publish(caller, published.id(), 4), Refusal.Kind.INVALID);

            assertThat(latest(published)).isEqualTo(published.published());
            assertThat(administration.find(caller, published.id()).orThrow().status())
                    .isEqualTo(ServiceEnvironment.Status.CHANGED);
        }

        @Test
        void refusesANameThatIsTaken() {
            administration.create(caller, "Production").orThrow();

            Refusal refusal = refused(administration.create(caller, "Production"), Refusal.Kind.DUPLICATE);

            assertThat(refusal.message()).contains("Production").contains("choose another");
        }

        @Test
        void refusesANameThatIsNone() {
            assertThatIllegalArgumentException().isThrownBy(() -> administration.create(caller, " "));
        }

        @Test
        void refusesAStaleRevision() {
            ServiceEnvironment created =
                    administration.create(caller, "Production").orThrow();
            administration.edit(caller, created.id(), 1, settings()).orThrow();

            refused(administration.edit(caller, created.id(), 1, EnvironmentSettings.EMPTY), Refusal.Kind.STALE);
            refused(administration.edit(caller, created.id(), 3, EnvironmentSettings.EMPTY), Refusal.Kind.STALE);
            refused(administration.publish(caller, created.id(), 1), Refusal.Kind.STALE);

            assertThat(administration.find(caller, created.id()).orThrow().draft())
                    .isEqualTo(settings());
        }

        @Test
        void doesNotFindTheEnvironmentOfAnotherTenant() {
            ServiceEnvironment created =
                    administration.create(caller, "Production").orThrow();
            Caller stranger = aCaller().build();

            refused(administration.find(stranger, created.id()), Refusal.Kind.NOT_FOUND);
            refused(administration.edit(stranger, created.id(), 1, settings()), Refusal.Kind.NOT_FOUND);
            refused(administration.publish(stranger, created.id(), 1), Refusal.Kind.NOT_FOUND);
            assertThat(list(stranger)).isEmpty();
            assertThat(administration.create(stranger, "Production")).isInstanceOf(Result.Accepted.class);
        }

        @ParameterizedTest
        @EnumSource(names = "CONFIGURE", mode = EnumSource.Mode.EXCLUDE)
        void needsTheRoleConfigure(Role other) {
            ServiceEnvironment created =
                    administration.create(caller, "Production").orThrow();
            Caller clerk = aCaller().of(caller.tenant()).withRoles(other).build();

            refused(administration.create(clerk, "Test"), Refusal.Kind.FORBIDDEN);
            refused(administration.find(clerk, created.id()), Refusal.Kind.FORBIDDEN);
            refused(administration.list(clerk, Optional.empty(), 10), Refusal.Kind.FORBIDDEN);
            refused(administration.edit(clerk, created.id(), 1, settings()), Refusal.Kind.FORBIDDEN);
            refused(administration.publish(clerk, created.id(), 1), Refusal.Kind.FORBIDDEN);
            assertThat(store.auditTrail().newest(caller.tenant(), 10)).hasSize(1);
        }

        @Test
        void passesAnOutageOfTheStoreOn() {
            store.outage().begin();

            assertThatThrownBy(() -> administration.create(caller, "Production"))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> administration.find(caller, new EnvironmentId(new UUID(0, 1))))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Nested
    class NamesAndDeletion {
        @Test
        void keepsTheDescriptionOfItsCreation() {
            ServiceEnvironment created =
                    administration.create(caller, "Production", "All of Europe").orThrow();

            assertThat(created.draft().description()).isEqualTo("All of Europe");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> administration.create(caller, "Test", "x".repeat(4_001)))
                    .withMessageContaining("description");
        }

        @Test
        void renamesUntilTheFirstPublication() {
            ServiceEnvironment created =
                    administration.create(caller, "Prodution").orThrow();
            ServiceEnvironment renamed =
                    administration.rename(caller, created.id(), 1, "Production").orThrow();
            assertThat(renamed.name()).isEqualTo("Production");
            refused(administration.rename(caller, created.id(), 1, "Other"), Refusal.Kind.STALE);
            administration.create(caller, "Test").orThrow();
            refused(administration.rename(caller, created.id(), 2, "Test"), Refusal.Kind.DUPLICATE);

            administration.edit(caller, created.id(), 2, settings()).orThrow();
            administration.publish(caller, created.id(), 3).orThrow();
            Refusal fixed = refused(administration.rename(caller, created.id(), 4, "Other"), Refusal.Kind.CONFLICT);

            assertThat(fixed.message()).contains("create another environment");
        }

        @Test
        void deletesForEver() {
            ServiceEnvironment published = published(settings());

            administration.delete(caller, published.id(), 3).orThrow();

            refused(administration.find(caller, published.id()), Refusal.Kind.NOT_FOUND);
            refused(administration.delete(caller, published.id(), 4), Refusal.Kind.NOT_FOUND);
            refused(administration.create(caller, "Production"), Refusal.Kind.DUPLICATE);
            assertThat(list(caller)).isEmpty();
            assertThat(latest(published)).isEmpty();
            assertThat(store.names().environments(caller.tenant())).containsEntry(published.id(), "Production");
        }

        @Test
        void doesNotDeleteWhatIsInUseOrWasChanged() {
            ServiceEnvironment published = published(settings());
            store.submissions().create(TestData.aSubmission().to(published).build());

            refused(administration.delete(caller, published.id(), 2), Refusal.Kind.STALE);
            Refusal inUse = refused(administration.delete(caller, published.id(), 3), Refusal.Kind.CONFLICT);

            assertThat(inUse.findings())
                    .extracting(Finding::field, Finding::message)
                    .containsExactly(tuple("submissions", "submissions in process: 1"));
            assertThat(administration.find(caller, published.id()).orThrow()).isEqualTo(published);
        }

        @Test
        void needTheRoleConfigure() {
            ServiceEnvironment published = published(settings());
            Caller clerk = aCaller().of(caller.tenant()).withRoles(Role.SUBMIT).build();

            refused(administration.rename(clerk, published.id(), 3, "Other"), Refusal.Kind.FORBIDDEN);
            refused(administration.delete(clerk, published.id(), 3), Refusal.Kind.FORBIDDEN);
            refused(administration.check(clerk, published.id()), Refusal.Kind.FORBIDDEN);
            refused(administration.snapshot(clerk, published.id(), 1), Refusal.Kind.FORBIDDEN);
            refused(administration.snapshots(clerk, published.id(), Optional.empty(), 10), Refusal.Kind.FORBIDDEN);
            refused(administration.differences(clerk, published.id(), 1, Optional.empty()), Refusal.Kind.FORBIDDEN);
            refused(administration.rollBack(clerk, published.id(), 1, 3), Refusal.Kind.FORBIDDEN);
        }
    }

    @Nested
    class History {
        @Test
        void rollsBackByPublishingAFormerSnapshotAgainInOneStep() {
            ServiceEnvironment first = published(settings());
            EnvironmentSettings changed = listing(settings(), List.of(user(1)));
            administration.edit(caller, first.id(), 3, changed).orThrow();
            administration.publish(caller, first.id(), 4).orThrow();

            Publication back = administration.rollBack(caller, first.id(), 1, 5).orThrow();

            assertThat(back.environment().draft()).isEqualTo(settings());
            assertThat(back.environment().revision()).isEqualTo(6);
            assertThat(latest(first)).contains(snapshot(first, 3, settings()));
            assertThat(administration
                            .snapshots(caller, first.id(), Optional.empty(), 10)
                            .orThrow())
                    .extracting(PublishedEnvironment::number)
                    .containsExactly(3, 2, 1);
            assertThat(store.auditTrail().newest(caller.tenant(), 10))
                    .extracting(entry -> entry.stamp().operation())
                    .startsWith("environment.rollback", "environment.publish")
                    .hasSize(6);
            refused(administration.rollBack(caller, first.id(), 1, 5), Refusal.Kind.STALE);
            refused(administration.rollBack(caller, first.id(), 9, 6), Refusal.Kind.NOT_FOUND);
        }

        @Test
        void doesNotRollBackToWhatTheChecksRefuseNow() {
            vault.putSecret(VAULT, "api-key", "k");
            ServiceEnvironment first = published(withObjects(storage(), secret("api-key")));
            administration.edit(caller, first.id(), 3, settings()).orThrow();
            ServiceEnvironment second =
                    administration.publish(caller, first.id(), 4).orThrow().environment();
            vault.remove(VAULT, "api-key");

            Refusal refusal = refused(administration.rollBack(caller, first.id(), 1, 5), Refusal.Kind.INVALID);

            assertThat(refusal.findings()).extracting(Finding::field).containsExactly("keyVaults[0].objects[1]");
            assertThat(administration.find(caller, first.id()).orThrow()).isEqualTo(second);
        }

        @Test
        void comparesAnySnapshotWithAnotherOrTheDraft() {
            ServiceEnvironment first = published(settings());
            administration
                    .edit(caller, first.id(), 3, listing(settings(), List.of(user(1))))
                    .orThrow();

            assertThat(administration
                            .differences(caller, first.id(), 1, Optional.empty())
                            .orThrow())
                    .extracting(SettingsChange::kind)
                    .contains(SettingsChange.Kind.REMOVED, SettingsChange.Kind.ADDED);
            assertThat(administration
                            .differences(caller, first.id(), 1, Optional.of(1))
                            .orThrow())
                    .isEmpty();
            refused(administration.differences(caller, first.id(), 1, Optional.of(2)), Refusal.Kind.NOT_FOUND);
            refused(administration.differences(caller, first.id(), 2, Optional.empty()), Refusal.Kind.NOT_FOUND);
        }
    }

    @Nested
    class PublishChecks {
        @Test
        void sayEverythingThatIsWrongAtOnceEachWithTheRemedy() {
            ServiceEnvironment created =
                    administration.create(caller, "Production").orThrow();

            Refusal refusal = refused(administration.publish(caller, created.id(), 1), Refusal.Kind.INVALID);

            assertThat(refusal.message()).contains("Production");
            assertThat(refusal.findings())
                    .containsExactly(
                            Finding.error(
                                    "storageSecret",
                                    "no storage secret is chosen",
                                    "choose the declared secret that holds the SAS URL of the customer's container"),
                            Finding.error(
                                    "users",
                                    "nobody could use the environment",
                                    "list at least one user or application that may submit documents"));
        }

        @Test
        void findAStorageSecretThatNoVaultDeclares() {
            Finding finding = onlyError(new EnvironmentSettings(
                    "",
                    List.of(vault("Main", VAULT)),
                    Optional.of(STORAGE_SECRET),
                    List.of(user(1)),
                    List.of(),
                    List.of()));

            assertThat(finding.field()).isEqualTo("storageSecret");
            assertThat(finding.message()).contains(STORAGE_SECRET);
            assertThat(finding.remedy()).contains("type SECRET");
        }

        @Test
        void findAStorageSecretThatIsDeclaredAsACertificateOnly() {
            vault.putCertificate(VAULT, STORAGE_SECRET, CERTIFICATE.inVault());

            Finding finding = onlyError(withObjects(new VaultObject(STORAGE_SECRET, "", VaultObject.Type.CERTIFICATE)));

            assertThat(finding.field()).isEqualTo("storageSecret");
        }

        @Test
        void findASecretThatTheVaultDoesNotHold() {
            Finding finding = onlyError(withObjects(storage(), secret("api-key")));

            assertThat(finding.field()).isEqualTo("keyVaults[0].objects[1]");
            assertThat(finding.message())
                    .contains("no enabled secret \"api-key\"")
                    .contains(VAULT.toString());
            assertThat(finding.remedy()).contains("create it there");
        }

        @Test
        void findASecretThatIsDisabledOrEmpty() {
            vault.putSecret(VAULT, "api-key", "k");
            vault.disable(VAULT, "api-key");
            vault.putSecret(VAULT, "blank", " ");

            assertThat(errors(withObjects(storage(), secret("api-key"), secret("blank"))))
                    .extracting(Finding::field, Finding::remedy)
                    .containsExactly(
                            tuple("keyVaults[0].objects[1]", "create it there, or correct the declared name or type"),
                            tuple("keyVaults[0].objects[2]", "set its value in the key vault"));
        }

        @Test
        void findAnObjectToWhichAccessIsRefused() {
            vault.putSecret(VAULT, "api-key", "k");
            vault.denyAccess(VAULT, "api-key");

            Finding finding = onlyError(withObjects(storage(), secret("api-key")));

            assertThat(finding.message()).contains("refuses access");
            assertThat(finding.remedy()).contains("grant");
        }

        @Test
        void findAVaultThatIsDownOnceWhateverTheNumberOfItsObjects() {
            vault.goDown();

            Finding finding = onlyError(withObjects(storage(), secret("a"), secret("b")));

            assertThat(finding.field()).isEqualTo("keyVaults[0]");
            assertThat(finding.remedy()).contains("publish again");
        }

        @Test
        void findACertificateOfAChainThatIsNotDeclaredInTheBoundVault() {
            vault.putCertificate(VAULT, "signing", CERTIFICATE.inVault());
            URI other = URI.create("https://other.vault.azure.net/");
            vault.putCertificate(other, "elsewhere", CERTIFICATE.inVault());
            EnvironmentSettings settings = new EnvironmentSettings(
                    "",
                    List.of(
                            vault("Main", VAULT, storage(), certificate("signing")),
                            vault("Other", other, certificate("elsewhere"))),
                    Optional.of(STORAGE_SECRET),
                    List.of(user(1)),
                    List.of(),
                    List.of(new CertificateChain("Chain", "", List.of("missing", "elsewhere", "signing"))));

            assertThat(errors(settings))
                    .extracting(Finding::field)
                    .containsExactly("certificateChains[0].certificates[0]", "certificateChains[0].certificates[1]");
            assertThat(errors(settings))
                    .extracting(Finding::message)
                    .satisfiesExactly(
                            first -> assertThat(first).contains("\"missing\""),
                            second -> assertThat(second).contains("\"elsewhere\""));
        }

        @Test
        void acceptACertificateThatIsValidForMoreThanAMonth() {
            vault.putCertificate(VAULT, "signing", CERTIFICATE.inVault());
            clock.advance(VALIDITY.minusDays(30));

            assertThat(publish(withObjects(storage(), certificate("signing")))
                            .orThrow()
                            .warnings())
                    .isEmpty();
        }

        @Test
        void warnOfACertificateThatExpiresWithinAMonth() {
            vault.putCertificate(VAULT, "signing", CERTIFICATE.inVault());
            clock.advance(VALIDITY.minusDays(30).plusSeconds(1));

            List<Finding> warnings = publish(withObjects(storage(), certificate("signing")))
                    .orThrow()
                    .warnings();

            assertThat(warnings).extracting(Finding::severity).containsExactly(Finding.Severity.WARNING);
            assertThat(warnings.get(0).message()).contains("expires at 2045-01-01T00:00:00Z");
            assertThat(warnings.get(0).remedy()).contains("renew");
        }

        @Test
        void findACertificateThatHasExpiredOrIsNotValidYet() {
            vault.putCertificate(VAULT, "signing", CERTIFICATE.inVault());
            EnvironmentSettings settings = withObjects(storage(), certificate("signing"));

            clock.advance(VALIDITY.plusMillis(1));
            assertThat(onlyError(settings).message()).contains("expired at 2045-01-01T00:00:00Z");

            clock.set(CERTIFICATE.certificate().getNotBefore().toInstant().minusMillis(1));
            assertThat(onlyError(settings).message()).contains("valid only from 2025-01-01T00:00:00Z");
        }

        @Test
        void letAccessBeWithdrawnWhileTheVaultIsDown() {
            EnvironmentApplication application = new EnvironmentApplication("Nightly", TestData.freshPrincipal());
            EnvironmentSettings before = new EnvironmentSettings(
                    "",
                    settings().keyVaults(),
                    Optional.of(STORAGE_SECRET),
                    List.of(user(1), user(2)),
                    List.of(application),
                    List.of());
            ServiceEnvironment published = published(before);
            vault.goDown();

            EnvironmentSettings fewer = listing(before, List.of(user(2)));
            administration.edit(caller, published.id(), 3, fewer).orThrow();
            administration.publish(caller, published.id(), 4).orThrow();

            assertThat(latest(published).orElseThrow().settings()).isEqualTo(fewer);
        }

        @Test
        void doNotLetAccessBeGivenWhileTheVaultIsDown() {
            ServiceEnvironment published = published(settings());
            vault.goDown();

            administration
                    .edit(
                            caller,
                            published.id(),
                            3,
                            listing(settings(), List.of(settings().users().get(0), user(9))))
                    .orThrow();

            refused(administration.publish(caller, published.id(), 4), Refusal.Kind.INVALID);
        }

        @Test
        void doNotLetTheLastUserBeRemoved() {
            ServiceEnvironment published = published(settings());
            administration
                    .edit(caller, published.id(), 3, listing(settings(), List.of()))
                    .orThrow();

            Refusal refusal = refused(administration.publish(caller, published.id(), 4), Refusal.Kind.INVALID);

            assertThat(refusal.findings()).extracting(Finding::field).containsExactly("users");
        }

        private Finding onlyError(EnvironmentSettings settings) {
            List<Finding> errors = errors(settings);
            assertThat(errors).hasSize(1);
            return errors.get(0);
        }

        private List<Finding> errors(EnvironmentSettings settings) {
            Refusal refusal = refused(publish(settings), Refusal.Kind.INVALID);
            assertThat(refusal.findings()).allMatch(finding -> !finding.remedy().isBlank());
            return refusal.findings().stream().filter(Finding::blocks).toList();
        }

        private Result<Publication> publish(EnvironmentSettings settings) {
            ServiceEnvironment created = administration
                    .create(caller, "Environment " + list(caller).size())
                    .orThrow();
            administration.edit(caller, created.id(), 1, settings).orThrow();
            return administration.publish(caller, created.id(), 2);
        }
    }

    private ServiceEnvironment published(EnvironmentSettings settings) {
        ServiceEnvironment created = administration.create(caller, "Production").orThrow();
        administration.edit(caller, created.id(), 1, settings).orThrow();
        return administration.publish(caller, created.id(), 2).orThrow().environment();
    }

    private Optional<PublishedEnvironment> latest(ServiceEnvironment environment) {
        return store.environments().latest(environment.tenant(), environment.name());
    }

    private PublishedEnvironment snapshot(ServiceEnvironment environment, int number, EnvironmentSettings settings) {
        return new PublishedEnvironment(
                environment.tenant(),
                environment.id(),
                environment.name(),
                number,
                NOW,
                caller.principal(),
                caller.displayName(),
                settings);
    }

    private EnvironmentSettings settings() {
        return anEnvironment().createdBy(caller.principal()).build().draft();
    }

    private static EnvironmentSettings withObjects(VaultObject... objects) {
        return new EnvironmentSettings(
                "",
                List.of(vault("Main", VAULT, objects)),
                Optional.of(STORAGE_SECRET),
                List.of(user(1)),
                List.of(),
                List.of());
    }

    private static EnvironmentSettings listing(EnvironmentSettings settings, List<EnvironmentUser> users) {
        return new EnvironmentSettings(
                settings.description(),
                settings.keyVaults(),
                settings.storageSecret(),
                new ArrayList<>(users),
                List.of(),
                settings.certificateChains());
    }

    private static EnvironmentUser user(int number) {
        return new EnvironmentUser(
                new PrincipalId(new UUID(5, number)), "user" + number + "@contoso.example", true, false);
    }

    private static KeyVaultReference vault(String name, URI uri, VaultObject... objects) {
        return new KeyVaultReference(name, "", uri, List.of(objects));
    }

    private static VaultObject storage() {
        return secret(STORAGE_SECRET);
    }

    private static VaultObject secret(String name) {
        return new VaultObject(name, "", VaultObject.Type.SECRET);
    }

    private static VaultObject certificate(String name) {
        return new VaultObject(name, "", VaultObject.Type.CERTIFICATE);
    }
}
