package io.einvoicing.http.call;

import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.flow.port.DestinationGuard.Admission;
import io.einvoicing.flow.port.DestinationGuard.Result;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostGuardTest {
    private static final String HOST = "authority.example:443";
    private static final Duration REST = Duration.ofSeconds(10);

    private final TestClock clock = new TestClock();
    private final TenantId tenant = freshTenant();
    private final TenantId other = freshTenant();
    private int nodes = 1;
    private final HostGuard guard = new HostGuard(new HostLimits(4, 3, 2, REST), () -> nodes, clock);

    @Test
    void oneTenantNeverTakesAllPlacesOfAHost() {
        granted(tenant, 3);

        assertThat(guard.admit(tenant, HOST)).isInstanceOf(Admission.Later.class);
        granted(other, 1);
        assertThat(guard.admit(other, HOST)).isInstanceOf(Admission.Later.class);
    }

    @Test
    void anotherHostHasPlacesOfItsOwn() {
        granted(tenant, 3);

        assertThat(guard.admit(tenant, "other.example:443")).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void whatEndsMakesRoom() {
        List<Admission.Granted> calls = granted(tenant, 3);
        calls.get(1).ended(Result.ANSWERED);

        granted(tenant, 1);
        assertThat(guard.admit(tenant, HOST)).isInstanceOf(Admission.Later.class);
    }

    @Test
    void nodesShareThePlacesAndEachHasOne() {
        nodes = 2;
        granted(tenant, 1);
        assertThat(guard.admit(tenant, HOST)).isInstanceOf(Admission.Later.class);
        granted(other, 1);
        nodes = 100;

        assertThat(guard.admit(tenant, "other.example:443")).isInstanceOf(Admission.Granted.class);
        assertThat(guard.admit(tenant, "other.example:443")).isInstanceOf(Admission.Later.class);
    }

    @Test
    void waitingWorkComesBackOneAfterTheOtherAsFastAsCallsEnd() {
        List<Admission.Granted> calls = granted(tenant, 3);
        clock.advance(Duration.ofSeconds(8));
        calls.get(0).ended(Result.ANSWERED);
        granted(tenant, 1);

        List<Instant> turns = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            turns.add(later(tenant).at());
        }

        assertThat(turns).isSorted().doesNotHaveDuplicates();
        assertThat(turns.get(0)).isAfter(clock.instant());
        // A usual call takes about a second by now: eight on four places take about two.
        assertThat(Duration.between(turns.get(0), turns.get(7)))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void nobodyWaitsLongerThanFiveMinutesForATurn() {
        List<Admission.Granted> calls = granted(tenant, 3);
        clock.advance(Duration.ofMinutes(9));
        calls.get(0).ended(Result.ANSWERED);
        granted(tenant, 1);

        for (int i = 0; i < 1_000; i++) {
            assertThat(later(tenant).at()).isBeforeOrEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
        }
    }

    @Test
    void aHostThatDoesNotAnswerIsLeftAloneForAWhile() {
        fail(2);

        Admission.Later later = later(tenant);

        assertThat(later.reason()).isEqualTo(HOST + " did not answer lately: it is left alone for a while");
        assertThat(later.at()).isAfterOrEqualTo(clock.instant().plus(REST));
        assertThat(guard.admit(tenant, "other.example:443")).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void afterItsRestItIsTriedAndTakesCallsAgainOnceItAnswers() {
        fail(2);
        clock.advance(REST.plusMillis(1));

        List<Admission.Granted> trials = granted(tenant, 3);
        assertThat(guard.admit(other, HOST)).isInstanceOf(Admission.Later.class);
        trials.forEach(trial -> trial.ended(Result.ANSWERED));

        granted(tenant, 3);
        granted(other, 1);
    }

    @Test
    void aHostThatStillDoesNotAnswerRestsAgain() {
        fail(2);
        clock.advance(REST.plusMillis(1));
        granted(tenant, 3).forEach(trial -> trial.ended(Result.NOT_ANSWERED));

        assertThat(later(tenant).at()).isAfterOrEqualTo(clock.instant().plus(REST));
    }

    @Test
    void whatWasNotCalledSaysNothingAboutTheHost() {
        for (int i = 0; i < 50; i++) {
            granted(tenant, 1).get(0).ended(Result.NOT_CALLED);
        }

        granted(tenant, 3);
    }

    @Test
    void aHostThatAnswersMostCallsStaysOpen() {
        for (int i = 0; i < 30; i++) {
            granted(tenant, 1).get(0).ended(i % 4 == 3 ? Result.NOT_ANSWERED : Result.ANSWERED);
        }

        granted(tenant, 1);
    }

    @Test
    void theSamePlaceHasOneName() {
        assertThat(HostGuard.hostOf(URI.create("https://Authority.Example/path")))
                .isEqualTo(HOST);
        assertThat(HostGuard.hostOf(URI.create("http://authority.example"))).isEqualTo("authority.example:80");
        assertThat(HostGuard.hostOf(URI.create("https://authority.example:8443/")))
                .isEqualTo("authority.example:8443");
    }

    @Test
    void limitsThatCannotWorkAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostLimits(4, 5, 1, REST));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostLimits(4, 0, 1, REST));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostLimits(4, 4, 0, REST));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostLimits(4, 4, 1, Duration.ZERO));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            granted(tenant, 1).get(0).ended(Result.NOT_ANSWERED);
        }
    }

    private Admission.Later later(TenantId who) {
        return (Admission.Later) guard.admit(who, HOST);
    }

    private List<Admission.Granted> granted(TenantId who, int times) {
        List<Admission.Granted> calls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            calls.add((Admission.Granted) guard.admit(who, HOST));
        }
        return calls;
    }
}
