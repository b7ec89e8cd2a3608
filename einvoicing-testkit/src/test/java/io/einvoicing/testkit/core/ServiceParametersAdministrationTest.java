package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.EndpointCheck;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.activation.ServiceParametersAdministration;
import io.einvoicing.activation.port.EndpointProbe;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceParametersAdministrationTest {
    private static final URI EUROPE =
            EndpointDirectory.STANDARD.find(Geography.EUROPE).orElseThrow().url();
    private static final Duration LATENCY = Duration.ofMillis(12);

    private final InMemoryStore store = new InMemoryStore();
    private EndpointProbe.Answer answer = new EndpointProbe.Answer.Directory(EndpointDirectory.STANDARD, LATENCY);
    private final ServiceParametersAdministration administration = new ServiceParametersAdministration(
            new ServiceParametersAdministration.Ports(
                    store.tenants(), store.serviceParameters(), endpoint -> answer(endpoint)),
            EndpointDirectory.STANDARD,
            new TestClock());
    private final Caller caller = aCaller().withRoles(Role.CONFIGURE).build();

    private EndpointProbe.Answer answer(URI endpoint) {
        assertThat(endpoint).isEqualTo(EUROPE);
        return answer;
    }

    @BeforeEach
    void liveInEurope() {
        store.tenants().save(aTenant().id(caller.tenant()).in(Geography.EUROPE).build(), aStamp("tenant.create"));
    }

    @Test
    void areUnsetAtFirstAndNameEverythingThatIsMissing() {
        ServiceParameters unset = administration.find(caller).orThrow();

        assertThat(unset).isEqualTo(ServiceParameters.unset(caller.tenant()));
        assertThat(unset.missing().orElseThrow().findings())
                .extracting(Finding::field)
                .containsExactly("geography", "endpoint");
    }

    @Test
    void areSetWithARecordOfWhoDidIt() {
        ServiceParameters set =
                administration.edit(caller, 1, Geography.EUROPE, EUROPE).orThrow();

        assertThat(set.missing()).isEmpty();
        assertThat(set.revision()).isEqualTo(2);
        assertThat(administration.find(caller).orThrow()).isEqualTo(set);
        assertThat(store.auditTrail().newest(caller.tenant(), 1))
                .extracting(entry -> entry.stamp())
                .containsExactly(
                        new AuditStamp(caller.principal(), caller.displayName(), NOW, "serviceParameters.edit"));
    }

    @Test
    void takeAnAddressWithoutTheSlashAtItsEndForTheSame() {
        URI bare = URI.create(EUROPE.toString().replaceAll("/$", ""));

        assertThat(administration
                        .edit(caller, 1, Geography.EUROPE, bare)
                        .orThrow()
                        .endpoint())
                .contains(EUROPE);
    }

    @Test
    void changeOnlyWhatWasRead() {
        administration.edit(caller, 1, Geography.EUROPE, EUROPE).orThrow();

        Refusal refusal = refused(administration.edit(caller, 1, Geography.EUROPE, EUROPE), Refusal.Kind.STALE);

        assertThat(refusal.revisions()).contains(new Refusal.Revisions(1, Optional.of(2L)));
    }

    @Test
    void mustBeThoseOfTheTenantsGeography() {
        URI asia = EndpointDirectory.STANDARD.find(Geography.ASIA).orElseThrow().url();

        Refusal elsewhere = refused(administration.edit(caller, 1, Geography.ASIA, asia), Refusal.Kind.INVALID);
        Refusal mixed = refused(administration.edit(caller, 1, Geography.EUROPE, asia), Refusal.Kind.INVALID);
        Refusal nowhere =
                refused(administration.edit(caller, 1, new Geography("ATLANTIS"), EUROPE), Refusal.Kind.INVALID);

        assertThat(elsewhere.findings()).extracting(Finding::field).containsExactly("geography");
        assertThat(elsewhere.findings().get(0).remedy()).contains("EUROPE");
        assertThat(mixed.findings()).extracting(Finding::field).containsExactly("endpoint");
        assertThat(mixed.findings().get(0).remedy()).contains(EUROPE.toString());
        assertThat(nowhere.findings()).extracting(Finding::field).containsExactly("geography", "geography");
        assertThat(nowhere.findings().get(1).remedy()).contains("UNITED_KINGDOM");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> administration.edit(caller, 1, Geography.EUROPE, URI.create("mailto:x@y.example")))
                .withMessageContaining("endpoint");
        assertThat(administration.find(caller).orThrow().revision()).isEqualTo(1);
    }

    @Test
    void passTheCheckWhenTheEndpointServesTheGeography() {
        administration.edit(caller, 1, Geography.EUROPE, EUROPE).orThrow();

        assertThat(administration.check(caller).orThrow())
                .isEqualTo(new EndpointCheck(List.of(), Optional.of(LATENCY)));
    }

    @Test
    void failTheCheckBeforeTheyAreSetWithoutAskingAnybody() {
        EndpointCheck check = administration.check(caller).orThrow();

        assertThat(check.findings()).extracting(Finding::field).containsExactly("geography", "endpoint");
        assertThat(check.latency()).isEmpty();
    }

    @Test
    void failTheCheckWhenAnotherGeographyAnswers() {
        administration.edit(caller, 1, Geography.EUROPE, EUROPE).orThrow();
        answer = new EndpointProbe.Answer.Directory(
                new EndpointDirectory(EndpointDirectory.STANDARD.endpoints(), Optional.of(Geography.ASIA)), LATENCY);

        EndpointCheck check = administration.check(caller).orThrow();

        assertThat(check.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.field()).isEqualTo("endpoint");
            assertThat(finding.message()).contains("serves ASIA, not EUROPE");
        });
    }

    @Test
    void failTheCheckWhenNobodyAnswers() {
        administration.edit(caller, 1, Geography.EUROPE, EUROPE).orThrow();
        answer = new EndpointProbe.Answer.Failure("nobody listens there");

        EndpointCheck check = administration.check(caller).orThrow();

        assertThat(check.findings()).extracting(Finding::message).containsExactly("nobody listens there");
        assertThat(check.latency()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "CONFIGURE", mode = EnumSource.Mode.EXCLUDE)
    void needTheRoleConfigure(Role other) {
        Caller clerk = aCaller().of(caller.tenant()).withRoles(other).build();

        refused(administration.find(clerk), Refusal.Kind.FORBIDDEN);
        refused(administration.edit(clerk, 1, Geography.EUROPE, EUROPE), Refusal.Kind.FORBIDDEN);
        refused(administration.check(clerk), Refusal.Kind.FORBIDDEN);
        assertThat(administration.find(caller).orThrow().revision()).isEqualTo(1);
    }
}
