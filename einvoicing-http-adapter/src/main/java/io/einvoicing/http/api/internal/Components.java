package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.http.api.EinvoicingApi;
import io.einvoicing.http.pages.PagesResource;
import java.util.Set;

/** Wires the components of the API. */
public final class Components {
    private Components() {}

    /** Returns every component that a server registers. */
    public static Set<Object> of(EinvoicingApi api) {
        ObjectMapper json = ApiJson.strict();
        ElectronicInvoicing invoicing = api.invoicing();
        return Set.of(
                new BearerFilter(api.verifier()),
                new BodyLimit(api.policy().maxDocumentBytes()),
                new AnswerHeaders(),
                new FailureMapper(),
                new JsonBodies(json),
                new OpenApiResource(),
                new TenantsResource(invoicing.activation()),
                new EnvironmentsResource(invoicing.environments(), invoicing.features(), api.clock()),
                new FeaturesResource(invoicing.features()),
                new ActionTypesResource(invoicing.features()),
                new SubmissionsResource(invoicing.submissions(), new Documents(json)),
                new UsageResource(api.usage()),
                new NotificationsResource(api.notifications()),
                new PagesResource());
    }

    /** Returns the classes of all resources, from which the API's description is made. */
    public static Set<Class<?>> resources() {
        return Set.of(
                OpenApiResource.class,
                TenantsResource.class,
                EnvironmentsResource.class,
                FeaturesResource.class,
                ActionTypesResource.class,
                SubmissionsResource.class,
                UsageResource.class,
                NotificationsResource.class);
    }
}
