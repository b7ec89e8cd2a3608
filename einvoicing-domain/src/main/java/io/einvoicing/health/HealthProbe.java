package io.einvoicing.health;

import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerClaimedException;
import io.einvoicing.document.ContainerState;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.OwnedContainers;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.health.Observation.Outcome;
import io.einvoicing.health.Observation.Reading;
import io.einvoicing.health.Observation.Storage;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a vault and a container as the service uses them: lists, reads every declared object, inspects. Thread-safe. */
final class HealthProbe {
    private final Vaults vaults;
    private final OwnedContainers containers;
    private final InstantSource clock;

    /** @param vaults keeps no answers: how things are now is asked */
    HealthProbe(Vaults vaults, ContainerInspector containers, InstantSource clock) {
        this.vaults = vaults;
        this.containers = new OwnedContainers(containers, vaults.owners());
        this.clock = clock;
    }

    /** @param storageSecret name of the secret that holds the container's address */
    Observation look(VaultUse use, KeyVaultReference vault, String storageSecret) {
        Instant begin = clock.instant();
        try {
            boolean listRefused = false;
            List<VaultObjectState> held = List.of();
            try {
                held = vaults.objects(use, vault.uri());
            } catch (VaultAccessDeniedException e) {
                listRefused = true;
            }
            Duration latency = Duration.between(begin, clock.instant());
            Map<String, SecretValue> secrets = new HashMap<>();
            List<Reading> readings = new ArrayList<>();
            for (VaultObject object : vault.objects()) {
                readings.add(read(use, vault, object, VaultObjectState.of(object, held), secrets));
            }
            Optional<Storage> storage =
                    Optional.ofNullable(secrets.get(storageSecret)).map(url -> look(use.tenant(), new Container(url)));
            return new Observation(latency, Optional.empty(), listRefused, readings, storage);
        } catch (VaultUnavailableException e) {
            return new Observation(
                    Duration.between(begin, clock.instant()),
                    Optional.of(String.valueOf(e.getMessage())),
                    false,
                    List.of(),
                    Optional.empty());
        }
    }

    /** @param secrets takes the value of a secret */
    private Reading read(
            VaultUse use,
            KeyVaultReference vault,
            VaultObject object,
            Optional<VaultObjectState> held,
            Map<String, SecretValue> secrets) {
        boolean isCertificate = held.filter(state -> state.type() == VaultObject.Type.CERTIFICATE)
                .isPresent();
        Optional<X509Certificate> certificate = Optional.empty();
        Outcome outcome = Outcome.READ;
        try {
            switch (object.type()) {
                case SECRET -> secrets.put(object.name(), vaults.secret(use, vault.uri(), object.name()));
                case CERTIFICATE ->
                    certificate = Optional.of(
                            vaults.certificate(use, vault.uri(), object.name()).certificate());
            }
            if (object.type() == VaultObject.Type.SECRET && isCertificate) {
                outcome = Outcome.UNREADABLE;
            }
        } catch (VaultObjectNotFoundException e) {
            outcome = Outcome.MISSING;
        } catch (VaultAccessDeniedException e) {
            outcome = Outcome.DENIED;
        } catch (VaultUnavailableException e) {
            if (object.type() == VaultObject.Type.SECRET || held.isEmpty() || isCertificate) {
                throw e;
            }
            // The vault just told of the secret: it answers, but not with a certificate.
            outcome = Outcome.UNREADABLE;
        }
        return new Reading(object, held, outcome, certificate);
    }

    private Storage look(TenantId tenant, Container container) {
        Instant begin = clock.instant();
        try {
            ContainerState state = containers.inspect(tenant, container);
            return new Storage(Duration.between(begin, clock.instant()), Optional.of(state), Optional.empty());
        } catch (DocumentStoreUnavailableException | ContainerClaimedException e) {
            return new Storage(
                    Duration.between(begin, clock.instant()),
                    Optional.empty(),
                    Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
