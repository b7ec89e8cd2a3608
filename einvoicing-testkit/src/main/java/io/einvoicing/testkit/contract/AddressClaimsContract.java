package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.AddressClaim;
import io.einvoicing.vault.port.AddressClaims;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link AddressClaims} does. */
public abstract class AddressClaimsContract {
    private final TenantId tenant = freshTenant();
    private final TenantId other = freshTenant();
    private final String address = "https://" + UUID.randomUUID() + ".vault.azure.net/";
    private final AddressClaim claim = new AddressClaim(tenant, address, NOW);
    private final AuditStamp stamp = AuditStamp.of(aCaller().build(), NOW, "address.release");

    protected abstract AddressClaims createClaims() throws Exception;

    protected abstract AddressClaims createUnreachableClaims() throws Exception;

    /** Returns the trail on which the claims under test record. */
    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void givesAnAddressToWhoClaimsItFirst() throws Exception {
        AddressClaims claims = createClaims();
        assertThat(claims.find(address)).isEmpty();

        assertThat(claims.claim(claim)).isEqualTo(claim);
        assertThat(claims.claim(new AddressClaim(other, address, NOW.minusSeconds(1))))
                .isEqualTo(claim);
        assertThat(claims.claim(new AddressClaim(tenant, address, NOW.plusSeconds(1))))
                .isEqualTo(claim);

        assertThat(claims.find(address)).contains(claim);
    }

    @Test
    void listsATenantsClaimsByAddress() throws Exception {
        AddressClaims claims = createClaims();
        AddressClaim container = new AddressClaim(tenant, "https://" + UUID.randomUUID() + ".blob/Ürün 🧾", NOW);
        AddressClaim folder = new AddressClaim(tenant, "file:///" + UUID.randomUUID(), NOW);
        claims.claim(container);
        claims.claim(folder);
        claims.claim(new AddressClaim(other, address, NOW));

        assertThat(claims.list(tenant)).containsExactly(folder, container);
        assertThat(claims.list(freshTenant())).isEmpty();
    }

    @Test
    void givesAReleasedAddressToTheNext() throws Exception {
        AddressClaims claims = createClaims();
        claims.claim(claim);

        assertThat(claims.release(tenant, address, stamp)).isTrue();
        assertThat(claims.release(tenant, address, stamp)).isFalse();

        assertThat(claims.claim(new AddressClaim(other, address, NOW)).tenant()).isEqualTo(other);
        assertThat(audit()).singleElement().satisfies(record -> {
            assertThat(record.stamp()).isEqualTo(stamp);
            assertThat(record.subject()).isEqualTo("address/" + address);
            assertThat(record.before()).isPresent();
            assertThat(record.after()).isEmpty();
        });
    }

    @Test
    void releasesNothingForAnotherTenant() throws Exception {
        AddressClaims claims = createClaims();
        claims.claim(claim);

        assertThat(claims.release(other, address, stamp)).isFalse();

        assertThat(claims.find(address)).contains(claim);
        assertThat(audit()).isEmpty();
    }

    @Test
    void givesAnAddressToOneOfThoseWhoClaimItAtOnce() throws Exception {
        AddressClaims claims = createClaims();

        try (Race race = new Race(8)) {
            List<AddressClaim> standing = race.run(
                    racer -> () -> claims.claim(new AddressClaim(freshTenant(), address, NOW.plusSeconds(racer))));

            assertThat(standing).containsOnly(claims.find(address).orElseThrow());
        }
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        AddressClaims unreachable = createUnreachableClaims();
        Outages.assertUnavailable(
                () -> unreachable.find(address),
                () -> unreachable.claim(claim),
                () -> unreachable.list(tenant),
                () -> unreachable.release(tenant, address, stamp));
    }

    private List<AuditRecord> audit() throws Exception {
        return createAuditTrail().newest(tenant, 10);
    }
}
