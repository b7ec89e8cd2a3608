package io.einvoicing.service;

import io.einvoicing.health.VaultHealth;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How the customers' vaults and containers were last, as metrics; every node tells the same. */
final class VaultMetrics implements MultiCollector {
    private final Supplier<List<VaultHealth>> latest;

    VaultMetrics(Supplier<List<VaultHealth>> latest) {
        this.latest = latest;
    }

    @Override
    public MetricSnapshots collect() {
        List<VaultHealth> all = latest.get();
        return new MetricSnapshots(
                gauge(
                        "einvoicing_vault_reachable",
                        "Whether the vault gave usable answers",
                        all.stream()
                                .map(each -> point(labels(each), each.vault().reachable() ? 1 : 0))),
                seconds(
                        "einvoicing_vault_latency",
                        "Until the vault had told its objects, or until it failed",
                        all.stream()
                                .map(each ->
                                        point(labels(each), seconds(each.vault().latency())))),
                seconds(
                        "einvoicing_vault_checked_timestamp",
                        "When vault and container were looked at",
                        all.stream().map(each -> point(labels(each), seconds(each.checkedAt())))),
                gauge(
                        "einvoicing_container_reachable",
                        "Whether the service can use the container as it must",
                        all.stream()
                                .flatMap(each -> each
                                        .container()
                                        .map(container -> point(labels(each), container.reachable() ? 1 : 0))
                                        .stream())),
                seconds(
                        "einvoicing_container_latency",
                        "Until the inspection of the container ended",
                        all.stream()
                                .flatMap(each -> each
                                        .container()
                                        .map(container -> point(labels(each), seconds(container.latency())))
                                        .stream())),
                seconds(
                        "einvoicing_container_expiry_timestamp",
                        "When access to the container ends",
                        all.stream()
                                .flatMap(each -> each
                                        .container()
                                        .flatMap(VaultHealth.Container::expiresAt)
                                        .map(end -> point(labels(each), seconds(end)))
                                        .stream())),
                gauge(
                        "einvoicing_vault_object_state",
                        "The state of a declared object, which is 1",
                        all.stream()
                                .flatMap(each -> each.objects().stream()
                                        .map(object -> point(
                                                labels(each, object)
                                                        .add(
                                                                "state",
                                                                object.state().name()),
                                                1)))),
                seconds(
                        "einvoicing_vault_object_expiry_timestamp",
                        "When a declared object ends",
                        all.stream()
                                .flatMap(each -> each.objects().stream()
                                        .flatMap(object ->
                                                object
                                                        .expiresAt()
                                                        .map(end -> point(labels(each, object), seconds(end)))
                                                        .stream()))));
    }

    private static GaugeSnapshot gauge(String name, String help, Stream<GaugeDataPointSnapshot> points) {
        return new GaugeSnapshot(new MetricMetadata(name, help), points.toList());
    }

    private static GaugeSnapshot seconds(String name, String help, Stream<GaugeDataPointSnapshot> points) {
        return new GaugeSnapshot(new MetricMetadata(name + "_seconds", help, Unit.SECONDS), points.toList());
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static Labels labels(VaultHealth health) {
        return Labels.of(
                "tenant", health.tenant().toString(),
                "environment", health.environment().toString());
    }

    private static Labels labels(VaultHealth health, VaultHealth.DeclaredObject object) {
        return labels(health)
                .add("object", object.name())
                .add("type", object.type().name());
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1_000.0;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
