package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.http.api.EinvoicingApi;
import io.einvoicing.http.pages.PagesResource;
import io.einvoicing.usage.UsageManagement;
import java.util.Set;

/** Wires the components of the API. */
public final class Components {
    private Components() {}

    /** Returns every component that a server registers. */
    public static Set<Object> of(EinvoicingApi api) {
        ObjectMapper json = ApiJson.strict();
        ElectronicInvoicing invoicing = api.invoicing();
        UsageManagement usage = api.usage();
        return Set.of(
                new BearerFilter(api.verifier()),
                new TenantAdmission(invoicing.gate()),
                new BodyLimit(api.policy().maxDocumentBytes()),
                new KnownParameters(),
                new AnswerHeaders(),
                new FailureMapper(),
                new JsonBodies(json),
                new OpenApiResource(),
                new TenantsResource(invoicing.activation()),
                new OwnTenantResource(invoicing.activation(), invoicing.directory()),
                new EndpointsResource(invoicing.directory()),
                new OneRevision(),
                new ServiceParametersResource(invoicing.serviceParameters()),
                new ConnectedApplicationsResource(invoicing.connectedApplications()),
                new NumberSequencesResource(invoicing.numberSequences()),
                new SnapshotsResource(invoicing.environments()),
                new EnvironmentsResource(invoicing.environments(), invoicing.featureDeployments(), api.clock()),
                new FeaturesResource(invoicing.features(), invoicing.featureDerivation()),
                new FeatureRebaseResource(invoicing.featureDerivation()),
                new FeatureDeploymentsResource(invoicing.featureDeployments()),
                new ServingResource(invoicing.featureDeployments(), api.clock()),
                new FeatureSharesResource(invoicing.featureSharing()),
                new SharedFeaturesResource(invoicing.featureSharing()),
                new FeatureImportsResource(invoicing.featureTransfer(), new FeatureFiles(json)),
                new FeatureExportResource(invoicing.featureTransfer(), new FeatureFiles(json)),
                new ProvidersResource(invoicing.providers()),
                new ActionTypesResource(invoicing.features()),
                new SubmissionsResource(
                        invoicing.submissions(), invoicing.repair(), invoicing.results(), new Documents(json)),
                new SubmissionBatchResource(new SubmissionIntake(invoicing.submissions(), new Documents(json)), json),
                new ResultsResource(invoicing.results(), invoicing.submissions()),
                new RedrivesResource(invoicing.repair(), invoicing.submissions()),
                new SubmissionNamesResource(invoicing.submissionNames()),
                new ExportChannelsResource(invoicing.exportChannels(), invoicing.submissions()),
                new UsageResource(usage.indicators()),
                new PurchasesResource(usage),
                new UsagePoliciesResource(usage.policies()),
                new TenantPoliciesResource(usage.policies()),
                new UsageExportResource(usage),
                new BillingZoneResource(invoicing.activation()),
                new RollUpResource(usage),
                new UsageFeedResource(usage.feed()),
                new ReservationsResource(usage.reservations(), api.clock()),
                new NotificationsResource(api.notifications()),
                new AuditResource(invoicing.audit(), json),
                new HealthChecksResource(invoicing.health()),
                new VaultsResource(invoicing.health(), invoicing.vaultAccesses()),
                new AddressClaimsResource(invoicing.claims()),
                new PagesResource());
    }

    /** Returns the classes of all resources, from which the API's description is made. */
    public static Set<Class<?>> resources() {
        return Set.of(
                OpenApiResource.class,
                TenantsResource.class,
                AddressClaimsResource.class,
                OwnTenantResource.class,
                EndpointsResource.class,
                ServiceParametersResource.class,
                EnvironmentsResource.class,
                ConnectedApplicationsResource.class,
                NumberSequencesResource.class,
                SnapshotsResource.class,
                FeaturesResource.class,
                FeatureRebaseResource.class,
                FeatureDeploymentsResource.class,
                ServingResource.class,
                FeatureSharesResource.class,
                SharedFeaturesResource.class,
                FeatureImportsResource.class,
                FeatureExportResource.class,
                ProvidersResource.class,
                ActionTypesResource.class,
                SubmissionsResource.class,
                SubmissionBatchResource.class,
                RedrivesResource.class,
                SubmissionNamesResource.class,
                ExportChannelsResource.class,
                ResultsResource.class,
                UsageResource.class,
                PurchasesResource.class,
                UsagePoliciesResource.class,
                TenantPoliciesResource.class,
                UsageExportResource.class,
                BillingZoneResource.class,
                RollUpResource.class,
                UsageFeedResource.class,
                ReservationsResource.class,
                NotificationsResource.class,
                AuditResource.class,
                HealthChecksResource.class,
                VaultsResource.class);
    }
}
