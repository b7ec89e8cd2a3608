package io.einvoicing.vault;

import com.google.common.cache.Cache;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.port.AddressClaims;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets each key vault and container be used by one tenant: the first. Thread-safe. A claim that was released is followed after the age
 * for which answers are kept.
 */
public final class AddressOwners {
    private final AddressClaims claims;
    private final InstantSource clock;
    private final Cache<String, TenantId> known;

    /** @param known keeps owners for a bounded age */
    AddressOwners(AddressClaims claims, InstantSource clock, Cache<String, TenantId> known) {
        this.claims = claims;
        this.clock = clock;
        this.known = known;
    }

    /**
     * Uses what is at the address, which then belongs to the tenant if it was nobody's and gave an answer.
     *
     * @param use what asks; not called if the address is another tenant's
     * @param refusal what is thrown then, or if another tenant was faster: in that case the answer is thrown away
     * @throws io.einvoicing.kernel.StoreUnavailableException if it could not be told whose it is
     */
    public <T> T use(
            TenantId tenant, String address, Supplier<T> use, Supplier<? extends EinvoicingException> refusal) {
        return use(tenant, address, use, answer -> true, refusal);
    }

    /**
     * Uses what is at the address, as the other method does.
     *
     * @param proves whether the answer shows that the tenant may use the address; else it becomes nobody's by it
     */
    public <T> T use(
            TenantId tenant,
            String address,
            Supplier<T> use,
            Predicate<T> proves,
            Supplier<? extends EinvoicingException> refusal) {
        Optional<TenantId> owner = owner(address);
        if (owner.filter(found -> !found.equals(tenant)).isPresent()) {
            throw refusal.get();
        }
        T answer = use.get();
        if (owner.isEmpty() && proves.test(answer) && !claim(tenant, address).equals(tenant)) {
            throw refusal.get();
        }
        return answer;
    }

    private Optional<TenantId> owner(String address) {
        TenantId kept = known.getIfPresent(address);
        if (kept != null) {
            return Optional.of(kept);
        }
        Optional<TenantId> owner = claims.find(address).map(AddressClaim::tenant);
        owner.ifPresent(found -> known.put(address, found));
        return owner;
    }

    private TenantId claim(TenantId tenant, String address) {
        TenantId owner =
                claims.claim(new AddressClaim(tenant, address, clock.instant())).tenant();
        known.put(address, owner);
        return owner;
    }
}
