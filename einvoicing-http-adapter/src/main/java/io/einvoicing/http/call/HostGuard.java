package io.einvoicing.http.call;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.einvoicing.flow.port.DestinationGuard;
import io.einvoicing.kernel.TenantId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Limits the calls to each host, and leaves a host alone for a while when it does not answer. Thread-safe.
 *
 * <p>What has to wait is told a time of its own: one after the other, as fast as the host's calls end, so that waiting work does not
 * come back all at once. A host counts as not answering when no answer came at all; what it answers says something about the document
 * only, and one tenant's documents must not close a host to another's.
 *
 * @since 0.1.0
 */
public final class HostGuard implements DestinationGuard {
    private static final int TRIALS = 3;
    private static final int MOST_HOSTS = 10_000;
    /** Longer than any call takes: what is in flight is not forgotten. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);
    private static final IOException NO_ANSWER = new IOException("no answer");

    private final HostLimits limits;
    private final InstantSource clock;
    private final IntSupplier nodes;
    private final CircuitBreakerConfig breakers;
    private final LoadingCache<String, Host> hosts;

    /**
     * Creates a guard.
     *
     * @param nodes how many nodes share the limits, at least 1; asked at each call
     */
    public HostGuard(HostLimits limits, IntSupplier nodes, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.nodes = nodes;
        this.breakers = CircuitBreakerConfig.custom()
                .slidingWindow(
                        2 * limits.failures(),
                        limits.failures(),
                        CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
                        CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
                .failureRateThreshold(50)
                .waitDurationInOpenState(limits.rest())
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .clock(clock.withZone(ZoneOffset.UTC))
                .build();
        this.hosts = CacheBuilder.newBuilder()
                .maximumSize(MOST_HOSTS)
                .expireAfterAccess(FORGOTTEN)
                .build(CacheLoader.from(Host::new));
    }

    /** Returns host and port of an address, by which limits are kept. */
    static String hostOf(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
        return String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    @Override
    public Admission admit(TenantId tenant, String host) {
        return hosts.getUnchecked(host).admit(tenant);
    }

    /** What is known of one host. */
    private final class Host {
        private final String name;
        private final CircuitBreaker breaker;
        private final Map<TenantId, Integer> running = new HashMap<>();
        private int calls;
        /** Mean time of a call, the last ones weighing most. */
        private Duration usual = SHORTEST_WAIT;
        /** When the last of those that wait may come back. */
        private Instant turn = Instant.EPOCH;
        /** Until when the host is left alone, at least. */
        private Instant rests = Instant.EPOCH;

        Host(String name) {
            this.name = name;
            this.breaker = CircuitBreaker.of(name, breakers);
        }

        synchronized Admission admit(TenantId tenant) {
            int share = Math.max(1, nodes.getAsInt());
            int most = Math.max(1, limits.calls() / share);
            int mostOfTenant = Math.max(1, limits.callsOfTenant() / share);
            Instant now = clock.instant();
            if (calls >= most || running.getOrDefault(tenant, 0) >= mostOfTenant) {
                return new Admission.Later(
                        nextTurn(now, most), name + " has as many calls at once as it may have: waiting for a turn");
            }
            if (!breaker.tryAcquirePermission()) {
                Instant start = rests.isAfter(now) ? rests : now;
                return new Admission.Later(
                        nextTurn(start, most), name + " did not answer lately: it is left alone for a while");
            }
            calls++;
            running.merge(tenant, 1, Integer::sum);
            return (Admission.Granted) result -> ended(tenant, now, result);
        }

        /** Spreads those that wait: as many come back in the time of a usual call as calls may run at once. */
        private Instant nextTurn(Instant earliest, int most) {
            Instant first = earliest.plus(usual);
            turn = (turn.isAfter(first) ? turn : first).plus(usual.dividedBy(most));
            Instant latest = earliest.plus(LONGEST_WAIT);
            if (turn.isAfter(latest)) {
                turn = latest;
            }
            return turn;
        }

        private synchronized void ended(TenantId tenant, Instant startedAt, Result result) {
            calls--;
            running.computeIfPresent(tenant, (any, number) -> number == 1 ? null : number - 1);
            Instant now = clock.instant();
            switch (result) {
                case ANSWERED -> {
                    Duration took = Duration.between(startedAt, now);
                    Duration mean = usual.multipliedBy(7).plus(took).dividedBy(8);
                    usual = mean.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : mean;
                    breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
                }
                case NOT_ANSWERED -> {
                    breaker.onError(0, TimeUnit.NANOSECONDS, NO_ANSWER);
                    if (breaker.getState() == CircuitBreaker.State.OPEN && !rests.isAfter(now)) {
                        rests = now.plus(limits.rest());
                        turn = rests;
                    }
                }
                case NOT_CALLED -> breaker.releasePermission();
            }
        }
    }
}
