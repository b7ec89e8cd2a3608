package io.einvoicing.http.api;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.http.access.TokenVerifier;
import io.einvoicing.http.api.internal.Components;
import io.einvoicing.notification.Notifications;
import io.einvoicing.submission.SubmissionPolicy;
import io.einvoicing.usage.UsageManagement;
import java.time.InstantSource;
import java.util.Set;

/**
 * The REST API as Jakarta REST components, for any server that takes them: its resources lie under {@code /api/v1}, its description
 * in the form of OpenAPI 3.1 at {@code /api/v1/openapi.json}.
 *
 * <p>A server registers every component of {@link #components()} and no other mapper of {@link Throwable}. Bodies are read and
 * written by the components themselves, whatever JSON support the server has.
 *
 * @param verifier tells who calls
 * @param invoicing environments, features, submissions and activation
 * @param usage balances and purchases
 * @param notifications what happened and who is told
 * @param policy the limit of documents, the same as that of {@code invoicing}
 * @param clock gives the instant of deployments without one of their own
 */
public record EinvoicingApi(
        TokenVerifier verifier,
        ElectronicInvoicing invoicing,
        UsageManagement usage,
        Notifications notifications,
        SubmissionPolicy policy,
        InstantSource clock) {
    /** Header with the name of the environment to which an ERP confines its requests, percent-encoded as UTF-8. */
    public static final String ENVIRONMENT = "Einvoicing-Environment";

    /** Returns the resources, filters and providers to register; each is thread-safe and used as one instance. */
    public Set<Object> components() {
        return Components.of(this);
    }
}
