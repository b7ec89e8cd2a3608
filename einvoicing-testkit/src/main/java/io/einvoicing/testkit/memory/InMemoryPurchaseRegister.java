package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.port.PurchaseRegister;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps purchases in memory. */
public final class InMemoryPurchaseRegister implements PurchaseRegister {
    private static final Comparator<Purchase> ORDER =
            Comparator.comparing(Purchase::acquiredOn).thenComparing(Purchase::recordedAt);

    private final Map<Key, Purchase> purchases = new ConcurrentHashMap<>();
    private final Outage outage;

    private record Key(TenantId tenant, UUID id) {}

    InMemoryPurchaseRegister(Outage outage) {
        this.outage = outage;
    }

    @Override
    public void add(Purchase purchase) {
        outage.check();
        purchases.putIfAbsent(new Key(purchase.tenant(), purchase.id()), purchase);
    }

    @Override
    public List<Purchase> acquiredIn(TenantId tenant, YearMonth month) {
        outage.check();
        return purchases.values().stream()
                .filter(purchase -> purchase.tenant().equals(tenant)
                        && YearMonth.from(purchase.acquiredOn()).equals(month))
                .sorted(ORDER)
                .toList();
    }
}
