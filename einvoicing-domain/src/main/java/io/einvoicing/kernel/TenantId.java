package io.einvoicing.kernel;

import java.util.UUID;

/**
 * Identifies an organization (tenant); everything stored belongs to exactly one.
 *
 * @param value the organization's Microsoft Entra tenant id ({@code tid} claim), or any other UUID
 */
public record TenantId(UUID value) {
    /**
     * Reads a tenant id from text.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static TenantId parse(String text) {
        return new TenantId(Require.uuid("tenant id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
