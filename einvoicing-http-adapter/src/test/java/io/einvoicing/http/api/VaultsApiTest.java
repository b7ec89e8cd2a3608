package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.einvoicing.access.Role;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.client.AdministrationClient;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.http.client.VaultsClient;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.vault.AddressClaim;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultAccess.Filter;
import io.einvoicing.vault.VaultUse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VaultsApiTest {
    private final ApiServer api = new ApiServer();
    private final VaultsClient client = new VaultsClient(api.uri("/"), () -> api.token(Role.CONFIGURE));

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void showsEveryPublishedEnvironmentBeforeAndAfterTheFirstLook() {
        ServiceEnvironment environment = api.publish().environment();
        api.vault.putSecret(
                EnvironmentBuilder.VAULT,
                EnvironmentBuilder.STORAGE_SECRET,
                "memory:contoso",
                Optional.of(TestData.NOW),
                Optional.of(TestData.NOW.plus(Duration.ofDays(12))));

        assertThat(client.health()).singleElement().satisfies(unknown -> {
            assertThat(unknown.status()).isEqualTo(VaultHealthView.Status.UNKNOWN);
            assertThat(unknown.checkedAt()).isEmpty();
            assertThat(unknown.vault()).isEmpty();
        });

        VaultHealthView health = client.check(environment.id());

        assertThat(client.health()).containsExactly(health);
        assertThat(health.status()).isEqualTo(VaultHealthView.Status.WARNING);
        assertThat(health.checkedAt()).contains(TestData.NOW);
        assertThat(health.vault())
                .hasValueSatisfying(vault -> assertThat(vault.reachable()).isTrue());
        assertThat(health.container())
                .hasValueSatisfying(
                        container -> assertThat(container.reachable()).isTrue());
        assertThat(health.objects()).singleElement().satisfies(secret -> {
            assertThat(secret.state()).isEqualTo(VaultHealth.State.EXPIRING);
            assertThat(secret.daysLeft()).contains(12L);
        });
    }

    @Test
    void keepsAVaultToOneTenantUntilAnOperatorReleasesIt() {
        client.check(api.publish().environment().id());
        AdministrationClient operator = new AdministrationClient(api.uri("/"), () -> api.token(Role.OPERATE));
        String vault = EnvironmentBuilder.VAULT.toString();
        assertThat(operator.addresses(api.tenant))
                .extracting(AddressClaim::address)
                .containsExactly(vault, ApiServer.CONTAINER);
        TenantId other = TestData.freshTenant();
        api.register(other);
        ServiceEnvironment foreign =
                TestData.anEnvironment().of(other).published().build();
        api.store.environments().save(foreign, TestData.aStamp("environment.create"));
        VaultsClient stranger = new VaultsClient(api.uri("/"), () -> api.token(other, Role.CONFIGURE));

        assertThat(stranger.check(foreign.id()).objects())
                .extracting(VaultHealthView.DeclaredObject::state)
                .containsExactly(VaultHealth.State.DENIED);

        operator.releaseAddress(api.tenant, vault);
        assertThat(operator.addresses(api.tenant))
                .extracting(AddressClaim::address)
                .containsExactly(ApiServer.CONTAINER);
        VaultHealthView released = stranger.check(foreign.id());
        assertThat(released.container().orElseThrow().problem().orElseThrow()).contains("belongs to another tenant");
        assertThat(released.objects())
                .extracting(VaultHealthView.DeclaredObject::state)
                .doesNotContain(VaultHealth.State.DENIED);
        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(() -> operator.releaseAddress(api.tenant, vault))
                .satisfies(problem -> assertThat(problem.problem().status()).isEqualTo(404));
    }

    @Test
    void tellsWhoUsedAVaultForWhatAndWithWhichOutcome() {
        EnvironmentId environment = api.publish().environment().id();
        client.check(environment);
        api.vault.goDown();
        api.clock.advance(Duration.ofSeconds(1));
        client.check(environment);

        Page<VaultAccessView> page = client.accesses(Filter.ALL, Optional.empty(), 2);
        VaultAccessView newest = page.items().get(0);

        assertThat(newest.outcome()).isEqualTo(VaultAccess.Outcome.UNAVAILABLE);
        assertThat(newest.operation()).isEqualTo(VaultAccess.Operation.LIST);
        assertThat(newest.object()).isEmpty();
        assertThat(newest.environment()).contains(new Named(environment.value(), "Production"));
        assertThat(newest.by())
                .isEqualTo(new VaultAccessView.VaultUser(
                        VaultUse.Kind.USER,
                        Optional.of(DevelopmentToken.principalOf(ApiServer.USER).value()),
                        ApiServer.USER));
        assertThat(client.accesses(Filter.ALL, page.next(), 2).items()).hasSize(1);
        Filter reads = new Filter(
                Optional.of(environment.value()),
                Optional.of(EnvironmentBuilder.STORAGE_SECRET),
                Optional.empty(),
                Optional.of(DevelopmentToken.principalOf(ApiServer.USER)),
                Optional.of(VaultAccess.Outcome.OK),
                Optional.of(TestData.NOW),
                Optional.of(TestData.NOW.plusSeconds(1)));
        assertThat(client.accesses(reads, Optional.empty(), 10).items())
                .extracting(VaultAccessView::object)
                .containsExactly(Optional.of(EnvironmentBuilder.STORAGE_SECRET));
    }

    @Test
    void refusesWhatIsNotPublishedOrNotThere() {
        api.publish();
        ServiceEnvironment draft =
                TestData.anEnvironment().of(api.tenant).named("Draft").build();
        api.store.environments().save(draft, TestData.aStamp("environment.create"));

        assertProblem(draft.id(), ProblemType.CONFLICT);
        assertProblem(new EnvironmentId(UUID.randomUUID()), ProblemType.NOT_FOUND);
        assertThat(api.post("/api/v1/environments/nonsense/health-checks", "").status())
                .isEqualTo(404);
    }

    @Test
    void namesTheParameterThatIsWrong() {
        api.publish();
        Stream.of(
                        "environment=Production",
                        "object=",
                        "submission=x",
                        "principal=Ada",
                        "outcome=ok",
                        "from=yesterday",
                        "to=2026-11-23",
                        "after=x",
                        "limit=0",
                        "limit=501")
                .forEach(query -> {
                    ApiServer.Answer refused = api.get("/api/v1/vault-accesses?" + query);
                    assertThat(refused.status()).as(query).isEqualTo(400);
                    assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo(query.split("=")[0]);
                });
    }

    private void assertProblem(EnvironmentId environment, ProblemType type) {
        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(() -> client.check(environment))
                .satisfies(e -> assertThat(e.type()).contains(type));
    }
}
