package io.einvoicing.activation;

import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which service a tenant configures: nothing can be published or deployed before it is set. Immutable.
 *
 * @param tenant organization
 * @param geography where the service runs; empty until it is set
 * @param endpoint address of the service, ending with a slash; empty until it is set
 * @param revision 1 while nothing was ever set, one more at every change
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-administration-components">
 *     Source: Electronic invoicing administration components, integration with Electronic invoicing, dated 2021-04-29</a>
 */
public record ServiceParameters(TenantId tenant, Optional<Geography> geography, Optional<URI> endpoint, long revision) {
    public ServiceParameters {
        endpoint = endpoint.map(url -> ServiceEndpoint.address("endpoint", url));
    }

    /** Returns the parameters of a tenant that never set them. */
    public static ServiceParameters unset(TenantId tenant) {
        return new ServiceParameters(tenant, Optional.empty(), Optional.empty(), 1);
    }

    /** Returns the next revision, with the service. */
    ServiceParameters with(Geography nextGeography, URI nextEndpoint) {
        return new ServiceParameters(tenant, Optional.of(nextGeography), Optional.of(nextEndpoint), revision + 1);
    }

    /** Returns why nothing can be published or deployed yet, naming each parameter that is missing; empty if nothing is. */
    public Optional<Refusal> missing() {
        List<Finding> findings = findings();
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Refusal.Kind.SERVICE_PARAMETERS_MISSING,
                        "the service parameters are not set: set geography and endpoint of the service, then repeat",
                        findings));
    }

    /** Returns a finding for each parameter that is missing. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (geography.isEmpty()) {
            findings.add(Finding.error(
                    "geography", "the geography of the service is not set", "set it to the tenant's geography"));
        }
        if (endpoint.isEmpty()) {
            findings.add(Finding.error(
                    "endpoint",
                    "the service endpoint is not set",
                    "set it to the address that the endpoint directory gives for the geography"));
        }
        return findings;
    }
}
