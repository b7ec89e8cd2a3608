package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.EnvironmentBuilder.STORAGE_SECRET;
import static io.einvoicing.testkit.data.EnvironmentBuilder.VAULT;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static io.einvoicing.testkit.data.TestData.serviceParameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerClaimedException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.EnvironmentAdministration;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.environment.Publication;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.DeployedObjectUses;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Finding.Severity;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.Vaults;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The publish checks on storage, chains, what a vault tells beyond the declared objects, and deployed features. */
class PublishCheckTest {
    private static final TestCertificates.Chain CHAIN = TestCertificates.chain();
    private static final Container CONTAINER =
            new Container(new SecretValue("https://contoso.blob.core.windows.net/c?sig=x"));
    private static final VaultObject STORAGE = secret(STORAGE_SECRET);

    private final InMemoryStore store = new InMemoryStore();
    private final InMemorySecretVault vault = new InMemorySecretVault();
    private final Vaults vaultsInUse = vault.uncached();
    private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    private final TestClock clock = new TestClock();
    private final EnvironmentAdministration administration = new EnvironmentAdministration(
            new EnvironmentAdministration.Ports(
                    store.environments(),
                    store.serviceParameters(),
                    documents,
                    new DeployedObjectUses(store.features(), new ActionTypes(List.of(new Sign())))),
            vaultsInUse,
            new SequentialIdentifiers(),
            clock);
    private final Caller caller = aCaller().withRoles(Role.CONFIGURE).build();
    private final EnvironmentUser user = new EnvironmentUser(caller.principal(), "ada@contoso.example", true, true);
    private ServiceEnvironment environment;

    @BeforeEach
    void createAnEnvironment() {
        store.serviceParameters().given(serviceParameters(caller.tenant()));
        vault.putSecret(VAULT, STORAGE_SECRET, CONTAINER.url().reveal());
        environment = administration.create(caller, "Production").orThrow();
    }

