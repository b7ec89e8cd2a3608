package io.einvoicing.document;

import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.AddressOwners;

/**
 * Looks into containers for the tenants that have them. Thread-safe.
 *
 * <p>A container that is nobody's yet belongs to the tenant whose token is found to be right: whoever only knows its address gets
 * nothing.
 */
public final class OwnedContainers {
    private final ContainerInspector inspector;
    private final AddressOwners owners;

    public OwnedContainers(ContainerInspector inspector, AddressOwners owners) {
        this.inspector = inspector;
        this.owners = owners;
    }

    /**
     * Inspects a container; see {@link ContainerInspector#inspect}.
     *
     * @throws ContainerClaimedException if it is another tenant's
     */
    public ContainerState inspect(TenantId tenant, Container container) {
        return owners.use(
                tenant,
                container.address(),
                () -> inspector.inspect(container),
                state -> state.findings().isEmpty(),
                ContainerClaimedException::new);
    }
}
