package io.einvoicing.azure;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.credential.AccessToken;
import com.azure.storage.blob.models.BlobAccessPolicy;
import com.azure.storage.blob.models.BlobSignedIdentifier;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.FeatureVersionBuilder;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.keyvault.KeyVaultStub;
import io.einvoicing.testkit.memory.InMemoryFlowQueue.Reminder;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import java.security.Signature;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * Submissions through the real engine, Azurite and the Key Vault stub while storage token and signing certificate are rotated, the
 * old token revoked at once. {@code -Drotation.submissions=20000} makes a longer run of it.
 */
class RotationUnderLoadTest {
    private static final String NO_NODE = "Node.js with npm is not installed, so nothing is rotated against Azurite";
    private static final int SUBMISSIONS = Integer.getInteger("rotation.submissions", 160);
    private static final int ROTATIONS = Math.max(3, SUBMISSIONS / 1_000);
    private static final int THREADS = 4;
    private static final String STORAGE = "storage-sas";
    private static final String SIGNING = "signing";
    private static final String CONTAINER = "rotated-" + UUID.randomUUID();
    private static final Duration CACHE_AGE = Duration.ofSeconds(60);

    private static @Nullable Azurite azurite;

    private final TestClock clock = new TestClock();
    private final InMemoryStore store = new InMemoryStore();
    private final KeyVaultStub vault = KeyVaultStub.start();
    private final Caller caller = aCaller().build();
    private final ElectronicInvoicing invoicing = invoicing();
    private final List<TestCertificate> certificates =
            IntStream.rangeClosed(0, ROTATIONS).mapToObj(i -> certificate(i)).toList();
    private final AtomicInteger generation = new AtomicInteger();
    private final AtomicInteger waited = new AtomicInteger();

    /** A submission, and how many rotations had taken effect before it was submitted. */
    private record Submitted(SubmissionId id, int generation) {}

    @BeforeAll
    static void startAzurite() throws Exception {
        if (Azurite.isAvailable()) {
            azurite = Azurite.start();
        } else {
            System.err.println("SKIPPED: " + NO_NODE);
        }
    }

    @AfterAll
    static void stopAzurite() {
        if (azurite != null) {
            azurite.close();
        }
    }

