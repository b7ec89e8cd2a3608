package io.einvoicing.vault;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a vault tells about one of its objects without giving its value away: its current version.
 *
 * @param name the object's name in the vault
 * @param type CERTIFICATE for a certificate with its key; a public {@code .cer} file is kept in a secret and told as SECRET
 * @param enabled whether the vault serves it
 * @param version the current version; empty where the vault knows no versions or tells none
 * @param createdAt when the current version was made, which is when the object was last rotated
 * @param updatedAt when its attributes were last changed
 * @param expiresAt from when on it should no longer be used; Key Vault serves an expired secret all the same
 */
public record VaultObjectState(
        String name,
        VaultObject.Type type,
        boolean enabled,
        Optional<String> version,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt,
        Optional<Instant> expiresAt) {
    /** Returns what a vault told of a declared object; a folder that stands for a vault may hold one of each type. */
    public static Optional<VaultObjectState> of(VaultObject declared, List<VaultObjectState> held) {
        return held.stream()
                .filter(state -> state.name().equals(declared.name()))
                .min(Comparator.comparing(state -> state.type() != declared.type()));
    }
}
