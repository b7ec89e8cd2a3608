package io.einvoicing.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.einvoicing.jdbc.ConnectionPool;
import java.io.Serializable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The same six steps as a chain of db-scheduler's tasks, as a Java team would write it: a task replaces itself by the next when it is
 * done, and the last one counts the document under a unique key.
 *
 * <p>Tuned: due tasks are locked and fetched in one statement, up to four times as many as there are threads; a look every 10 ms; one
 * database connection for each thread.
 */
record DbSchedulerFlows(FlowsClient client, int threads) implements FlowsSide {
    private static final String SCHEMA = """
            create table scheduled_tasks (
                task_name text not null, task_instance text not null, task_data bytea, execution_time timestamptz not null,
                picked boolean not null, picked_by text, last_success timestamptz, last_failure timestamptz,
                consecutive_failures int, last_heartbeat timestamptz, version bigint not null, priority smallint,
                primary key (task_name, task_instance));
            create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
            create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat)""";
    private static final int STEPS = 6;
    private static final int CALL = 4;

    /** Where a flow stands. */
    private record Step(String document, int number) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private static final TaskDescriptor<Step> FLOW = TaskDescriptor.of("flow", Step.class);

    @Override
    public String name() {
        return "chain of db-scheduler's tasks";
    }

    @Override
    public double run(String database, int flows) throws Exception {
        try (ConnectionPool pool = ConnectionPool.open(database, "postgres", "", threads + 4, Duration.ofMinutes(5))) {
            CountedDocuments counted = CountedDocuments.in(pool.dataSource());
            counted.execute(SCHEMA);
            return run(pool.dataSource(), counted, flows);
        }
    }

    private double run(DataSource dataSource, CountedDocuments counted, int flows)
            throws SQLException, InterruptedException {
        CountDownLatch done = new CountDownLatch(flows);
        CustomTask<Step> task = Tasks.custom(FLOW).execute((instance, context) -> {
            Step step = instance.getData();
            if (step.number() == CALL) {
                client.call(step.document());
            }
            if (step.number() < STEPS) {
                Step next = new Step(step.document(), step.number() + 1);
                return new CompletionHandler.OnCompleteReplace<>(
                        completed -> FLOW.instance(completed.getId()).data(next).scheduledTo(Instant.now()));
            }
            counted.count(step.document());
            done.countDown();
            return new CompletionHandler.OnCompleteRemove<>();
        });
        Scheduler scheduler = Scheduler.create(dataSource, task)
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .threads(threads)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofMillis(10))
                .build();
        Instant due = Instant.now();
        List<SchedulableInstance<?>> backlog = new ArrayList<>();
        for (int i = 0; i < flows; i++) {
            String document = "FTI-" + i;
            backlog.add(FLOW.instance(document).data(new Step(document, 1)).scheduledTo(due));
        }
        scheduler.scheduleBatch(backlog);
        counted.execute("vacuum (analyze) scheduled_tasks");
        long start = System.nanoTime();
        scheduler.start();
        try {
            if (!done.await(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException(done.getCount() + " flows did not end");
            }
            return flows / ((System.nanoTime() - start) / 1e9);
        } finally {
            scheduler.stop();
        }
    }
}
