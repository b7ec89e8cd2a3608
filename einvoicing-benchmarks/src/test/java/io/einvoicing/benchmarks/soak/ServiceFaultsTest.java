package io.einvoicing.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.benchmarks.soak.Authority.Misbehaviour;
import io.einvoicing.benchmarks.soak.Authority.Trouble;
import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.http.api.SubmissionView;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.http.client.ApiUnavailableException;
import io.einvoicing.http.client.EinvoicingClient;
import io.einvoicing.http.client.ErpSettings;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault by itself through the whole service in a process of its own: the document is sent under one key and counted once. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServiceFaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static SoakWorld world;
    private static EinvoicingClient client;
    private static final Map<String, SubmissionId> SUBMITTED = new HashMap<>();

    /** Submits everything that meets a misbehaving authority, so that all of it waits together. */
    @BeforeAll
    static void start() throws Exception {
        world = new SoakWorld(
                folder,
                new SoakWorld.Size(
                        1,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1),
                        // One misbehaviour must not keep the others waiting.
                        Map.of("EINVOICING_HOST_FAILURES", "1000"),
                        List.of()),
                new Random(1));
        client = new EinvoicingClient(
                ErpSettings.of(world.cluster().addresses().get(0), SoakSetup.ENVIRONMENT),
                () -> world.setup().token());
        misbehaviours().forEach(each -> {
            Misbehaviour misbehaviour = (Misbehaviour) each.get()[0];
            Recovery recovery = (Recovery) each.get()[1];
            String document = misbehaviour + "-" + recovery;
            world.authority().misbehaveOnce(document, misbehaviour);
            SUBMITTED.put(document, submit(document, recovery));
        });
    }

    @AfterAll
    static void stop() {
        if (world != null) {
            world.close();
        }
    }

    @AfterEach
    void repair() {
        world.authority().trouble(Trouble.NONE);
        world.cluster().order("storage FINE");
        world.cluster().order("vault FINE");
        world.cluster().order("clock PT0S");
    }

    private static Stream<Arguments> misbehaviours() {
        return Stream.of(Misbehaviour.values())
                .flatMap(misbehaviour ->
                        Stream.of(Recovery.values()).map(recovery -> Arguments.of(misbehaviour, recovery)));
    }

    @ParameterizedTest
    @MethodSource("misbehaviours")
    @Order(Integer.MAX_VALUE) // These wait while the others run.
    void anAuthorityThatMisbehavesGetsTheDocumentUnderOneKey(Misbehaviour misbehaviour, Recovery recovery) {
        String document = misbehaviour + "-" + recovery;
        SubmissionId id = SUBMITTED.get(document);
        if (recovery == Recovery.DECISION) {
            await(id, each -> {
                if (waitsForAPerson(each)) {
                    client.decide(id, Submissions.Decision.REPEAT);
                }
                return !each.status().isActive();
            });
        }
        assertCompletedOnce(document, id);
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"DOWN", "WRONG_CERTIFICATE", "THROTTLING"})
    void anAuthorityThatCannotBeUsedGetsTheDocumentLater(Trouble trouble) {
        world.authority().trouble(trouble);
        String document = trouble.toString();
        SubmissionId id = submit(document, Recovery.DECISION);
        await(
                id,
                each -> each.pendingReason().filter(PendingReason.RETRY::equals).isPresent());

        world.authority().trouble(Trouble.NONE);

        assertCompletedOnce(document, id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage DOWN", "storage EXPIRED", "storage MUTE", "vault DOWN"})
    void anOutageOfStorageOrVaultInTheMiddleOfAFlowIsWaitedFor(String order) {
        world.authority().trouble(Trouble.DOWN);
        String document = order.replace(' ', '-');
        SubmissionId id = submit(document, Recovery.REPEAT);
        await(
                id,
                each -> each.pendingReason().filter(PendingReason.RETRY::equals).isPresent());
        world.cluster().order(order);
        await(
                id,
                each -> each.pendingReason()
                        .filter(PendingReason.OUTAGE::equals)
                        .isPresent());

        world.authority().trouble(Trouble.NONE);
        world.cluster().order(order.substring(0, order.indexOf(' ')) + " FINE");

        assertCompletedOnce(document, id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage SLOW", "vault SLOW"})
    void slowStorageOrVaultOnlyTakesLonger(String order) {
        world.cluster().order(order);
        String document = order.replace(' ', '-');

        assertCompletedOnce(document, submit(document, Recovery.REPEAT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H", "PT3S"})
    void aClockThatJumpsChangesNothing(String jump) {
        world.authority().trouble(Trouble.DOWN);
        String before = "before" + jump;
        SubmissionId waiting = submit(before, Recovery.REPEAT);
        await(
                waiting,
                each -> each.pendingReason().filter(PendingReason.RETRY::equals).isPresent());
        world.cluster().order("clock " + jump);
        world.authority().trouble(Trouble.NONE);
        String after = "after" + jump;
        SubmissionId submitted = submit(after, Recovery.REPEAT);

        assertCompletedOnce(before, waiting);
        assertCompletedOnce(after, submitted);
    }

    @Test
    void anEarlierAnswerIsTakenWhenTheNodeIsKilledInTheMiddleOfTheCall() {
        String document = "killed";
        world.authority().misbehaveOnce(document, Misbehaviour.TIMEOUT_AFTER);
        SubmissionId id = submit(document, Recovery.ASK);
        while (!world.authority().requests().containsKey(document)) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        world.cluster().kill(new Random(1));

        assertCompletedOnce(document, id);
    }

    /** Submits until the document is acknowledged, as an ERP does. */
    private static SubmissionId submit(String document, Recovery recovery) {
        return await(() -> client.submit(Erp.submission(document, recovery, "")).submission(), any -> true)
                .id();
    }

    private static boolean waitsForAPerson(SubmissionView submission) {
        return submission.status() == SubmissionStatus.PENDING
                && submission.dueAt().isEmpty();
    }

    private static void assertCompletedOnce(String document, SubmissionId id) {
        SubmissionView ended = await(id, each -> each.status() == SubmissionStatus.COMPLETED);
        assertThat(ended.counting().code()).isEqualTo(Counting.COUNTED);
        assertThat(world.authority().requests().get(document))
                .as("keys and contents")
                .hasSize(1);
        assertThat(world.authority().receipts().get(document))
                .isEqualTo(Set.of(ended.results().get("Receipt")));
    }

    private static SubmissionView await(SubmissionId id, Predicate<SubmissionView> wanted) {
        return await(() -> client.submission(id), wanted);
    }

    private static SubmissionView await(Supplier<SubmissionView> answer, Predicate<SubmissionView> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                SubmissionView submission = answer.get();
                if (wanted.test(submission)) {
                    return submission;
                }
                assertThat(System.nanoTime()).as("still " + submission).isLessThan(end);
            } catch (ApiUnavailableException | ApiProblemException e) {
                assertThat(System.nanoTime()).as("no answer: " + e).isLessThan(end);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
