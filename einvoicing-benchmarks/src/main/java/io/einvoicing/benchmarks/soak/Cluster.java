package io.einvoicing.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The worker processes; whichever dies is started again. Thread-safe. */
final class Cluster implements AutoCloseable {
    private final List<NodeProcess> nodes;
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();
    private volatile boolean closed;

    Cluster(List<NodeProcess> nodes) {
        this.nodes = List.copyOf(nodes);
        Thread supervisor = new Thread(this::supervise, "soak-supervisor");
        supervisor.setDaemon(true);
        supervisor.start();
    }

    private void supervise() {
        while (!closed) {
            for (NodeProcess node : nodes) {
                try {
                    synchronized (this) {
                        if (!closed && !node.isAlive()) {
                            deaths.incrementAndGet();
                            node.start();
                        }
                    }
                } catch (IOException e) {
                    System.err.println("a node does not start: " + e);
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    List<URI> addresses() {
        return nodes.stream().map(NodeProcess::address).toList();
    }

    /** Kills a node, one that answers if there is any. */
    void kill(Random random) {
        List<NodeProcess> up =
                new ArrayList<>(nodes.stream().filter(NodeProcess::isUp).toList());
        List<NodeProcess> candidates = up.isEmpty() ? nodes : up;
        NodeProcess victim = candidates.get(random.nextInt(candidates.size()));
        synchronized (this) {
            if (victim.isAlive()) {
                victim.kill();
                kills.incrementAndGet();
            }
        }
    }

    synchronized void order(String order) {
        nodes.forEach(node -> node.order(order));
    }

    synchronized void order(int node, String order) {
        nodes.get(node % nodes.size()).order(order);
    }

    /** Waits until every node answers. */
    void awaitUp() throws IOException {
        for (NodeProcess node : nodes) {
            node.awaitUp();
        }
    }

    /** Returns how many processes were killed on purpose. */
    int kills() {
        return kills.get();
    }

    /** Returns how many processes ended, the killed ones included. */
    int deaths() {
        return deaths.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        nodes.forEach(NodeProcess::close);
    }
}
