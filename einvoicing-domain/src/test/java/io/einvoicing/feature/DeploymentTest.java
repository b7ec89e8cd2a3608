package io.einvoicing.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration TICK = Duration.ofNanos(1);

    @Test
    void nothingServesWithoutADeployment() {
        assertThat(Deployment.serving(List.of(), NOON)).isEmpty();
    }

    @Test
    void servesFromItsEffectiveInstantOn() {
        Deployment deployment = deployment(1, 1, NOON);

        assertThat(Deployment.serving(List.of(deployment), NOON.minus(TICK))).isEmpty();
        assertThat(Deployment.serving(List.of(deployment), NOON)).containsExactly(deployment);
        assertThat(Deployment.serving(List.of(deployment), NOON.plus(Duration.ofDays(9_999))))
                .containsExactly(deployment);
    }

    @Test
    void theDeploymentThatStartedLastServesWhateverItsVersion() {
        Deployment newer = deployment(1, 2, NOON.minusSeconds(2));
        Deployment older = deployment(1, 1, NOON.minusSeconds(1));
        Deployment future = deployment(1, 3, NOON.plusSeconds(1));

        assertThat(Deployment.serving(List.of(newer, older, future), NOON)).containsExactly(older);
        assertThat(Deployment.serving(List.of(future, older, newer), NOON)).containsExactly(older);
        assertThat(Deployment.serving(List.of(newer, older, future), NOON.plusSeconds(1)))
                .containsExactly(future);
    }

    @Test
    void theHigherVersionServesOfSeveralThatStartedTogether() {
        Deployment one = deployment(1, 1, NOON);
        Deployment two = deployment(1, 2, NOON);

        assertThat(Deployment.serving(List.of(one, two), NOON)).containsExactly(two);
        assertThat(Deployment.serving(List.of(two, one), NOON)).containsExactly(two);
    }

    @Test
    void theDeploymentBeforeServesAgainAfterACancellation() {
        Deployment first = deployment(1, 1, NOON.minusSeconds(10));
        Deployment second = deployment(1, 2, NOON.minusSeconds(5)).cancel(NOON);

        assertThat(Deployment.serving(List.of(first, second), NOON.minus(TICK))).containsExactly(second);
        assertThat(Deployment.serving(List.of(first, second), NOON)).containsExactly(first);
        assertThat(Deployment.serving(List.of(first.cancel(NOON), second), NOON))
                .isEmpty();
    }

    @Test
    void neverServesIfCanceledBeforeItStarts() {
        Deployment canceled = deployment(1, 1, NOON).cancel(NOON.minusSeconds(1));

        assertThat(Deployment.serving(List.of(canceled), NOON.minusSeconds(1))).isEmpty();
        assertThat(Deployment.serving(List.of(canceled), NOON)).isEmpty();
    }

    @Test
    void oneVersionOfEachFeatureServes() {
        Deployment one = deployment(1, 1, NOON);
        Deployment two = deployment(2, 7, NOON.minusSeconds(1));
        Deployment superseded = deployment(2, 6, NOON.minusSeconds(2));

        assertThat(Deployment.serving(List.of(two, superseded, one), NOON)).containsExactly(one, two);
    }

    private static Deployment deployment(int feature, int version, Instant effectiveFrom) {
        return new Deployment(
                new TenantId(new UUID(0, 1)),
                new UUID(feature, version),
                new EnvironmentId(new UUID(0, 2)),
                new FeatureId(new UUID(0, feature)),
                version,
                effectiveFrom,
                NOON.minusSeconds(100),
                new PrincipalId(new UUID(0, 3)),
                Optional.empty());
    }
}