    @BeforeEach
    void setUp() {
        assumeTrue(azurite != null, NO_NODE);
        azurite.createContainer(CONTAINER);
        vault.putSecret(STORAGE, newToken(0));
        vault.putCertificate(SIGNING, certificates.get(0));
        store.tenants()
                .save(
                        aTenant()
                                .id(caller.tenant())
                                .activatedFor(caller.clientApplication())
                                .build(),
                        aStamp("tenant.create"));
        EnvironmentSettings usual = anEnvironment().listing(caller).build().draft();
        ServiceEnvironment environment = anEnvironment()
                .of(caller.tenant())
                .withSettings(new EnvironmentSettings(
                        "",
                        List.of(new KeyVaultReference(
                                "Main",
                                "",
                                vault.address(),
                                List.of(
                                        new VaultObject(STORAGE, "", VaultObject.Type.SECRET),
                                        new VaultObject(SIGNING, "", VaultObject.Type.CERTIFICATE)))),
                        Optional.of(STORAGE),
                        usual.users(),
                        List.of(),
                        List.of()))
                .published()
                .build();
        store.environments().save(environment, aStamp("environment.publish"));
        FeatureVersion version = aFeatureVersion()
                .of(caller.tenant())
                .published()
                .withSetups(FeatureVersionBuilder.aSetup(
                        "Issue",
                        ApplicabilityRule.all(),
                        Action.of(
                                "Sign",
                                Sign.TYPE,
                                Map.of(
                                        Sign.INPUT,
                                        ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                                        Sign.CERTIFICATE,
                                        ParameterValue.literal(SIGNING)))))
                .build();
        store.features().create(featureOf(version), version, aStamp("feature.create"));
        store.features().deploy(deployment(version, environment.id(), NOW), version, aStamp("feature.deploy"));
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void losesNoSubmissionAndSignsWithTheNewCertificateAfterwards() throws Exception {
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        List<Submitted> all = together(() -> work(next));
        double seconds = (System.nanoTime() - begin) / 1e9;
        runTheRest();

        assertThat(all).hasSize(SUBMISSIONS);
        int[] signed = new int[ROTATIONS + 1];
        for (Submitted each : all) {
            Submission ended = invoicing.submissions().find(caller, each.id()).orThrow();
            assertThat(ended.status()).as(ended.toString()).isEqualTo(SubmissionStatus.COMPLETED);
            int signer = signer(ended);
            assertThat(signer).isGreaterThanOrEqualTo(each.generation());
            signed[signer]++;
        }
        assertThat(generation.get()).isEqualTo(ROTATIONS);
        assertThat(signed).as("documents signed with each certificate").doesNotContain(0);
        System.out.printf(
                "%d submissions on %d threads in %.1f s, %.0f a second; %d rotations of token and certificate;"
                        + " 0 refused, 0 failed, %d waited for a retry%n",
                SUBMISSIONS, THREADS, seconds, SUBMISSIONS / seconds, ROTATIONS, waited.get());
    }

    /** Submits one document after the other and runs what is due; who comes to the place of a rotation makes it first. */
    private List<Submitted> work(AtomicInteger next) {
        List<Submitted> submitted = new ArrayList<>();
        int every = SUBMISSIONS / (ROTATIONS + 1);
        for (int i = next.getAndIncrement(); i < SUBMISSIONS; i = next.getAndIncrement()) {
            if (i > 0 && i % every == 0 && i / every <= ROTATIONS) {
                rotate();
            }
            int before = generation.get();
            submitted.add(new Submitted(submit("FTI-" + i), before));
            store.queue().poll(clock.instant()).ifPresent(this::run);
        }
        return submitted;
    }

    private SubmissionId submit(String record) {
        SubmitResult result = invoicing
                .submissions()
                .submit(
                        caller,
                        new SubmitCommand(
                                "Production",
                                new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", record),
                                Map.of(),
                                Map.of(),
                                new DocumentContent(
                                        "application/json", ("{\"id\":\"" + record + "\"}").getBytes(UTF_8))));
        assertThat(result).isInstanceOf(SubmitResult.Scheduled.class);
        return ((SubmitResult.Scheduled) result).submission().id();
    }

    private void run(Reminder due) {
        invoicing
                .engine()
                .run(due.tenant(), due.submission())
                .filter(status -> status != SubmissionStatus.COMPLETED)
                .ifPresent(status -> waited.incrementAndGet());
    }

    private void runTheRest() {
        for (List<Reminder> left = store.queue().reminders();
                !left.isEmpty();
                left = store.queue().reminders()) {
            if (left.get(0).at().isAfter(clock.instant())) {
                clock.set(left.get(0).at());
            }
            store.queue().poll(clock.instant()).ifPresent(this::run);
        }
    }

    /** Puts the next token and certificate into the vault and revokes the token before; then lets the cache age pass. */
    private synchronized void rotate() {
        int number = generation.get() + 1;
        String renewed = newToken(number);
        vault.putSecret(STORAGE, renewed);
        vault.putCertificate(SIGNING, certificates.get(number));
        permit(List.of(number));
        clock.advance(CACHE_AGE);
        generation.set(number);
    }

    /** Returns a token by a stored access policy of its own, beside the one before. */
    private static String newToken(int number) {
        permit(number == 0 ? List.of(0) : List.of(number - 1, number));
        return azurite.owner(CONTAINER).getBlobContainerUrl() + "?"
                + azurite.owner(CONTAINER).generateSas(new BlobServiceSasSignatureValues("rotation-" + number));
    }

    /** Leaves the stored access policies of these rotations and no others: tokens by the others are revoked. */
    private static void permit(List<Integer> numbers) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        azurite.owner(CONTAINER)
                .setAccessPolicy(
                        null,
                        numbers.stream()
                                .map(number -> new BlobSignedIdentifier()
                                        .setId("rotation-" + number)
                                        .setAccessPolicy(new BlobAccessPolicy()
                                                .setStartsOn(now.minusDays(1))
                                                .setExpiresOn(now.plusDays(1))
                                                .setPermissions("rcl")))
                                .toList());
    }

