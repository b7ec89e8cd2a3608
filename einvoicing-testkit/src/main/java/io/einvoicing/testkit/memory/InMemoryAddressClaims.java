package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.AddressClaim;
import io.einvoicing.vault.port.AddressClaims;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps in memory which vault and container belongs to which tenant. Thread-safe. */
public final class InMemoryAddressClaims implements AddressClaims {
    private final Map<String, AddressClaim> claims = new ConcurrentHashMap<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    InMemoryAddressClaims(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public Optional<AddressClaim> find(String address) {
        outage.check();
        return Optional.ofNullable(claims.get(address));
    }

    @Override
    public AddressClaim claim(AddressClaim claim) {
        outage.check();
        return claims.computeIfAbsent(claim.address(), address -> claim);
    }

    @Override
    public List<AddressClaim> list(TenantId tenant) {
        outage.check();
        return claims.values().stream()
                .filter(claim -> claim.tenant().equals(tenant))
                .sorted(Comparator.comparing(AddressClaim::address))
                .toList();
    }

    @Override
    public boolean release(TenantId tenant, String address, AuditStamp stamp) {
        outage.check();
        AddressClaim claim = claims.get(address);
        if (claim == null || !claim.tenant().equals(tenant) || !claims.remove(address, claim)) {
            return false;
        }
        auditTrail.add(new AuditRecord(
                tenant, stamp, "address/" + address, Optional.of("since " + claim.since()), Optional.empty()));
        return true;
    }
}
