package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.util.UUID;

/** Identifies a configuration provider in its tenant; survives a change of its name. */
public record ProviderId(UUID value) {
    /** Returns the id of the provider with which the tenant starts. */
    public static ProviderId first(TenantId tenant) {
        return new ProviderId(tenant.value());
    }

    /**
     * Reads a provider id from text.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static ProviderId parse(String text) {
        return new ProviderId(Require.uuid("provider id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
