package io.einvoicing.http.api.internal;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.TenantGate;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/** Has the gate admit the caller of every {@link Secured} resource before anything else is done. */
@Provider
public final class TenantAdmission implements DynamicFeature {
    private final TenantGate gate;

    TenantAdmission(TenantGate gate) {
        this.gate = gate;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Class<?> type = resource.getResourceClass();
        if (type.isAnnotationPresent(Secured.class)) {
            boolean acrossTenants = type.isAnnotationPresent(AcrossTenants.class)
                    || resource.getResourceMethod().isAnnotationPresent(AcrossTenants.class);
            context.register(filter(acrossTenants), Priorities.AUTHORIZATION);
        }
    }

    private ContainerRequestFilter filter(boolean acrossTenants) {
        return request -> {
            Caller caller = BearerFilter.caller(request.getSecurityContext());
            Caller admitted = gate.admit(caller).fold(each -> each, refusal -> {
                if (acrossTenants && caller.has(Role.OPERATE)) {
                    return caller;
                }
                throw ProblemException.of(refusal);
            });
            request.setSecurityContext(BearerFilter.context(admitted, request.getSecurityContext()));
        };
    }
}
