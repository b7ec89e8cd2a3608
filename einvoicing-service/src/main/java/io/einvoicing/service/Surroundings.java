package io.einvoicing.service;

import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.vault.port.SecretVault;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/**
 * What a node has around it and does not rule: its clock, the customers' storage and their vaults. A test puts faults in between.
 *
 * @param clock the node's clock, as exact as the store keeps instants
 * @param documents stands between the service and the customers' storage
 * @param vaults stands between the service and the customers' vaults
 */
public record Surroundings(
        InstantSource clock, UnaryOperator<DocumentStore> documents, UnaryOperator<SecretVault> vaults) {
    /** The machine's clock, with nothing in between. */
    public static final Surroundings REAL = new Surroundings(
            () -> Instant.now().truncatedTo(ChronoUnit.MICROS), UnaryOperator.identity(), UnaryOperator.identity());
}
