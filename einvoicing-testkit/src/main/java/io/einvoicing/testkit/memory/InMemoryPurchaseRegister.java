package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.port.PurchaseRegister;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps purchases in memory. */
public final class InMemoryPurchaseRegister implements PurchaseRegister {
    private static final Comparator<Purchase> ORDER =
            Comparator.comparing(Purchase::acquiredOn).thenComparing(Purchase::recordedAt);

    private final Map<Key, Purchase> purchases = new LinkedHashMap<>();
    private final Outage outage;

    private record Key(TenantId tenant, UUID id) {}

    InMemoryPurchaseRegister(Outage outage) {
        this.outage = outage;
    }

    @Override
    public synchronized boolean add(Purchase purchase) {
        outage.check();
        Key key = new Key(purchase.tenant(), purchase.id());
        if (purchases.containsKey(key)) {
            return true;
        }
        boolean reversedBefore = purchase.reverses().isPresent()
                && purchases.values().stream()
                        .anyMatch(each -> each.tenant().equals(purchase.tenant())
                                && each.reverses().equals(purchase.reverses()));
        if (!reversedBefore) {
            purchases.put(key, purchase);
        }
        return !reversedBefore;
    }

    @Override
    public synchronized Optional<Purchase> find(TenantId tenant, UUID id) {
        outage.check();
        return Optional.ofNullable(purchases.get(new Key(tenant, id)));
    }

    @Override
    public synchronized List<Purchase> acquiredIn(TenantId tenant, MonthPeriod period) {
        outage.check();
        return purchases.values().stream()
                .filter(purchase -> purchase.tenant().equals(tenant)
                        && !purchase.acquiredOn().isBefore(period.days().first())
                        && !purchase.acquiredOn().isAfter(period.days().last()))
                .sorted(ORDER)
                .toList();
    }
}
