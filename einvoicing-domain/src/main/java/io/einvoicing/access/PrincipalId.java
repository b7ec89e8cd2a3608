package io.einvoicing.access;

import io.einvoicing.kernel.Require;
import java.util.UUID;

/**
 * Identifies a user or an application by its directory object id ({@code oid} claim); never by e-mail, which can change hands.
 *
 * @param value the object id
 */
public record PrincipalId(UUID value) {
    /**
     * Reads an object id from text.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static PrincipalId parse(String text) {
        return new PrincipalId(Require.uuid("object id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
