package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.port.UsageNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link UsageNames} does. All factories give ports of the same store. */
public abstract class UsageNamesContract {
    private static final String UNUSUAL = "Πώληση \"İ\" 🧾 %_\\";

    protected abstract UsageNames createNames() throws Exception;

    protected abstract UsageNames createUnreachableNames() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    protected abstract EnvironmentRepository createEnvironments() throws Exception;

    protected abstract FeatureRepository createFeatures() throws Exception;

    @Test
    void areEmptyAtFirst() throws Exception {
        for (TenantId tenant : List.of(tenant(), freshTenant())) {
            assertThat(createNames().environments(tenant)).isEmpty();
            assertThat(createNames().features(tenant)).isEmpty();
        }
    }

    @Test
    void nameEveryEnvironmentOfTheTenant() throws Exception {
        TenantId tenant = tenant();
        EnvironmentId production = environment(tenant, "Production");
        EnvironmentId unusual = environment(tenant, UNUSUAL);
        environment(tenant(), "Production");

        assertThat(createNames().environments(tenant)).isEqualTo(Map.of(production, "Production", unusual, UNUSUAL));
        assertThat(createNames().environments(tenant))
                .as("asked again")
                .isEqualTo(Map.of(production, "Production", unusual, UNUSUAL));
    }

    @Test
    void keepTheNameOfADeletedEnvironment() throws Exception {
        TenantId tenant = tenant();
        ServiceEnvironment deleted =
                anEnvironment().of(tenant).named("Production").build();
        createEnvironments().save(deleted, aStamp("environment.create"));
        assertThat(createEnvironments().delete(deleted, aStamp("environment.delete")))
                .isEqualTo(EnvironmentRepository.Deletion.DONE);
        EnvironmentId standing = environment(tenant, "Test");

        assertThat(createNames().environments(tenant)).isEqualTo(Map.of(deleted.id(), "Production", standing, "Test"));
    }

    @Test
    void nameEveryFeatureOfTheTenant() throws Exception {
        TenantId tenant = tenant();
        FeatureId invoices = feature(tenant, "Invoices");
        FeatureId unusual = feature(tenant, UNUSUAL);
        feature(tenant(), "Invoices");

        assertThat(createNames().features(tenant)).isEqualTo(Map.of(invoices, "Invoices", unusual, UNUSUAL));
    }

    @Test
    void missNothingThatManyCreateAtOneInstant() throws Exception {
        TenantId tenant = tenant();
        try (Race race = new Race(8)) {
            List<EnvironmentId> created = race.run(i -> () -> environment(tenant, "Environment " + i));

            assertThat(createNames().environments(tenant)).containsOnlyKeys(created);
        }
    }

    @Test
    void reportAnOutageInsteadOfAnAnswer() throws Exception {
        UsageNames unreachable = createUnreachableNames();
        Outages.assertUnavailable(
                () -> unreachable.environments(freshTenant()), () -> unreachable.features(freshTenant()));
    }

    private EnvironmentId environment(TenantId tenant, String name) throws Exception {
        ServiceEnvironment environment = anEnvironment().of(tenant).named(name).build();
        assertThat(createEnvironments().save(environment, aStamp("environment.create")))
                .isEqualTo(SaveResult.SAVED);
        return environment.id();
    }

    private FeatureId feature(TenantId tenant, String name) throws Exception {
        FeatureVersion version = aFeatureVersion().of(tenant).named(name).build();
        assertThat(createFeatures().create(featureOf(version), version, aStamp("feature.create")))
                .isEqualTo(SaveResult.SAVED);
        return version.feature();
    }

    private TenantId tenant() throws Exception {
        Tenant tenant = aTenant().build();
        assertThat(createTenants().save(tenant, aStamp("tenant.create"))).isEqualTo(SaveResult.SAVED);
        return tenant.id();
    }
}
