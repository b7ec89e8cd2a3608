package io.einvoicing.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.FlowQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Reminders of due submissions in PostgreSQL, run by db-scheduler on any number of nodes. Thread-safe.
 *
 * <p>A reminder is only a hint. It is named after the submission and its due time, so that a repeated one is the same one. A sweep
 * makes up for those that were lost: with a node that was killed, or with a worker that failed.
 */
public final class DbSchedulerFlowQueue implements FlowQueue, AutoCloseable {
    private static final String REMINDER = "flow-reminder";
    private static final String SWEEP = "flow-sweep";
    private static final int SWEPT_AT_ONCE = 1_000;

    /** db-scheduler's own insertion, which asks before it inserts, in one step. */
    private static final String INSERT = """
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values (:task, :instance, :at, false, 1) on conflict do nothing""";

    private final Database database;
    private final FlowProgress progress;
    private final Settings settings;
    private final InstantSource clock;
    private final String node = "einvoicing-" + UUID.randomUUID();
    private volatile @Nullable Scheduler scheduler;

    /** Runs what is due of a submission; called by the queue's worker threads. */
    @FunctionalInterface
    public interface Worker {
        /** Tries to claim and run the submission. An exception ends only this reminder; the sweep gives another. */
        void run(TenantId tenant, SubmissionId submission);
    }

    /**
     * How a node works its queue.
     *
     * @param workers threads that run submissions
     * @param pollInterval between two looks for reminders that came from elsewhere or became due; those of this node's own run at once
     * @param sweepInterval between two sweeps of all nodes together
     * @param overdueAfter what has been due for longer than this is reminded again
     * @param heartbeat sign of life of a running reminder; after four missed ones another node takes it over
     * @param drain longest wait for running work when the queue stops
     */
    public record Settings(
            int workers,
            Duration pollInterval,
            Duration sweepInterval,
            Duration overdueAfter,
            Duration heartbeat,
            Duration drain) {
        /** 16 workers, polls every 200 ms, sweeps every 2 s. */
        public static final Settings DEFAULT = new Settings(
                16,
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30));

        /** Returns these settings with another number of workers. */
        public Settings withWorkers(int number) {
            return new Settings(number, pollInterval, sweepInterval, overdueAfter, heartbeat, drain);
        }
    }

    DbSchedulerFlowQueue(Database database, FlowProgress progress, Settings settings, InstantSource clock) {
        this.database = database;
        this.progress = progress;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void remind(TenantId tenant, SubmissionId submission, Instant at) {
        database.run(handle ->
                bind(handle.createUpdate(INSERT), tenant, submission, at).execute());
        Scheduler running = scheduler;
        if (running != null && !at.isAfter(clock.instant())) {
            running.triggerCheckForDueExecutions();
        }
    }

    private static <S extends SqlStatement<S>> S bind(
            S statement, TenantId tenant, SubmissionId submission, Instant at) {
        return statement
                .bind("task", REMINDER)
                .bind("instance", new Reminder(tenant, submission).instance(at))
                .bind("at", Columns.instant(at));
    }

    /** Starts the worker threads of this node. */
    public synchronized void start(Worker worker) {
        if (scheduler != null) {
            throw new IllegalStateException("the queue has been started already");
        }
        OneTimeTask<Void> reminders = Tasks.oneTime(REMINDER)
                .onFailure((failed, operations) -> operations.remove())
                .execute((instance, context) -> {
                    Reminder reminder = Reminder.parse(instance.getId());
                    worker.run(reminder.tenant(), reminder.submission());
                });
        RecurringTask<Void> sweeps =
                Tasks.recurring(SWEEP, FixedDelay.of(settings.sweepInterval())).execute((instance, context) -> sweep());
        Scheduler started = Scheduler.create(database.dataSource(), List.of(reminders))
                .startTasks(sweeps)
                // Named, not detected: detection falls back to another dialect if the database is down just then.
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .schedulerName(new SchedulerName.Fixed(node))
                .clock(clock::instant)
                .threads(settings.workers())
                .pollUsingLockAndFetch(1.0, 2.0)
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(settings.drain())
                .build();
        started.start();
        scheduler = started;
    }

    /** Reminds of what has been due for too long, in case its reminder was lost. */
    void sweep() {
        List<FlowProgress.Due> overdue =
                progress.overdue(clock.instant().minus(settings.overdueAfter()), SWEPT_AT_ONCE);
        if (overdue.isEmpty()) {
            return;
        }
        database.inTransaction(handle -> {
            var batch = handle.prepareBatch(INSERT);
            overdue.forEach(due ->
                    bind(batch, due.tenant(), due.submission(), due.dueAt()).add());
            return batch.execute();
        });
    }

    /**
     * Stops taking work, waits for what runs, and gives back what was taken but not begun.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if nothing could be given back; another node takes it over when this
     *     node's heartbeats are missed
     */
    @Override
    public synchronized void close() {
        Optional.ofNullable(scheduler).ifPresent(running -> {
            scheduler = null;
            running.stop();
            database.run(handle -> handle.createUpdate("""
                            update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null
                            where picked and picked_by = :node""").bind("node", node).execute());
        });
    }

    /** What a reminder is about, as text in its name. */
    private record Reminder(TenantId tenant, SubmissionId submission) {
        private static final int UUID_LENGTH = 36;

        String instance(Instant at) {
            return tenant + "/" + submission + "/" + ChronoUnit.MICROS.between(Instant.EPOCH, at);
        }

        static Reminder parse(String instance) {
            return new Reminder(
                    TenantId.parse(instance.substring(0, UUID_LENGTH)),
                    SubmissionId.parse(instance.substring(UUID_LENGTH + 1, 2 * UUID_LENGTH + 1)));
        }
    }
}