    /** Returns which certificate signed the submission's document, after the signature was verified. */
    private int signer(Submission submission) throws Exception {
        String name = Submissions.files(submission).stream()
                .map(StoredFile::name)
                .filter(each -> each.contains("ignature"))
                .findFirst()
                .orElseThrow();
        String[] parts = new String(
                        invoicing
                                .submissions()
                                .file(caller, submission.id(), name)
                                .orThrow()
                                .bytes(),
                        UTF_8)
                .split(" ");
        TestCertificate used = certificates.stream()
                .filter(each -> each.certificate().getSerialNumber().toString().equals(parts[0]))
                .findFirst()
                .orElseThrow();
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(used.certificate().getPublicKey());
        verifier.update(("{\"id\":\"" + submission.order().document().sourceRecord() + "\"}").getBytes(UTF_8));
        assertThat(verifier.verify(Base64.getDecoder().decode(parts[1]))).isTrue();
        return certificates.indexOf(used);
    }

    private ElectronicInvoicing invoicing() {
        AzureConnection connection =
                new AzureConnection(uri -> true, Duration.ofSeconds(30), 2, Optional.of(vault.clientTls()));
        BlobDocumentStore documents = new BlobDocumentStore(AzureConnection.to(uri -> true));
        return ElectronicInvoicing.builder()
                .stores(store)
                .vault(new KeyVaultSecretVault(
                        request ->
                                Mono.just(new AccessToken(vault.token(), OffsetDateTime.parse("2999-01-01T00:00:00Z"))),
                        connection,
                        false))
                .documents(documents)
                .containers(documents)
                .vaultCacheAge(CACHE_AGE)
                .queue(store.queue())
                .actions(List.of(new Sign()))
                .clock(clock)
                .build();
    }

    private static TestCertificate certificate(int number) {
        return TestCertificates.aCertificate().subject("CN=Signer " + number).build();
    }

    private static <T> List<T> together(Callable<List<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> all = new ArrayList<>();
            for (Future<List<T>> each : threads.invokeAll(
                    IntStream.range(0, THREADS).mapToObj(i -> work).toList())) {
                all.addAll(each.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Signs a file with the key of a certificate in the vault: its serial number and the signature. */
    private static final class Sign implements RepeatableActionType {
        private static final String TYPE = "Sign";
        private static final String INPUT = "Input file";
        private static final String CERTIFICATE = "Certificate name";
        private static final String OUTPUT = "Signature";

        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    TYPE,
                    "Signs a file.",
                    ActionDescription.Kind.REPEATABLE,
                    List.of(
                            ParameterDescription.mandatory(INPUT, ParameterDescription.Type.FILE, "What is signed."),
                            ParameterDescription.mandatory(
                                    CERTIFICATE, ParameterDescription.Type.CERTIFICATE, "Whose key signs.")),
                    List.of(OUTPUT));
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            VaultCertificate certificate = context.certificate(CERTIFICATE);
            byte[] signature = certificate
                    .key()
                    .orElseThrow()
                    .sign("SHA256withRSA", context.file(INPUT).bytes());
            String text = certificate.certificate().getSerialNumber() + " "
                    + Base64.getEncoder().encodeToString(signature);
            return ActionOutcome.completed(
                    new ActionOutput.File(OUTPUT, new DocumentContent("text/plain", text.getBytes(UTF_8))));
        }
    }
}
