package io.einvoicing.testkit.data;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.TenantId;
import java.util.Set;
import java.util.UUID;

/** Builds a caller; by default a fresh user of a fresh tenant with every role. */
public final class CallerBuilder {
    private TenantId tenant = TestData.freshTenant();
    private PrincipalId principal = TestData.freshPrincipal();
    private Caller.Kind kind = Caller.Kind.USER;
    private String displayName = "Ada Yıldız";
    private UUID clientApplication = UUID.randomUUID();
    private Set<Role> roles = Set.of(Role.values());

    CallerBuilder() {}

    public CallerBuilder of(TenantId value) {
        tenant = value;
        return this;
    }

    public CallerBuilder principal(PrincipalId value) {
        principal = value;
        return this;
    }

    public CallerBuilder named(String value) {
        displayName = value;
        return this;
    }

    /** Makes the caller an application without a user. */
    public CallerBuilder application() {
        kind = Caller.Kind.APPLICATION;
        displayName = "Nightly export";
        return this;
    }

    public CallerBuilder through(UUID application) {
        clientApplication = application;
        return this;
    }

    /** Gives the caller these roles only. */
    public CallerBuilder withRoles(Role... only) {
        roles = Set.of(only);
        return this;
    }

    public Caller build() {
        return new Caller(tenant, principal, kind, displayName, clientApplication, roles);
    }
}
