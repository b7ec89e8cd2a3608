package io.einvoicing.health;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.health.port.HealthRecords;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Watches the vaults and containers that published environments use, and announces what goes wrong, what will soon, and what is in
 * order again. Thread-safe; any number of nodes may watch, and each change is announced once.
 */
public final class HealthWatch {
    /** For how long a node that looks at an environment keeps others from it. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private final EnvironmentRepository environments;
    private final HealthRecords records;
    private final HealthProbe probe;
    private final HealthPolicy policy;
    private final InstantSource clock;

    /** @param vaults keeps no answers: how things are now is asked */
    public HealthWatch(
            EnvironmentRepository environments,
            HealthRecords records,
            Vaults vaults,
            ContainerInspector containers,
            HealthPolicy policy,
            InstantSource clock) {
        this.environments = environments;
        this.records = records;
        this.probe = new HealthProbe(vaults, containers, clock);
        this.policy = policy;
        this.clock = clock;
    }

    /** Returns every published environment of the tenant with what is known of it, by name; needs {@link Role#CONFIGURE}. */
    public Result<List<EnvironmentHealth>> latest(Caller caller) {
        Optional<Refusal> lack = caller.lacks(Role.CONFIGURE);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        Map<EnvironmentId, VaultHealth> known = records.list(caller.tenant()).stream()
                .collect(Collectors.toMap(VaultHealth::environment, Function.identity()));
        List<EnvironmentHealth> health = new ArrayList<>();
        environments.forEach(caller.tenant(), environment -> {
            if (environment.published().isPresent()) {
                health.add(new EnvironmentHealth(
                        environment.id(), environment.name(), Optional.ofNullable(known.get(environment.id()))));
            }
        });
        return Result.accepted(health);
    }

    /** Looks at an environment's vault and container now; needs {@link Role#CONFIGURE}. Refused as CONFLICT before it is published. */
    public Result<VaultHealth> check(Caller caller, EnvironmentId id) {
        return caller.lacks(Role.CONFIGURE)
                .<Result<VaultHealth>>map(Result::refused)
                .orElseGet(() -> environments
                        .find(caller.tenant(), id)
                        .map(
                                environment -> check(VaultUse.by(caller), environment)
                                        .map(Result::accepted)
                                        .orElseGet(
                                                () -> Result.refused(
                                                        Refusal.conflict(
                                                                "environment \"" + environment.name()
                                                                        + "\" was never published, so that no vault of it is in use: publish it first"))))
                        .orElseGet(() -> Result.refused(Refusal.notFound("environment " + id))));
    }

    /**
     * Looks at one environment, of any tenant, that was not looked at for the policy's interval; an application calls it until it
     * returns false, every few seconds, on any number of nodes.
     *
     * @return whether one was due
     */
    public boolean checkNext() {
        Instant now = clock.instant();
        Optional<HealthRecords.Due> due = records.claim(now.minus(policy.interval()), now, now.plus(CLAIM));
        due.flatMap(each -> environments.find(each.tenant(), each.environment()))
                .ifPresent(environment -> check(VaultUse.byService(environment.tenant(), "health watch"), environment));
        return due.isPresent();
    }

    /** Returns what is known of the published environments of all tenants; for whoever runs the service. */
    public List<VaultHealth> all() {
        return records.all();
    }

    /** Returns how many published environments of all tenants have each status; quickly, for whoever runs the service. */
    public Map<VaultHealth.Status, Long> counts() {
        return records.counts();
    }

    private Optional<VaultHealth> check(VaultUse by, ServiceEnvironment environment) {
        Optional<EnvironmentSettings> published = environment.published().map(PublishedEnvironment::settings);
        Optional<KeyVaultReference> vault = published.flatMap(EnvironmentSettings::boundVault);
        return vault.map(bound -> check(
                by.in(environment.id().value(), environment.name()),
                environment,
                bound,
                published.flatMap(EnvironmentSettings::storageSecret).orElseThrow()));
    }

    private VaultHealth check(
            VaultUse use, ServiceEnvironment environment, KeyVaultReference vault, String storageSecret) {
        Optional<VaultHealth> previous = records.find(environment.tenant(), environment.id());
        Observation seen = probe.look(use, vault, storageSecret);
        VaultHealth judged = HealthJudge.judge(environment, vault.uri(), seen, policy, clock.instant());
        Alerts.Change change = Alerts.change(previous, judged);
        return records.save(change.health(), previous.map(VaultHealth::checkedAt), change.notifications())
                ? change.health()
                // Somebody else looked meanwhile: what they saw is as new, and they announced it.
                : records.find(environment.tenant(), environment.id()).orElse(judged);
    }
}
