package io.einvoicing.service.telemetry;

import io.einvoicing.jdbc.FlowBacklog;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.PendingReason;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much work waits in the store, of all tenants; every node tells the same. What was read is kept for {@link #AGE}, and for 100 times
 * as long as reading took, so that at most a hundredth of a connection's time is spent on it. Thread-safe.
 */
public final class BacklogMetrics implements MultiCollector {
    static final Duration AGE = Duration.ofSeconds(10);
    private static final int SHARE = 100;
    private static final Logger LOG = LoggerFactory.getLogger(BacklogMetrics.class);

    private final Function<Instant, FlowBacklog.Reading> backlog;
    private final InstantSource clock;
    private Instant readAt = Instant.EPOCH;
    private Instant keptUntil = Instant.EPOCH;
    private FlowBacklog.@Nullable Reading latest;

    public BacklogMetrics(Function<Instant, FlowBacklog.Reading> backlog, InstantSource clock) {
        this.backlog = backlog;
        this.clock = clock;
    }

    @Override
    public synchronized MetricSnapshots collect() {
        refresh();
        FlowBacklog.Reading reading = latest;
        return reading == null ? new MetricSnapshots() : snapshots(reading);
    }

    /** While the database gives no answer, the last reading stays, with its instant. */
    private void refresh() {
        Instant now = clock.instant();
        if (now.isBefore(keptUntil) && !now.isBefore(readAt)) {
            return;
        }
        try {
            latest = backlog.apply(now);
            readAt = now;
        } catch (StoreUnavailableException e) {
            LOG.warn("The backlog is not known while the database gives no answer: {}", e.getMessage());
        }
        Instant end = clock.instant();
        Duration quiet = Duration.between(now, end).multipliedBy(SHARE);
        keptUntil = end.plus(quiet.compareTo(AGE) > 0 ? quiet : AGE);
    }

    private MetricSnapshots snapshots(FlowBacklog.Reading reading) {
        GaugeSnapshot.Builder depth = GaugeSnapshot.builder()
                .name("einvoicing_backlog")
                .help("Submissions that have not ended, by what they wait for")
                .dataPoint(point(Labels.of("state", "due"), reading.due()))
                .dataPoint(point(Labels.of("state", "later"), reading.later()))
                .dataPoint(point(Labels.of("state", "executing"), reading.executing()))
                .dataPoint(point(Labels.of("state", "chained"), reading.chained()))
                .dataPoint(point(Labels.of("state", "person"), reading.person()));
        GaugeSnapshot.Builder pending =
                GaugeSnapshot.builder().name("einvoicing_backlog_pending").help("PENDING submissions by reason");
        for (PendingReason reason : PendingReason.values()) {
            pending.dataPoint(
                    point(Labels.of("reason", reason.name()), reading.pending().getOrDefault(reason, 0L)));
        }
        double age = Optional.of(reading)
                .flatMap(FlowBacklog.Reading::oldestDue)
                .map(since -> Math.max(0, Duration.between(since, readAt).toMillis()) / 1_000.0)
                .orElse(0.0);
        return new MetricSnapshots(
                depth.build(),
                pending.build(),
                GaugeSnapshot.builder()
                        .name("einvoicing_backlog_oldest_due_age_seconds")
                        .help("For how long the longest due submission has been due; 0 if none is")
                        .dataPoint(point(Labels.EMPTY, age))
                        .build(),
                GaugeSnapshot.builder()
                        .name("einvoicing_backlog_read_timestamp_seconds")
                        .help("When the backlog was read")
                        .dataPoint(point(Labels.EMPTY, readAt.toEpochMilli() / 1_000.0))
                        .build());
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
