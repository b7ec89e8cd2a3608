package io.einvoicing.health;

import io.einvoicing.document.ContainerState;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectState;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one look at a vault and a container showed.
 *
 * @param vaultLatency until the vault had told its objects, or until it failed
 * @param vaultFailure why the vault gave no usable answer; empty if it gave one
 * @param listRefused whether the vault refuses to list its objects
 * @param objects the declared objects in their order; empty if the vault gave no usable answer
 * @param storage what the storage showed; empty if the storage secret could not be read
 */
record Observation(
        Duration vaultLatency,
        Optional<String> vaultFailure,
        boolean listRefused,
        List<Reading> objects,
        Optional<Storage> storage) {
    /** What became of reading a declared object. */
    enum Outcome {
        READ,
        MISSING,
        DENIED,
        /** It is there, but not of the declared type. */
        UNREADABLE
    }

    /**
     * A declared object.
     *
     * @param held what the vault tells of it
     * @param certificate if it is one that could be read
     */
    record Reading(
            VaultObject object,
            Optional<VaultObjectState> held,
            Outcome outcome,
            Optional<X509Certificate> certificate) {}

    /**
     * The container.
     *
     * @param state empty if the storage gave no usable answer
     * @param failure why it gave none
     */
    record Storage(Duration latency, Optional<ContainerState> state, Optional<String> failure) {}
}
