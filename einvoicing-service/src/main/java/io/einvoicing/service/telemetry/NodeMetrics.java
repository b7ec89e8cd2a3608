package io.einvoicing.service.telemetry;

import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.jdbc.ConnectionPool;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;

/** What this node has in use now: workers and connections. */
public final class NodeMetrics {
    private NodeMetrics() {}

    /** Has the registry ask from now on. */
    public static void register(PrometheusRegistry registry, FlowDispatcher dispatcher, ConnectionPool pool) {
        gauge(
                registry,
                "einvoicing_workers_busy",
                "Submissions in the hands of this node's workers",
                dispatcher::running);
        gauge(registry, "einvoicing_workers_limit", "Workers of this node", dispatcher::workers);
        gauge(
                registry,
                "einvoicing_taking_work",
                "Whether this node takes work; 0 while it stops",
                () -> dispatcher.isTakingWork() ? 1 : 0);
        CounterWithCallback.builder()
                .name("einvoicing_leases_expired_total")
                .help("Submissions that this node found left behind by a worker, of whichever node")
                .callback(callback -> callback.call(dispatcher.recovered()))
                .register(registry);
        gauge(
                registry,
                "einvoicing_connections_active",
                "Connections to the database in use",
                () -> pool.usage().active());
        gauge(
                registry,
                "einvoicing_connections_idle",
                "Open connections to the database not in use",
                () -> pool.usage().idle());
        gauge(
                registry,
                "einvoicing_connections_waiting",
                "Threads that wait for a connection",
                () -> pool.usage().waiting());
        gauge(
                registry,
                "einvoicing_connections_limit",
                "Most connections to the database",
                () -> pool.usage().limit());
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }
}
