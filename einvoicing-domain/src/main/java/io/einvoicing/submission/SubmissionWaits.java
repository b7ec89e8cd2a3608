package io.einvoicing.submission;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.port.SubmissionRepository;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets callers of this node wait until submissions have ended or need a person. Thread-safe. All that wait share one look at the store
 * every quarter of a second; none holds a connection while it waits.
 */
final class SubmissionWaits {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final SubmissionRepository submissions;
    private final int most;
    private final Map<Waiter, SubmissionRepository.Key> waiters = new ConcurrentHashMap<>();
    private final AtomicBoolean lead = new AtomicBoolean();

    /**
     * @param most callers that wait at once; more are answered at once
     */
    SubmissionWaits(SubmissionRepository submissions, int most) {
        this.submissions = submissions;
        this.most = most;
    }

    private static final class Waiter {
        private final CountDownLatch settled = new CountDownLatch(1);
    }

    /** Returns when the submission is settled or the time is over; at once if too many wait already. */
    void await(TenantId tenant, SubmissionId submission, Duration longest) {
        if (waiters.size() >= most) {
            return;
        }
        Waiter mine = new Waiter();
        waiters.put(mine, new SubmissionRepository.Key(tenant, submission));
        boolean leads = false;
        try {
            boolean settled = false;
            for (Duration waited = Duration.ZERO;
                    !settled && waited.compareTo(longest) < 0;
                    waited = waited.plus(PAUSE)) {
                // Whoever leads looks for all; who comes after it takes the lead.
                leads = leads || lead.compareAndSet(false, true);
                if (leads) {
                    look();
                }
                settled = mine.settled.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiters.remove(mine);
            if (leads) {
                lead.set(false);
            }
        }
    }

    private void look() {
        Map<Waiter, SubmissionRepository.Key> asked = Map.copyOf(waiters);
        List<SubmissionRepository.Key> settled =
                submissions.settled(asked.values().stream().distinct().toList());
        asked.forEach((waiter, key) -> {
            if (settled.contains(key)) {
                waiter.settled.countDown();
            }
        });
    }
}
