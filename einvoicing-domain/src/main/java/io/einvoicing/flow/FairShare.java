package io.einvoicing.flow;

import io.einvoicing.kernel.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Shares a node's free workers out over lanes: each worker goes to the tenant that has the fewest, and there to the environment that
 * has the fewest. A pure function.
 */
final class FairShare {
    private FairShare() {}

    /** A tenant's lanes that still may take work, the one with the fewest workers first. */
    private static final class Tenant {
        private final PriorityQueue<Taker> lanes = new PriorityQueue<>(Comparator.comparingInt(Taker::load));
        private int load;
    }

    /** A lane and what it was given so far. */
    private static final class Taker {
        private final Lane lane;
        private int given;

        Taker(Lane lane) {
            this.lane = lane;
        }

        int load() {
            return lane.executing() + given;
        }
    }

    /**
     * Returns what to take of which lane.
     *
     * @param lanes all lanes that have work, waiting or executing
     * @param free how many workers are free
     */
    static List<Lane.Share> of(List<Lane> lanes, FlowLimits limits, int free) {
        Map<TenantId, Tenant> tenants = new HashMap<>();
        List<Taker> takers = new ArrayList<>();
        for (Lane lane : lanes) {
            Tenant tenant = tenants.computeIfAbsent(lane.tenant(), any -> new Tenant());
            tenant.load += lane.executing();
            if (lane.waiting() && lane.executing() < limits.perEnvironment()) {
                Taker taker = new Taker(lane);
                takers.add(taker);
                tenant.lanes.add(taker);
            }
        }
        PriorityQueue<Tenant> next = new PriorityQueue<>(Comparator.comparingInt(tenant -> tenant.load));
        for (Tenant tenant : tenants.values()) {
            addIfItMayTake(tenant, limits, next);
        }
        for (int left = free; left > 0 && !next.isEmpty(); left--) {
            Tenant tenant = next.remove();
            Taker taker = tenant.lanes.remove();
            taker.given++;
            tenant.load++;
            if (taker.load() < limits.perEnvironment()) {
                tenant.lanes.add(taker);
            }
            addIfItMayTake(tenant, limits, next);
        }
        return takers.stream()
                .filter(taker -> taker.given > 0)
                .map(taker -> new Lane.Share(taker.lane.tenant(), taker.lane.environment(), taker.given))
                .toList();
    }

    private static void addIfItMayTake(Tenant tenant, FlowLimits limits, PriorityQueue<Tenant> next) {
        if (tenant.load < limits.perTenant() && !tenant.lanes.isEmpty()) {
            next.add(tenant);
        }
    }
}
