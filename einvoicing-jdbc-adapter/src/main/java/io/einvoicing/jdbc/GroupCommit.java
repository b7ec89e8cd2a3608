package io.einvoicing.jdbc;

import io.einvoicing.kernel.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers on many threads share transactions: what comes while one is being committed makes up the next. A caller that is alone
 * does not wait. Thread-safe.
 *
 * @param <C> what a caller wants done
 * @param <R> what it is answered
 */
final class GroupCommit<C, R> {
    /** Most commands in one transaction: more add to the wait of each, and little to the rate. */
    static final int MOST = 200;

    private final int most;
    private final int atOnce;
    private final Function<List<C>, List<R>> transaction;
    private final IntConsumer sizes;
    private final Deque<Entry<C, R>> waiting = new ArrayDeque<>();
    private int leaders;

    GroupCommit(int most, int atOnce, Function<List<C>, List<R>> transaction) {
        this(most, atOnce, transaction, size -> {});
    }

    /**
     * @param most at most so many commands in one transaction
     * @param atOnce at most so many transactions at once
     * @param transaction does what is wanted and answers in the same order, all or nothing
     * @param sizes is told how many commands each transaction held
     */
    GroupCommit(int most, int atOnce, Function<List<C>, List<R>> transaction, IntConsumer sizes) {
        this.sizes = sizes;
        this.most = most;
        this.atOnce = atOnce;
        this.transaction = transaction;
    }

    /** One caller's command; its thread waits until somebody did it, or until it has to lead. */
    private static final class Entry<C, R> {
        private final C command;
        private final CountDownLatch decided = new CountDownLatch(1);
        private volatile boolean leads;
        private volatile @Nullable R result;
        private volatile @Nullable RuntimeException failure;

        Entry(C command) {
            this.command = command;
        }

        /** Waits until somebody did the command; returns whether this thread has to do it. */
        boolean awaitLead() {
            boolean interrupted = false;
            while (true) {
                try {
                    decided.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // Somebody may be at the command: its outcome must be known.
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return leads;
        }

        void lead() {
            leads = true;
            decided.countDown();
        }

        void succeed(R answer) {
            result = answer;
            decided.countDown();
        }

        void fail(RuntimeException why) {
            failure = why;
            decided.countDown();
        }

        R result() {
            RuntimeException why = failure;
            if (why != null) {
                throw why;
            }
            R answer = result;
            if (answer == null) {
                throw new IllegalStateException("a transaction left a command without answer");
            }
            return answer;
        }
    }

    /**
     * Does what the command says, in a transaction that other callers may share.
     *
     * @throws RuntimeException what the transaction threw, for this command alone unless the store gave no answer
     */
    R call(C command) {
        Entry<C, R> mine = new Entry<>(command);
        boolean leads;
        synchronized (waiting) {
            leads = leaders < atOnce;
            if (leads) {
                leaders++;
            } else {
                waiting.add(mine);
            }
        }
        if (leads || mine.awaitLead()) {
            lead(mine);
        }
        return mine.result();
    }

    /** Does the leader's command together with those that wait, and hands the lead on. */
    private void lead(Entry<C, R> leader) {
        List<Entry<C, R>> batch = new ArrayList<>();
        batch.add(leader);
        synchronized (waiting) {
            while (batch.size() < most && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
        }
        try {
            commit(batch);
        } finally {
            Entry<C, R> next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    leaders--;
                }
            }
            if (next != null) {
                next.lead();
            }
        }
    }

    private void commit(List<Entry<C, R>> batch) {
        List<R> answers;
        try {
            answers = transaction.apply(batch.stream().map(each -> each.command).toList());
        } catch (StoreUnavailableException e) {
            batch.forEach(each -> each.fail(e));
            return;
        } catch (Error e) {
            batch.forEach(each -> each.fail(new IllegalStateException("a transaction stopped", e)));
            throw e;
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                batch.get(0).fail(e);
            } else {
                // One command is at fault, and the others must not suffer for it.
                batch.forEach(each -> commit(List.of(each)));
            }
            return;
        }
        sizes.accept(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).succeed(answers.get(i));
        }
    }
}
