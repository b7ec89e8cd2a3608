package io.einvoicing.testkit.memory;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.health.port.HealthRecords;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps in memory how vaults and containers were. Thread-safe. */
public final class InMemoryHealthRecords implements HealthRecords {
    private final Map<Due, VaultHealth> latest = new HashMap<>();
    private final Map<Due, Instant> claims = new HashMap<>();
    private final InMemoryEnvironmentRepository environments;
    private final InMemoryNotifications notifications;
    private final Outage outage;

    InMemoryHealthRecords(
            InMemoryEnvironmentRepository environments, InMemoryNotifications notifications, Outage outage) {
        this.environments = environments;
        this.notifications = notifications;
        this.outage = outage;
    }

    @Override
    public synchronized Optional<VaultHealth> find(TenantId tenant, EnvironmentId environment) {
        outage.check();
        return Optional.ofNullable(latest.get(new Due(tenant, environment))).filter(this::isInUse);
    }

    @Override
    public List<VaultHealth> list(TenantId tenant) {
        return all().stream()
                .filter(health -> health.tenant().equals(tenant))
                .sorted(Comparator.comparing(VaultHealth::environmentName))
                .toList();
    }

    @Override
    public synchronized List<VaultHealth> all() {
        outage.check();
        return latest.values().stream().filter(this::isInUse).toList();
    }

    @Override
    public Map<VaultHealth.Status, Long> counts() {
        return all().stream().collect(Collectors.groupingBy(VaultHealth::status, Collectors.counting()));
    }

    private boolean isInUse(VaultHealth health) {
        return environments.latest(health.tenant(), health.environment()).isPresent();
    }

    @Override
    public synchronized boolean save(VaultHealth health, Optional<Instant> previous, List<Notification> added) {
        outage.check();
        Due key = new Due(health.tenant(), health.environment());
        if (!Optional.ofNullable(latest.get(key)).map(VaultHealth::checkedAt).equals(previous)) {
            return false;
        }
        latest.put(key, health);
        claims.remove(key);
        added.forEach(notifications::addWithin);
        return true;
    }

    @Override
    public synchronized Optional<Due> claim(Instant lookedAtBefore, Instant now, Instant claimEnd) {
        outage.check();
        Optional<Due> due = environments.published().stream()
                .map(InMemoryHealthRecords::key)
                .filter(key -> Optional.ofNullable(latest.get(key))
                        .map(health -> health.checkedAt().isBefore(lookedAtBefore))
                        .orElse(true))
                .filter(key -> Optional.ofNullable(claims.get(key))
                        .map(end -> !end.isAfter(now))
                        .orElse(true))
                .findAny();
        due.ifPresent(key -> claims.put(key, claimEnd));
        return due;
    }

    private static Due key(ServiceEnvironment environment) {
        return new Due(environment.tenant(), environment.id());
    }
}
