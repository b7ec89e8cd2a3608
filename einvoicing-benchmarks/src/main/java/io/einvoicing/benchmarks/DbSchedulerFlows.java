package io.einvoicing.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The same six steps as a chain of db-scheduler's tasks, each of which replaces itself by the next when it is done; the last one counts
 * the document under a unique key.
 */
final class DbSchedulerFlows {
    private static final String SCHEMA = """
            create table scheduled_tasks (
                task_name text not null, task_instance text not null, task_data bytea, execution_time timestamptz not null,
                picked boolean not null, picked_by text, last_success timestamptz, last_failure timestamptz,
                consecutive_failures int, last_heartbeat timestamptz, version bigint not null, priority smallint,
                primary key (task_name, task_instance));
            create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
            create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
            create table counted (document text primary key, counted_at timestamptz not null)""";
    private static final int STEPS = 6;
    private static final int CALL = 4;

    private DbSchedulerFlows() {}

    /** Where a flow stands. */
    private record Step(String document, int number) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private static final TaskDescriptor<Step> FLOW = TaskDescriptor.of("flow", Step.class);

    /**
     * Runs flows that are due.
     *
     * @return completed and counted flows per second
     */
    static double run(FlowsScenario scenario, int workers, int flows) throws SQLException, InterruptedException {
        DataSource dataSource = scenario.pool().dataSource();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
        CountDownLatch done = new CountDownLatch(flows);
        CustomTask<Step> task = Tasks.custom(FLOW).execute((instance, context) -> {
            Step step = instance.getData();
            if (step.number() == CALL) {
                scenario.call(step.document());
            }
            if (step.number() < STEPS) {
                Step next = new Step(step.document(), step.number() + 1);
                return new CompletionHandler.OnCompleteReplace<>(
                        completed -> FLOW.instance(completed.getId()).data(next).scheduledTo(Instant.now()));
            }
            count(dataSource, step.document());
            done.countDown();
            return new CompletionHandler.OnCompleteRemove<>();
        });
        Scheduler scheduler = Scheduler.create(dataSource, task)
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .threads(workers)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofMillis(100))
                .build();
        Instant due = Instant.now();
        scheduler.scheduleBatch(java.util.stream.IntStream.range(0, flows)
                .<com.github.kagkarlsson.scheduler.task.SchedulableInstance<?>>mapToObj(i ->
                        FLOW.instance("FTI-" + i).data(new Step("FTI-" + i, 1)).scheduledTo(due))
                .toList());
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

    private static void count(DataSource dataSource, String document) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into counted values (?, now()) on conflict do nothing")) {
            insert.setString(1, document);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count", e);
        }
    }
}
