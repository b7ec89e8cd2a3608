package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.kernel.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<List<Integer>> transactions = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    /** Answers each number with its negative; the first transaction waits until it may end. */
    private List<Integer> negate(List<Integer> numbers) {
        transactions.add(numbers);
        if (numbers.contains(0)) {
            begun.countDown();
            await(mayEnd);
        }
        if (numbers.contains(13)) {
            throw new IllegalArgumentException("13 is not liked");
        }
        if (numbers.contains(99)) {
            throw new StoreUnavailableException("no answer", new IllegalStateException());
        }
        return numbers.stream().map(number -> -number).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has the numbers wait behind a transaction that runs, and returns their answers to be. */
    private List<Future<Integer>> queued(GroupCommit<Integer, Integer> group, Integer... numbers) throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        answers.add(callers.submit(() -> group.call(0)));
        await(begun);
        for (Integer number : numbers) {
            CompletableFuture<Thread> caller = new CompletableFuture<>();
            answers.add(callers.submit(() -> {
                caller.complete(Thread.currentThread());
                return group.call(number);
            }));
            Thread waiting = caller.get(30, TimeUnit.SECONDS);
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        return answers;
    }

    @Test
    void doesAtOnceWhatComesAlone() {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(10, 1, this::negate);

        assertThat(group.call(1)).isEqualTo(-1);
        assertThat(group.call(2)).isEqualTo(-2);
        assertThat(transactions).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void doesTogetherWhatCameMeanwhileAndAnswersEach() throws Exception {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(3, 1, this::negate);
        List<Future<Integer>> answers = queued(group, 1, 2, 3, 4);

        mayEnd.countDown();

        for (int i = 0; i < 5; i++) {
            assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(-i);
        }
        assertThat(transactions).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4));
    }

    @Test
    void runsSeveralTransactionsAtOnceButNoMore() throws Exception {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(10, 2, this::negate);
        List<Future<Integer>> answers = queued(group);

        assertThat(group.call(1)).isEqualTo(-1);

        mayEnd.countDown();
        assertThat(answers.get(0).get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void failsTheOneThatIsAtFaultAndNoOther() throws Exception {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(10, 1, this::negate);
        List<Future<Integer>> answers = queued(group, 1, 13, 2);

        mayEnd.countDown();

        assertThat(answers.get(1).get(30, TimeUnit.SECONDS)).isEqualTo(-1);
        assertThatThrownBy(() -> answers.get(2).get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("13 is not liked");
        assertThat(answers.get(3).get(30, TimeUnit.SECONDS)).isEqualTo(-2);
        assertThat(group.call(5)).isEqualTo(-5);
    }

    @Test
    void saysToAllThatTheStoreGaveNoAnswer() throws Exception {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(10, 1, this::negate);
        List<Future<Integer>> answers = queued(group, 1, 99);

        mayEnd.countDown();

        for (int i = 1; i <= 2; i++) {
            Future<Integer> answer = answers.get(i);
            assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StoreUnavailableException.class);
        }
        assertThat(transactions).hasSize(2);
        assertThat(group.call(5)).isEqualTo(-5);
    }

    @Test
    void tellsAnInterruptedCallerWhatBecameOfItsCommand() throws Exception {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(10, 1, this::negate);
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        Future<Integer> first = callers.submit(() -> group.call(0));
        await(begun);
        Future<Boolean> interrupted = callers.submit(() -> {
            caller.complete(Thread.currentThread());
            assertThat(group.call(7)).isEqualTo(-7);
            return Thread.currentThread().isInterrupted();
        });

        caller.get(30, TimeUnit.SECONDS).interrupt();
        mayEnd.countDown();

        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.get(30, TimeUnit.SECONDS)).isZero();
    }
}