    @Test
    void asksSlowVaultsForAMinuteAndNamesTheOthers() {
        AtomicInteger asked = new AtomicInteger();
        EnvironmentAdministration slow = withSlowVaults(asked);
        List<KeyVaultReference> vaults = new ArrayList<>(settings(STORAGE).keyVaults());
        for (int i = vaults.size(); i < 20; i++) {
            vaults.add(new KeyVaultReference(
                    "Vault " + i, "", URI.create("https://slow-" + i + ".vault.azure.net/"), List.of()));
        }
        EnvironmentSettings settings = settings(STORAGE);
        administration
                .edit(
                        caller,
                        environment.id(),
                        environment.revision(),
                        new EnvironmentSettings(
                                "", vaults, settings.storageSecret(), settings.users(), List.of(), List.of()))
                .orThrow();

        List<Finding> findings = slow.check(caller, environment.id()).orThrow();

        assertThat(findings).hasSize(12).allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.message()).contains("did not answer in time", "60 seconds");
        });
        assertThat(findings.get(0).field()).isEqualTo("keyVaults[8]");
        assertThat(findings.get(0).message()).contains("https://slow-8.vault.azure.net/");
        assertThat(asked).hasValue(9);
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(63));
    }

    @Test
    void stopsWithinAVaultOfWhichEveryObjectIsSlow() {
        AtomicInteger asked = new AtomicInteger();
        EnvironmentAdministration slow = withSlowVaults(asked);
        VaultObject[] objects = IntStream.range(0, 20)
                .mapToObj(i -> secret("secret-" + i))
                .peek(each -> vault.putSecret(VAULT, each.name(), "x"))
                .toArray(VaultObject[]::new);
        administration
                .edit(caller, environment.id(), environment.revision(), settings(objects))
                .orThrow();

        assertThat(slow.check(caller, environment.id()).orThrow())
                .filteredOn(finding -> finding.field().equals("keyVaults[0]") && finding.blocks())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("did not answer in time"));
        assertThat(asked).hasValue(9);
    }

    /** The vault of the tests, where every answer takes seven seconds. */
    private final class SlowVault implements SecretVault {
        private final AtomicInteger asked;

        SlowVault(AtomicInteger asked) {
            this.asked = asked;
        }

        private <T> T slowly(Supplier<T> answer) {
            asked.incrementAndGet();
            clock.advance(Duration.ofSeconds(7));
            return answer.get();
        }

        @Override
        public SecretValue secret(URI address, String name) {
            return slowly(() -> vault.secret(address, name));
        }

        @Override
        public VaultCertificate certificate(URI address, String name) {
            return slowly(() -> vault.certificate(address, name));
        }

        @Override
        public List<VaultObjectState> objects(URI address) {
            return slowly(() -> vault.objects(address));
        }
    }

    @Nested
    class Storage {
        @Test
        void findsAContainerThatCannotBeReached() {
            documents.goDown();

            assertThat(onlyFinding(settings(STORAGE)))
                    .extracting(Finding::severity, Finding::field, Finding::remedy)
                    .containsExactly(
                            Severity.ERROR,
                            "storageSecret",
                            "check that the storage account is reachable from the service, then publish again");
        }

        @Test
        void findsWhatTheInspectionOfTheContainerFound() {
            documents.expire(CONTAINER);

            Finding finding = onlyFinding(settings(STORAGE));

            assertThat(finding.blocks()).isTrue();
            assertThat(finding.remedy()).contains("new SAS URL");
        }

        @Test
        void warnsOfASasThatEndsWithinAMonthAndBlocksOneThatHasEnded() {
            documents.expiresAt(CONTAINER, NOW.plus(Duration.ofDays(30)));
            assertThat(findings(settings(STORAGE))).isEmpty();

            clock.advance(Duration.ofSeconds(1));
            assertThat(onlyFinding(settings(STORAGE)))
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(Severity.WARNING, "storageSecret");

            clock.advance(Duration.ofDays(30));
            assertThat(onlyFinding(settings(STORAGE)).message())
                    .contains("SAS URL")
                    .contains("expired at");
            assertThat(onlyFinding(settings(STORAGE)).blocks()).isTrue();
        }

        @Test
        void warnsOfContentThatIsNotTheServices() {
            documents.store(CONTAINER, "2026/11/input.xml", content());
            assertThat(findings(settings(STORAGE))).isEmpty();

            documents.store(CONTAINER, "holiday/photo.jpg", content());

            Finding finding = onlyFinding(settings(STORAGE));
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("holiday");
            assertThat(finding.remedy()).contains("dedicated");
        }

        @Test
        void findsAContainerThatAnotherEnvironmentOfTheTenantHas() {
            publish(settings(STORAGE));
            vault.putSecret(VAULT, "other-sas", "https://contoso.blob.core.windows.net/c?sig=another");
            environment = administration.create(caller, "Test").orThrow();
            EnvironmentSettings same = new EnvironmentSettings(
                    "",
                    List.of(vaultOf(secret("other-sas"))),
                    Optional.of("other-sas"),
                    List.of(user),
                    List.of(),
                    List.of());

            Finding finding = onlyFinding(same);

            assertThat(finding.blocks()).isTrue();
            assertThat(finding.field()).isEqualTo("storageSecret");
            assertThat(finding.message()).contains("\"Production\"").doesNotContain("sig");
            assertThat(refused(administration.publish(caller, environment.id(), 2), Refusal.Kind.INVALID)
                            .findings())
                    .containsExactly(finding);
        }

        @Test
        void refusesAContainerThatAnotherEnvironmentTakesDuringTheCheck() {
            ServiceEnvironment rival = administration.create(caller, "Test").orThrow();
            administration.edit(caller, rival.id(), 1, settings(STORAGE)).orThrow();
            ServiceEnvironment edited = edit(settings(STORAGE));
            EnvironmentAdministration overtaken = new EnvironmentAdministration(
                    new EnvironmentAdministration.Ports(
                            store.environments(),
                            store.serviceParameters(),
                            container -> {
                                administration.publish(caller, rival.id(), 2).orThrow();
                                return documents.inspect(container);
                            },
                            (tenant, id) -> List.of()),
                    vault.uncached(),
                    new SequentialIdentifiers(),
                    clock);

            Refusal refusal = refused(overtaken.publish(caller, edited.id(), 2), Refusal.Kind.INVALID);

            assertThat(refusal.findings())
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(tuple(Severity.ERROR, "storageSecret"));
            assertThat(administration.find(caller, edited.id()).orThrow()).isEqualTo(edited);
            assertThat(store.environments().latest(caller.tenant(), edited.id()))
                    .isEmpty();
        }

        @Test
        void letsTheSameEnvironmentKeepItsContainer() {
            publish(settings(STORAGE));

            publish(settings(STORAGE));

            assertThat(administration.find(caller, environment.id()).orThrow().container())
                    .contains("https://contoso.blob.core.windows.net/c");
        }

        @Test
        void checksTheContainerAgainWhenNothingElseWasChanged() {
            publish(settings(STORAGE));
            documents.expire(CONTAINER);
            ServiceEnvironment unchanged =
                    administration.find(caller, environment.id()).orThrow();

            assertThat(administration.check(caller, unchanged.id()).orThrow())
                    .extracting(Finding::field)
                    .contains("storageSecret");
            refused(administration.publish(caller, unchanged.id(), unchanged.revision()), Refusal.Kind.INVALID);
            refused(administration.rollBack(caller, unchanged.id(), 1, unchanged.revision()), Refusal.Kind.INVALID);
        }

        @Test
        void givesNoContainerToWhomItsStorageRefuses() {
            documents.expire(CONTAINER);
            ServiceEnvironment edited = edit(settings(STORAGE));

            refused(administration.publish(caller, edited.id(), edited.revision()), Refusal.Kind.INVALID);

            assertThat(vaultsInUse
                            .owners()
                            .use(freshTenant(), CONTAINER.address(), () -> "in use", ContainerClaimedException::new))
                    .isEqualTo("in use");
        }

        @Test
        void refusesVaultAndContainerOfAnotherTenant() {
            publish(settings(STORAGE));
            URI own = URI.create("https://fabrikam.vault.azure.net/");
            vault.putSecret(own, STORAGE_SECRET, CONTAINER.url().reveal());
            Caller stranger = aCaller().withRoles(Role.CONFIGURE).build();
            store.serviceParameters().given(serviceParameters(stranger.tenant()));
            ServiceEnvironment foreign =
                    administration.create(stranger, "Production").orThrow();
            administration.edit(stranger, foreign.id(), 1, settings(STORAGE)).orThrow();

            assertThat(refused(administration.publish(stranger, foreign.id(), 2), Refusal.Kind.INVALID)
                            .findings())
                    .extracting(Finding::field, Finding::message)
                    .contains(tuple(
                            "keyVaults[0].uri",
                            "the key vault https://contoso.vault.azure.net/ belongs to another tenant"));
            administration
                    .edit(
                            stranger,
                            foreign.id(),
                            2,
                            new EnvironmentSettings(
                                    "",
                                    List.of(new KeyVaultReference("Main", "", own, List.of(STORAGE))),
                                    Optional.of(STORAGE_SECRET),
                                    List.of(user),
                                    List.of(),
                                    List.of()))
                    .orThrow();
            assertThat(refused(administration.publish(stranger, foreign.id(), 3), Refusal.Kind.INVALID)
                            .findings())
                    .extracting(Finding::field, Finding::message)
                    .containsExactly(
                            tuple("storageSecret", "another tenant's environment is published to the same container"));
        }
    }

    @Nested
    class Vault {
        @Test
        void warnsOfObjectsThatNoEnvironmentOfTheTenantDeclares() {
            vault.putSecret(VAULT, "declared-elsewhere", "x");
            ServiceEnvironment other = administration.create(caller, "Test").orThrow();
            administration
                    .edit(caller, other.id(), 1, settings(secret("declared-elsewhere")))
                    .orThrow();
            assertThat(findings(settings(STORAGE))).isEmpty();

            vault.putSecret(VAULT, "payroll", "x");
            vault.putCertificate(VAULT, "web-server", CHAIN.end().inVault());

            Finding finding = onlyFinding(settings(STORAGE));
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.field()).isEqualTo("keyVaults[0]");
            assertThat(finding.message()).contains("2 objects").contains("payroll, web-server");
            assertThat(finding.remedy()).contains("dedicated");
        }

        @Test
        void warnsIfItRefusesToListItsObjects() {
            vault.denyList(VAULT);

            Finding finding = onlyFinding(settings(STORAGE));

            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.remedy()).contains("Get and List");
        }

        @Test
        void tellsTheExpiryOfASecret() {
            vault.putSecret(VAULT, "api-key", "k", Optional.of(NOW), Optional.of(NOW.plus(Duration.ofDays(31))));
            EnvironmentSettings settings = settings(STORAGE, secret("api-key"));
            assertThat(findings(settings)).isEmpty();

            clock.advance(Duration.ofDays(2));
            assertThat(onlyFinding(settings))
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(Severity.WARNING, "keyVaults[0].objects[1]");

            clock.advance(Duration.ofDays(30));
            assertThat(onlyFinding(settings).blocks()).isTrue();
            assertThat(onlyFinding(settings).message()).contains("\"api-key\" expired at");
        }

        @Test
        void findsACertificateThatIsDeclaredAsASecret() {
            vault.putCertificate(VAULT, "signing", CHAIN.end().inVault());

            Finding finding = onlyFinding(settings(STORAGE, secret("signing")));

            assertThat(finding.blocks()).isTrue();
            assertThat(finding.remedy()).contains("declare it as CERTIFICATE");
        }

        @Test
        void findsASecretThatIsDeclaredAsACertificateAndHoldsNone() {
            vault.putSecret(VAULT, "root", "no certificate");
            vault.putSecret(VAULT, "blank", " ");

            assertThat(findings(settings(STORAGE, certificate("root"), secret("blank"))))
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(
                            tuple(Severity.ERROR, "keyVaults[0].objects[1]"),
                            tuple(Severity.ERROR, "keyVaults[0].objects[2]"));
        }

        @Test
        void acceptsAPublicCertificateInASecret() {
            vault.putSecret(VAULT, "root", CHAIN.root().base64());

            assertThat(findings(settings(STORAGE, certificate("root")))).isEmpty();
        }
    }

    @Nested
    class Chains {
        @BeforeEach
        void fillTheVault() {
            vault.putSecret(VAULT, "root", CHAIN.root().base64());
            vault.putSecret(VAULT, "intermediate", CHAIN.intermediate().base64());
            vault.putCertificate(VAULT, "client", CHAIN.end().inVault());
        }

        @Test
        void acceptsRootIntermediateAndClientInThisOrder() {
            assertThat(chain("root", "intermediate", "client")).isEmpty();
        }

        @Test
        void findsAChainWithoutItsRoot() {
            List<Finding> findings = chain("intermediate", "client");

            assertThat(findings)
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(tuple(Severity.ERROR, "certificateChains[0].certificates[0]"));
            assertThat(findings.get(0).message()).contains("\"intermediate\"").contains("CN=Test Root");
            assertThat(findings.get(0).remedy()).contains("root first");
        }

        @Test
        void findsAChainInWhichACertificateIsMissing() {
            List<Finding> findings = chain("root", "client");

            assertThat(findings)
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(tuple(Severity.ERROR, "certificateChains[0].certificates[1]"));
            assertThat(findings.get(0).message()).contains("but by CN=Test Intermediate");
        }

        @Test
        void findsAChainInTheWrongOrder() {
            assertThat(chain("client", "intermediate", "root"))
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(
                            tuple(Severity.ERROR, "certificateChains[0].certificates[0]"),
                            tuple(Severity.ERROR, "certificateChains[0].certificates[1]"),
                            tuple(Severity.ERROR, "certificateChains[0].certificates[2]"),
                            tuple(Severity.WARNING, "certificateChains[0].certificates[2]"));
        }

        @Test
        void isNotDeceivedByAnIssuerOfTheSameName() {
            TestCertificate impostor = TestCertificates.aCertificate()
                    .subject("CN=Test Root")
                    .authority()
                    .build();
            vault.putSecret(VAULT, "root", impostor.base64());

            assertThat(chain("root", "intermediate", "client"))
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(tuple(Severity.ERROR, "certificateChains[0].certificates[1]"));
        }

        @Test
        void findsAnIssuerThatIsNoAuthority() {
            TestCertificate noAuthority =
                    TestCertificates.aCertificate().subject("CN=Clerk").build();
            TestCertificate issued = TestCertificates.aCertificate()
                    .subject("CN=Client")
                    .issuedBy(noAuthority)
                    .build();
            vault.putSecret(VAULT, "root", noAuthority.base64());
            vault.putCertificate(VAULT, "client", issued.inVault());

            assertThat(chain("root", "client")).singleElement().satisfies(finding -> {
                assertThat(finding.field()).isEqualTo("certificateChains[0].certificates[0]");
                assertThat(finding.message()).contains("must not issue certificates");
            });
        }

        @Test
        void warnsIfTheLastCertificateHasNoKey() {
            vault.putSecret(VAULT, "public", CHAIN.end().base64());

            assertThat(chain("root", "intermediate", "public"))
                    .singleElement()
                    .extracting(Finding::severity, Finding::field)
                    .containsExactly(Severity.WARNING, "certificateChains[0].certificates[2]");
        }

        @Test
        void saysOnceThatACertificateIsMissingInTheVault() {
            vault.remove(VAULT, "intermediate");

            assertThat(chain("root", "intermediate", "client"))
                    .extracting(Finding::field)
                    .containsExactly("keyVaults[0].objects[2]");
        }

        private List<Finding> chain(String... names) {
            VaultObject[] declared = new VaultObject[names.length + 1];
            declared[0] = STORAGE;
            for (int i = 0; i < names.length; i++) {
                declared[i + 1] = certificate(names[i]);
            }
            EnvironmentSettings settings = new EnvironmentSettings(
                    "",
                    List.of(vaultOf(declared)),
                    Optional.of(STORAGE_SECRET),
                    List.of(user),
                    List.of(),
                    List.of(new CertificateChain("Signing", "", List.of(names))));
            return findings(settings).stream()
                    .filter(finding -> !finding.message().contains("no environment declares"))
                    .toList();
        }
    }

    @Nested
    class DeployedFeatures {
        @BeforeEach
        void fillTheVault() {
            vault.putSecret(VAULT, "api-key", "k");
            vault.putCertificate(VAULT, "signing", CHAIN.root().inVault());
        }

        @Test
        void findsALiteralAVariableAndAFeatureParameterThatAreNoLongerDeclared() {
            deploy(
                    1,
                    Map.of(
                            "Certificate name", ParameterValue.literal("signing"),
                            "Password", ParameterValue.variable("Key"),
                            "Second password", ParameterValue.variable("Shared")));

            List<Finding> findings =
                    findings(settings(STORAGE)).stream().filter(Finding::blocks).toList();

            String place = "features[Peppol].versions[1].setups[Issue].actions[Sign it].parameters";
            assertThat(findings)
                    .extracting(Finding::field)
                    .containsExactly(place + "[Certificate name]", place + "[Password]", place + "[Second password]");
            assertThat(findings.get(0).message())
                    .contains("version 1 of feature \"Peppol\"")
                    .contains("setup \"Issue\"")
                    .contains("CERTIFICATE \"signing\"")
                    .contains("action \"Sign it\"");
            assertThat(findings.get(1).message()).contains("SECRET \"api-key\"");
            assertThat(findings.get(2).message()).contains("SECRET \"shared-key\"");
            assertThat(findings).allMatch(finding -> finding.remedy().contains("cancel the deployment"));
        }

        @Test
        void acceptsWhatIsDeclaredAndAChainForACertificate() {
            deploy(1, Map.of("Certificate name", ParameterValue.literal("Chain")));

            EnvironmentSettings settings = new EnvironmentSettings(
                    "",
                    List.of(vaultOf(STORAGE, secret("api-key"), certificate("signing"))),
                    Optional.of(STORAGE_SECRET),
                    List.of(user),
                    List.of(),
                    List.of(new CertificateChain("Chain", "", List.of("signing"))));

            assertThat(findings(settings)).isEmpty();
        }

        @Test
        void doesNotMindACanceledDeploymentOrWhatOnlyTheSenderKnows() {
            deploy(1, Map.of("Password", ParameterValue.variable("Sent")));
            assertThat(findings(settings(STORAGE))).noneMatch(Finding::blocks);

            Deployment deployment = deploy(2, Map.of("Password", ParameterValue.literal("gone")));
            assertThat(findings(settings(STORAGE))).anyMatch(Finding::blocks);

            store.features().cancel(deployment.cancel(NOW), aStamp("feature.cancelDeployment"));
            assertThat(findings(settings(STORAGE))).noneMatch(Finding::blocks);
        }

        @Test
        void doesNotKeepAccessFromBeingWithdrawn() {
            EnvironmentUser clerk = new EnvironmentUser(
                    new PrincipalId(caller.clientApplication()), "clerk@contoso.example", true, true);
            EnvironmentSettings before = listing(user, clerk);
            publish(before);
            deploy(1, Map.of("Password", ParameterValue.literal("gone")));
            vault.goDown();
            documents.goDown();

            publish(listing(user, new EnvironmentUser(clerk.id(), clerk.email(), false, true)));
            publish(listing(user));

            assertThat(administration.find(caller, environment.id()).orThrow().container())
                    .contains("https://contoso.blob.core.windows.net/c");
        }

        private Deployment deploy(int number, Map<String, ParameterValue> parameters) {
            FeatureSetup setup = new FeatureSetup(
                    "Issue",
                    FeatureSetup.Type.PROCESSING_PIPELINE,
                    ApplicabilityRule.all(),
                    List.of(
                            variable("Key", Variable.Kind.CONSTANT, Optional.of("api-key")),
                            variable("Sent", Variable.Kind.FROM_CLIENT, Optional.empty())),
                    List.of(Action.of("Sign it", "Sign", parameters)));
            FeatureVersion version = aFeatureVersion()
                    .of(caller.tenant())
                    .named(number == 1 ? "Peppol" : "Peppol " + number)
                    .withContent(new FeatureContent(
                            "",
                            List.of(new FeatureParameter("Shared", "shared-key", "")),
                            List.of(setup),
                            List.of(),
                            List.of()))
                    .published()
                    .build();
            store.features().create(featureOf(version), version, aStamp("feature.create"));
            Deployment deployment = deployment(version, environment.id(), NOW.plusSeconds(86_400));
            store.features().deploy(deployment, version, aStamp("feature.deploy"));
            return deployment;
        }

        private Variable variable(String name, Variable.Kind kind, Optional<String> value) {
            return new Variable(name, "", kind, DataType.STRING, value, Optional.empty());
        }
    }

    private Finding onlyFinding(EnvironmentSettings settings) {
        List<Finding> findings = findings(settings);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private List<Finding> findings(EnvironmentSettings settings) {
        edit(settings);
        List<Finding> findings = administration.check(caller, environment.id()).orThrow();
        assertThat(findings).allMatch(finding -> !finding.remedy().isBlank());
        return findings;
    }

    private void publish(EnvironmentSettings settings) {
        ServiceEnvironment edited = edit(settings);
        Publication publication =
                administration.publish(caller, edited.id(), edited.revision()).orThrow();
        assertThat(publication.environment().status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);
    }

    private ServiceEnvironment edit(EnvironmentSettings settings) {
        ServiceEnvironment now = administration.find(caller, environment.id()).orThrow();
        return administration.edit(caller, now.id(), now.revision(), settings).orThrow();
    }

    private EnvironmentAdministration withSlowVaults(AtomicInteger asked) {
        return new EnvironmentAdministration(
                new EnvironmentAdministration.Ports(
                        store.environments(), store.serviceParameters(), documents, (tenant, id) -> List.of()),
                new Vaults(
                        new SlowVault(asked),
                        store.vaultAccesses(),
                        store.addressClaims(),
                        Duration.ZERO,
                        UUID::randomUUID,
                        clock),
                new SequentialIdentifiers(),
                clock);
    }

    private EnvironmentSettings settings(VaultObject... objects) {
        return new EnvironmentSettings(
                "", List.of(vaultOf(objects)), Optional.of(STORAGE_SECRET), List.of(user), List.of(), List.of());
    }

    private EnvironmentSettings listing(EnvironmentUser... users) {
        return new EnvironmentSettings(
                "", List.of(vaultOf(STORAGE)), Optional.of(STORAGE_SECRET), List.of(users), List.of(), List.of());
    }

    private static KeyVaultReference vaultOf(VaultObject... objects) {
        return new KeyVaultReference("Main", "", VAULT, List.of(objects));
    }

    private static VaultObject secret(String name) {
        return new VaultObject(name, "", VaultObject.Type.SECRET);
    }

    private static VaultObject certificate(String name) {
        return new VaultObject(name, "", VaultObject.Type.CERTIFICATE);
    }

    private static DocumentContent content() {
        return new DocumentContent("application/xml", "<a/>".getBytes(StandardCharsets.UTF_8));
    }

    /** An action type that takes a certificate and secrets; it is configured here and never run. */
    private static final class Sign implements RepeatableActionType {
        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    "Sign",
                    "Signs.",
                    ActionDescription.Kind.REPEATABLE,
                    List.of(
                            ParameterDescription.optional(
                                    "Certificate name", ParameterDescription.Type.CERTIFICATE, "Signs."),
                            ParameterDescription.optional("Password", ParameterDescription.Type.SECRET, "Unlocks."),
                            ParameterDescription.optional(
                                    "Second password", ParameterDescription.Type.SECRET, "Unlocks too.")),
                    List.of("Output file"));
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed();
        }
    }
}
