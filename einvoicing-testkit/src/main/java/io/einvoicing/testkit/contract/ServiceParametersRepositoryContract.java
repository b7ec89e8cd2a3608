package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static io.einvoicing.testkit.data.TestData.serviceParameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link ServiceParametersRepository} does. All factories give ports of the same store. */
public abstract class ServiceParametersRepositoryContract {
    protected abstract ServiceParametersRepository createParameters() throws Exception;

    protected abstract ServiceParametersRepository createUnreachableParameters() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void areUnsetBeforeTheyAreSaved() throws Exception {
        TenantId tenant = freshTenant();

        assertThat(createParameters().find(tenant)).isEqualTo(ServiceParameters.unset(tenant));
    }

    @Test
    void keepsWhatWasSavedForItsTenantOnly() throws Exception {
        ServiceParameters first = serviceParameters(freshTenant());
        TenantId other = freshTenant();

        assertThat(createParameters().save(first, aStamp("serviceParameters.edit")))
                .isEqualTo(SaveResult.SAVED);

        assertThat(createParameters().find(first.tenant())).isEqualTo(first);
        assertThat(createParameters().find(other)).isEqualTo(ServiceParameters.unset(other));
    }

    @Test
    void replacesTheRevisionBeforeAndNoOther() throws Exception {
        ServiceParameters first = saved();
        ServiceParameters second = next(first, "JAPAN_2");

        assertThat(createParameters().save(second, aStamp("serviceParameters.edit")))
                .isEqualTo(SaveResult.SAVED);
        assertThat(createParameters().save(next(first, "LATE"), aStamp("serviceParameters.edit")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createParameters().save(first, aStamp("serviceParameters.edit")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createParameters().save(next(next(second, "SKIPPED"), "EARLY"), aStamp("serviceParameters.edit")))
                .isEqualTo(SaveResult.STALE);

        assertThat(createParameters().find(first.tenant())).isEqualTo(second);
    }

    @Test
    void refusesToStoreTheRevisionThatStandsForUnset() throws Exception {
        ServiceParametersRepository parameters = createParameters();
        ServiceParameters unset = ServiceParameters.unset(freshTenant());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters.save(unset, aStamp("serviceParameters.edit")))
                .withMessageContaining("revision");
    }

    @Test
    void oneOfManyChangesAtOneInstantWins() throws Exception {
        ServiceParametersRepository parameters = createParameters();
        TenantId tenant = freshTenant();
        try (Race race = new Race(8)) {
            for (ServiceParameters before : List.of(ServiceParameters.unset(tenant), serviceParameters(tenant))) {
                List<SaveResult> answers = race.run(
                        i -> () -> parameters.save(next(before, "RACER_" + i), aStamp("serviceParameters.edit")));

                assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
                assertThat(Collections.frequency(answers, SaveResult.STALE)).isEqualTo(7);
                assertThat(parameters.find(tenant).geography().orElseThrow().id())
                        .isEqualTo("RACER_" + answers.indexOf(SaveResult.SAVED));
            }
        }
    }

    @Test
    void writesWhoChangedWhatTogetherWithTheChange() throws Exception {
        ServiceParameters first = serviceParameters(freshTenant());
        AuditStamp creation = aStamp("serviceParameters.edit");
        AuditStamp change = aStamp("serviceParameters.edit");
        createParameters().save(first, creation);
        createParameters().save(next(first, "JAPAN"), change);
        createParameters().save(next(first, "LATE"), aStamp("serviceParameters.edit"));

        List<AuditRecord> records = createAuditTrail().newest(first.tenant(), 10);

        assertThat(records).extracting(AuditRecord::stamp).containsExactly(change, creation);
        assertThat(records).extracting(AuditRecord::subject).containsOnly("serviceParameters/" + first.tenant());
        assertThat(records.get(1).before()).isEmpty();
        assertThat(records.get(0).before()).isEqualTo(records.get(1).after());
        assertThat(records.get(0).after())
                .hasValueSatisfying(text -> assertThat(text).contains("JAPAN"));
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        ServiceParametersRepository unreachable = createUnreachableParameters();
        Outages.assertUnavailable(
                () -> unreachable.find(freshTenant()),
                () -> unreachable.save(serviceParameters(freshTenant()), aStamp("serviceParameters.edit")));
    }

    private ServiceParameters saved() throws Exception {
        ServiceParameters parameters = serviceParameters(freshTenant());
        assertThat(createParameters().save(parameters, aStamp("serviceParameters.edit")))
                .isEqualTo(SaveResult.SAVED);
        return parameters;
    }

    private static ServiceParameters next(ServiceParameters parameters, String geography) {
        return new ServiceParameters(
                parameters.tenant(),
                Optional.of(new Geography(geography)),
                Optional.of(URI.create("https://einvoicing.example.com/base/")),
                parameters.revision() + 1);
    }
}
