package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.kernel.SaveResult;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A billing zone means the same days in Java and in PostgreSQL, or is refused. */
class TenantZoneTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Z",
                "UTC",
                "GMT",
                "+02:00",
                "-09:30",
                "+14:00",
                "-12:00",
                "UTC+3",
                "GMT-7",
                "UT+05:45",
                "+01:02:03",
                "Europe/Berlin",
                "America/Sao_Paulo",
                "Asia/Kathmandu",
                "Pacific/Apia",
                "Africa/Casablanca",
                "Etc/GMT+5",
                "Australia/Lord_Howe",
                "EST5EDT"
            })
    void acceptsAZoneThatTheDatabaseReadsAlike(String zone) {
        Tenant tenant = tenant(zone);

        assertThat(STORES.store().tenants().save(tenant, aStamp("tenant.create")))
                .isEqualTo(SaveResult.SAVED);
    }

    @Test
    void refusesOnlyNamesThatTheDatabaseTakesForAbbreviationsWithoutSummerTime() {
        List<String> refused = new ArrayList<>();
        for (String zone : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            if (zone.contains("/")) {
                continue;
            }
            Tenant tenant = tenant(zone);
            try {
                STORES.store().tenants().save(tenant, aStamp("tenant.create"));
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("\"" + zone + "\"");
                assertThat(STORES.store().tenants().find(tenant.id())).isEmpty();
                assertThat(STORES.store().auditTrail().newest(tenant.id(), 1)).isEmpty();
                refused.add(zone);
            }
        }
        assertThat(refused).containsExactly("CET", "EET", "MET", "WET");
    }

    private static Tenant tenant(String zone) {
        return Tenant.create(aTenant().build().id(), "Contoso", Geography.EUROPE, ZoneId.of(zone));
    }
}
