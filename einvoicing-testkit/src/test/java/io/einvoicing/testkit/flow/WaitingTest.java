package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.flow.FlowFixture.call;
import static io.einvoicing.testkit.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Submission await(FlowFixture flow, SubmissionId id, Duration longest) {
        return flow.invoicing.submissions().await(flow.caller, id, longest).orThrow();
    }

    @Test
    void answersAtOnceWhatHasEndedOrNeedsAPerson() {
        FlowFixture flow = new FlowFixture(call("Send"));
        flow.call.script.add(context -> ActionOutcome.unknown("no answer within 30 s"));
        SubmissionId undecided = flow.submit("1");
        flow.run(undecided);
        SubmissionId completed = flow.submit("2");
        flow.run(completed);

        assertThat(await(flow, undecided, LONG).status()).isEqualTo(SubmissionStatus.PENDING);
        assertThat(await(flow, completed, LONG).status()).isEqualTo(SubmissionStatus.COMPLETED);
    }

    @Test
    void answersWhenTheTimeIsOver() {
        FlowFixture flow = new FlowFixture(step("One"));
        SubmissionId id = flow.submit("1");

        assertThat(await(flow, id, Duration.ZERO).status()).isEqualTo(SubmissionStatus.SCHEDULED);
        assertThat(await(flow, id, Duration.ofMillis(300)).status()).isEqualTo(SubmissionStatus.SCHEDULED);
    }

    @Test
    void answersManyThatWaitAsSoonAsTheirSubmissionsHaveEnded() throws Exception {
        FlowFixture flow = new FlowFixture(step("One"));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<SubmissionId> ids = new ArrayList<>();
            List<Future<Submission>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                SubmissionId id = flow.submit("R" + i);
                ids.add(id);
                answers.add(threads.submit(() -> await(flow, id, LONG)));
            }
            for (SubmissionId id : ids) {
                flow.run(id);
            }
            for (Future<Submission> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(SubmissionStatus.COMPLETED);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
