package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.port.VaultAccessLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps accesses to vaults in memory. Thread-safe. */
public final class InMemoryVaultAccessLog implements VaultAccessLog {
    /** As the database sorts: by the id's bytes, which UUID's own order of signed halves is not. */
    private static final Comparator<VaultAccess> NEWEST_FIRST = Comparator.comparing(VaultAccess::at)
            .thenComparing(access -> access.id().toString())
            .reversed();

    private final Outage outage;
    private final Map<TenantId, Map<UUID, VaultAccess>> accesses = new ConcurrentHashMap<>();

    /** Creates a log of its own, always reachable. */
    public InMemoryVaultAccessLog() {
        this(new Outage());
    }

    InMemoryVaultAccessLog(Outage outage) {
        this.outage = outage;
    }

    @Override
    public void add(VaultAccess access) {
        outage.check();
        accesses.computeIfAbsent(access.use().tenant(), tenant -> new ConcurrentHashMap<>())
                .putIfAbsent(access.id(), access);
    }

    @Override
    public List<VaultAccess> list(TenantId tenant, VaultAccess.Filter filter, Optional<UUID> after, int limit) {
        outage.check();
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        Map<UUID, VaultAccess> all = accesses.getOrDefault(tenant, Map.of());
        List<VaultAccess> sorted = new ArrayList<>(all.values());
        sorted.sort(NEWEST_FIRST);
        if (after.isPresent()) {
            VaultAccess last = all.get(after.get());
            if (last == null) {
                return List.of();
            }
            sorted.removeIf(access -> NEWEST_FIRST.compare(access, last) <= 0);
        }
        return sorted.stream()
                .filter(access -> matches(access, filter))
                .limit(limit)
                .toList();
    }

    private static boolean matches(VaultAccess access, VaultAccess.Filter filter) {
        VaultUse.By by = access.use().by();
        boolean bySubmission = by.kind() == VaultUse.Kind.SUBMISSION;
        return filter.environment()
                        .map(wanted -> access.use()
                                .environment()
                                .filter(each -> each.id().equals(wanted))
                                .isPresent())
                        .orElse(true)
                && filter.object()
                        .map(wanted -> access.object().equals(Optional.of(wanted)))
                        .orElse(true)
                && filter.submission()
                        .map(wanted -> bySubmission && by.id().equals(Optional.of(wanted)))
                        .orElse(true)
                && filter.principal()
                        .map(wanted -> !bySubmission && by.id().equals(Optional.of(wanted.value())))
                        .orElse(true)
                && filter.outcome().map(wanted -> access.outcome() == wanted).orElse(true)
                && filter.from().map(wanted -> !access.at().isBefore(wanted)).orElse(true)
                && filter.to().map(wanted -> access.at().isBefore(wanted)).orElse(true);
    }
}
