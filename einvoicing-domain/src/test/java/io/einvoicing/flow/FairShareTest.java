package io.einvoicing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final FlowLimits WIDE = new FlowLimits(1_000, 1_000);

    private final TenantId big = new TenantId(UUID.randomUUID());
    private final TenantId small = new TenantId(UUID.randomUUID());
    private final EnvironmentId production = new EnvironmentId(UUID.randomUUID());
    private final EnvironmentId test = new EnvironmentId(UUID.randomUUID());

    @Test
    void sharesNothingOutWhenNothingWaitsOrNobodyIsFree() {
        assertThat(FairShare.of(List.of(), WIDE, 10)).isEmpty();
        assertThat(FairShare.of(List.of(new Lane(big, production, false, 3)), WIDE, 10))
                .isEmpty();
        assertThat(FairShare.of(List.of(new Lane(big, production, true, 0)), WIDE, 0))
                .isEmpty();
    }

    @Test
    void givesTheOnlyLaneEveryWorker() {
        assertThat(FairShare.of(List.of(new Lane(big, production, true, 0)), WIDE, 10))
                .containsExactly(new Lane.Share(big, production, 10));
    }

    @Test
    void givesEachTenantAsMuchWhateverItsEnvironments() {
        List<Lane> lanes = List.of(
                new Lane(big, production, true, 0), new Lane(big, test, true, 0), new Lane(small, production, true, 0));

        assertThat(FairShare.of(lanes, WIDE, 8))
                .containsExactlyInAnyOrder(
                        new Lane.Share(big, production, 2),
                        new Lane.Share(big, test, 2),
                        new Lane.Share(small, production, 4));
    }

    @Test
    void countsWhatIsInHandAlready() {
        List<Lane> lanes = List.of(new Lane(big, production, true, 6), new Lane(small, production, true, 0));

        assertThat(FairShare.of(lanes, WIDE, 4)).containsExactly(new Lane.Share(small, production, 4));
        assertThat(FairShare.of(lanes, WIDE, 8))
                .containsExactlyInAnyOrder(new Lane.Share(big, production, 1), new Lane.Share(small, production, 7));
    }

    @Test
    void countsWhatATenantHasInHandElsewhere() {
        List<Lane> lanes = List.of(
                new Lane(big, production, true, 0),
                new Lane(big, test, false, 5),
                new Lane(small, production, true, 0));

        assertThat(FairShare.of(lanes, WIDE, 5)).containsExactly(new Lane.Share(small, production, 5));
    }

    @Test
    void keepsToTheLimits() {
        List<Lane> lanes = List.of(new Lane(big, production, true, 1), new Lane(big, test, true, 1));

        assertThat(FairShare.of(lanes, new FlowLimits(5, 1_000), 10))
                .extracting(Lane.Share::most)
                .containsExactlyInAnyOrder(1, 2);
        assertThat(FairShare.of(lanes, new FlowLimits(1_000, 2), 10))
                .containsExactlyInAnyOrder(new Lane.Share(big, production, 1), new Lane.Share(big, test, 1));
        assertThat(FairShare.of(lanes, new FlowLimits(2, 2), 10)).isEmpty();
    }

    @Test
    void sharesOutOverManyTenants() {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            lanes.add(new Lane(new TenantId(UUID.randomUUID()), production, true, 0));
        }

        assertThat(FairShare.of(lanes, WIDE, 64)).hasSize(64).allMatch(share -> share.most() == 1);
        assertThat(FairShare.of(lanes, WIDE, 2_000)).hasSize(1_000).allMatch(share -> share.most() == 2);
    }
}
