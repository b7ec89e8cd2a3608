package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceEndpoint;
import io.einvoicing.activation.TenantGate;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantGateTest {
    private static final ServiceEndpoint ASIA =
            EndpointDirectory.STANDARD.find(Geography.ASIA).orElseThrow();
    private static final EndpointDirectory EUROPE_ONLY =
            new EndpointDirectory(EndpointDirectory.STANDARD.endpoints(), Optional.of(Geography.EUROPE));

    private final InMemoryStore store = new InMemoryStore();
    private final TenantGate everywhere = new TenantGate(store.tenants(), EndpointDirectory.STANDARD);
    private final TenantGate europe = new TenantGate(store.tenants(), EUROPE_ONLY);
    private final PrincipalId first = freshPrincipal();
    private final Caller caller =
            aCaller().principal(first).withRoles(Role.SUBMIT).build();

    private void live(Geography geography) {
        store.tenants()
                .save(
                        aTenant()
                                .id(caller.tenant())
                                .in(geography)
                                .configuredBy(first)
                                .build(),
                        aStamp("tenant.create"));
    }

    @Test
    void refusesAnUnknownTenantAndSaysWhoCanHelp() {
        Refusal refusal = refused(everywhere.admit(caller), Refusal.Kind.UNKNOWN_TENANT);

        assertThat(refusal.message()).contains(caller.tenant().toString()).contains("ask an operator");
        assertThat(refusal.endpoint()).isEmpty();
    }

    @Test
    void letsTheFirstConfiguratorConfigureWhateverTheTokenSays() {
        live(Geography.EUROPE);
        Caller colleague = aCaller().of(caller.tenant()).withRoles(Role.SUBMIT).build();

        assertThat(everywhere.admit(caller).orThrow().roles()).containsExactlyInAnyOrder(Role.SUBMIT, Role.CONFIGURE);
        assertThat(everywhere.admit(colleague).orThrow()).isEqualTo(colleague);
    }

    @Test
    void letsTheConfiguratorOfAnotherTenantConfigureNothing() {
        live(Geography.EUROPE);
        Caller elsewhere = aCaller().principal(first).withRoles(Role.SUBMIT).build();
        store.tenants().save(aTenant().id(elsewhere.tenant()).build(), aStamp("tenant.create"));

        assertThat(everywhere.admit(elsewhere).orThrow()).isEqualTo(elsewhere);
    }

    @Test
    void showsTheWayToTheGeographyOfTheTenant() {
        live(Geography.ASIA);

        Refusal refusal = refused(europe.admit(caller), Refusal.Kind.WRONG_GEOGRAPHY);

        assertThat(refusal.endpoint()).contains(ASIA.url());
        assertThat(refusal.message()).contains("ASIA").contains(ASIA.url().toString());
        everywhere.admit(caller).orThrow();
    }

    @Test
    void admitsTenantsOfItsOwnGeography() {
        live(Geography.EUROPE);

        assertThat(europe.admit(caller).orThrow().tenant()).isEqualTo(caller.tenant());
    }

    @Test
    void knowsNoWayToAGeographyThatLeftTheDirectory() {
        live(new Geography("ATLANTIS"));

        Refusal refusal = refused(europe.admit(caller), Refusal.Kind.WRONG_GEOGRAPHY);

        assertThat(refusal.endpoint()).isEmpty();
        assertThat(refusal.message()).contains("ask an operator");
    }

    @Test
    void passesAnOutageOn() {
        store.outage().begin();

        assertThatThrownBy(() -> everywhere.admit(caller)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void refusesADirectoryThatCannotBeRight() {
        List<ServiceEndpoint> twice = List.of(ASIA, new ServiceEndpoint(Geography.ASIA, "Again", ASIA.url()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EndpointDirectory(twice, Optional.empty()))
                .withMessageContaining("geography")
                .withMessageContaining("ASIA");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EndpointDirectory(List.of(ASIA), Optional.of(Geography.EUROPE)))
                .withMessageContaining("EUROPE")
                .withMessageContaining("add its address");
        for (String address : List.of(
                "ftp://asia.example.com/",
                "asia.example.com",
                "https:///path",
                "https://user@asia.example.com/",
                "https://asia.example.com/?x",
                "https://asia.example.com/#x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ServiceEndpoint(Geography.ASIA, "Asia", URI.create(address)))
                    .withMessageContaining("endpoint url");
        }
        for (String id : List.of("", "asia", "1ASIA", "A-B", "A".repeat(65))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Geography(id))
                    .withMessageContaining("geography");
        }
    }
}
