package io.einvoicing.benchmarks.soak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.http.api.NewSubmission;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.http.client.ApiUnavailableException;
import io.einvoicing.http.client.EinvoicingClient;
import io.einvoicing.http.client.ErpSettings;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Submits documents to whichever node answers and repeats each until it is acknowledged, as an ERP does. Thread-safe. */
final class Erp {
    private static final int THREADS = 48;

    /** The wait before a repetition doubles so often. */
    private static final int MOST_DOUBLINGS = 3;

    /** Each so many documents are submitted twice at the same instant, to different nodes where possible. */
    private static final int TWINS = 10;

    private final List<EinvoicingClient> nodes;
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("soak-erp"));
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, SubmissionId> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> poisoned = ConcurrentHashMap.newKeySet();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger twins = new AtomicInteger();
    private final AtomicInteger repeats = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();
    private volatile long pause;
    private volatile boolean stopping;

    Erp(List<URI> nodes, String token) {
        this.nodes = nodes.stream()
                .map(node -> new EinvoicingClient(ErpSettings.of(node, SoakSetup.ENVIRONMENT), () -> token))
                .toList();
    }

    /** Starts submitting at most so many documents per second. */
    void start(double perSecond) {
        pace(perSecond);
        for (int i = 0; i < THREADS; i++) {
            working.incrementAndGet();
            threads.execute(() -> {
                try {
                    while (!stopping) {
                        long next = System.nanoTime() + pause;
                        submitNext("");
                        LockSupport.parkNanos(next - System.nanoTime());
                    }
                } finally {
                    working.decrementAndGet();
                }
            });
        }
    }

    /** Sets how many documents are submitted per second at most. */
    void pace(double perSecond) {
        pause = (long) (THREADS * 1e9 / perSecond);
    }

    /** Submits a document that kills the worker which runs it. */
    void submitPoison() {
        working.incrementAndGet();
        threads.execute(() -> {
            try {
                submitNext(NodeSurroundings.POISON);
            } finally {
                working.decrementAndGet();
            }
        });
    }

    /** Begins no further document and waits until each that was begun is acknowledged. */
    void stop() throws InterruptedException {
        stopping = true;
        while (working.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void submitNext(String text) {
        int mine = number.incrementAndGet();
        String document = "S-" + mine;
        if (!text.isEmpty()) {
            poisoned.add(document);
        }
        // Most authorities honor a key; some tell what became of a request, and few leave it to people.
        Recovery recovery = mine % 20 == 0 ? Recovery.DECISION : mine % 3 == 0 ? Recovery.ASK : Recovery.REPEAT;
        NewSubmission submission = submission(document, recovery, text);
        if (mine % TWINS == 0) {
            submitTwins(document, submission);
        } else {
            submit(document, submission, ThreadLocalRandom.current().nextInt(nodes.size()));
        }
    }

    /** Returns a document whose flow deals with a lost answer in the given way. */
    static NewSubmission submission(String document, Recovery recovery, String text) {
        ObjectNode content =
                JsonNodeFactory.instance.objectNode().put("number", document).put("text", text);
        return new NewSubmission(
                SoakSetup.ENVIRONMENT,
                new BusinessDocumentKey(SoakSetup.APPLICATION.toString(), "NL01", recovery.name(), document),
                Map.of(),
                Map.of(),
                content,
                "",
                new byte[0],
                "");
    }

    private void submitTwins(String document, NewSubmission submission) {
        twins.incrementAndGet();
        CyclicBarrier together = new CyclicBarrier(2);
        var other = threads.submit(() -> {
            together.await();
            submit(document, submission, 0);
            return document;
        });
        try {
            together.await();
            submit(document, submission, 1);
            other.get();
        } catch (Exception e) {
            contradictions.add(document + ": twins failed: " + e);
        }
    }

    /** Repeats the submission until it is acknowledged. */
    private void submit(String document, NewSubmission submission, int first) {
        for (int i = 0; ; i++) {
            try {
                SubmissionId id = nodes.get((first + i) % nodes.size())
                        .submit(submission)
                        .submission()
                        .id();
                SubmissionId before = acknowledged.putIfAbsent(document, id);
                if (before != null && !before.equals(id)) {
                    contradictions.add(document + " was acknowledged as " + before + " and as " + id);
                }
                return;
            } catch (ApiUnavailableException notNow) {
                awaitRepeat(i);
            } catch (ApiProblemException problem) {
                int status = problem.problem().status();
                // 401: the clock of that node is wrong.
                if (status < 500 && status != 429 && status != 401) {
                    contradictions.add(document + " was refused: " + problem.problem());
                    return;
                }
                awaitRepeat(i);
            }
        }
    }

    /** Waits before a repetition, the longer the more there were. */
    private void awaitRepeat(int former) {
        repeats.incrementAndGet();
        long millis = ThreadLocalRandom.current().nextLong(50, 300) << Math.min(former, MOST_DOUBLINGS);
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    /** Decides, as a person who found that the authority honors keys, that the stored request is to be sent again. */
    void repeatUnknown(SubmissionId submission) {
        for (int i = 0; i < nodes.size(); i++) {
            try {
                nodes.get(i).decide(submission, Submissions.Decision.REPEAT);
                return;
            } catch (ApiUnavailableException | ApiProblemException notNow) {
                // Decided meanwhile, or the node is down: whoever looks next finds it again.
            }
        }
    }

    /** Returns what was acknowledged, by document. */
    Map<String, SubmissionId> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    Set<String> poisoned() {
        return Set.copyOf(poisoned);
    }

    /** Returns answers that cannot all be right. */
    List<String> contradictions() {
        return List.copyOf(contradictions);
    }

    int twins() {
        return twins.get();
    }

    int repeats() {
        return repeats.get();
    }
}
