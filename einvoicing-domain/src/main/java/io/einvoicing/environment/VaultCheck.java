package io.einvoicing.environment;

import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultClaimedException;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks one key vault of the settings, and keeps what it read for the checks that build on it. For one check only. */
final class VaultCheck {
    private static final int MAX_NAMED = 10;

    private final Vaults vaults;
    private final VaultUse use;
    private final KeyVaultReference reference;
    private final String field;
    private final InstantSource clock;
    private final Instant deadline;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, SecretValue> secrets = new HashMap<>();
    private final Map<String, VaultCertificate> certificates = new HashMap<>();

    /** @param deadline when the vault is asked no more: what was not read until then is a finding */
    VaultCheck(
            Vaults vaults,
            VaultUse use,
            KeyVaultReference reference,
            String field,
            InstantSource clock,
            Instant deadline) {
        this.vaults = vaults;
        this.use = use;
        this.reference = reference;
        this.field = field;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * Returns all findings.
     *
     * @param declaredElsewhere objects of this vault that other environments of the tenant declare
     */
    List<Finding> run(Set<String> declaredElsewhere) {
        if (isLate()) {
            return findings;
        }
        try {
            List<VaultObjectState> held = list();
            for (int o = 0; o < reference.objects().size(); o++) {
                if (isLate()) {
                    return findings;
                }
                VaultObject object = reference.objects().get(o);
                check(object, VaultObjectState.of(object, held), field + ".objects[" + o + "]");
            }
            warnOfUndeclared(held, declaredElsewhere);
        } catch (VaultClaimedException e) {
            findings.add(Finding.error(
                    field + ".uri",
                    "the key vault " + reference.uri() + " belongs to another tenant",
                    "name a key vault of your own; if this one is, have an operator of the service release it"));
        } catch (VaultUnavailableException e) {
            findings.add(Finding.error(
                    field,
                    "the key vault " + reference.uri() + " could not be read: " + e.getMessage(),
                    "check the address and that the vault is reachable from the service, then publish again"));
        }
        return findings;
    }

    private boolean isLate() {
        if (clock.instant().isBefore(deadline)) {
            return false;
        }
        findings.add(Finding.error(
                field,
                "the key vault " + reference.uri() + " did not answer in time: all vaults together have "
                        + PublishCheck.TIME_OF_VAULTS.toSeconds() + " seconds",
                "check that every vault is reachable from the service and answers quickly, then publish again"));
        return true;
    }

    /** Returns a declared secret that could be read and is not empty. */
    Optional<SecretValue> secret(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    /** Returns a declared certificate that could be read. */
    Optional<VaultCertificate> certificate(String name) {
        return Optional.ofNullable(certificates.get(name));
    }

    private List<VaultObjectState> list() {
        try {
            return vaults.objects(use, reference.uri());
        } catch (VaultClaimedException e) {
            throw e;
        } catch (VaultAccessDeniedException e) {
            findings.add(Finding.warning(
                    field,
                    "the key vault " + reference.uri() + " refuses to list its objects: neither undeclared objects nor"
                            + " the expiry of secrets can be told",
                    "grant the service's principal Get and List on secrets and on certificates"));
            return List.of();
        }
    }

    private void check(VaultObject object, Optional<VaultObjectState> held, String place) {
        String name = object.name();
        boolean isCertificate = held.filter(state -> state.type() == VaultObject.Type.CERTIFICATE)
                .isPresent();
        if (object.type() == VaultObject.Type.SECRET && isCertificate) {
            findings.add(Finding.error(
                    place,
                    "the key vault " + reference.uri() + " holds a certificate \"" + name + "\", which is declared as"
                            + " SECRET",
                    "declare it as CERTIFICATE, or name another object"));
            return;
        }
        try {
            // What is published must be there now, whatever was read before.
            vaults.forget(use, reference.uri(), name);
            switch (object.type()) {
                case SECRET -> readSecret(name, place);
                case CERTIFICATE -> readCertificate(name, place);
            }
            held.filter(state -> !isCertificate)
                    .flatMap(VaultObjectState::expiresAt)
                    .flatMap(until -> Validity.check(
                            place,
                            "the secret \"" + name + "\"",
                            until,
                            clock.instant(),
                            "put a new version into the key vault"))
                    .ifPresent(findings::add);
        } catch (VaultObjectNotFoundException e) {
            findings.add(Finding.error(
                    place,
                    "the key vault " + reference.uri() + " holds no enabled "
                            + (object.type() == VaultObject.Type.SECRET ? "secret" : "certificate") + " \"" + name
                            + "\"",
                    "create it there, or correct the declared name or type"));
        } catch (VaultAccessDeniedException e) {
            findings.add(Finding.error(
                    place,
                    "the key vault " + reference.uri() + " refuses access to \"" + name + "\"",
                    "grant the service's principal Get and List on secrets and on certificates"));
        } catch (VaultUnavailableException e) {
            if (object.type() == VaultObject.Type.SECRET || held.isEmpty() || isCertificate) {
                throw e;
            }
            // The vault just told of the secret: it answers, but not with a certificate.
            findings.add(
                    Finding.error(
                            place,
                            "the secret \"" + name + "\" is declared as CERTIFICATE, but cannot be read as one: "
                                    + e.getMessage(),
                            "put the base64 text of the .cer file into it without BEGIN and END lines, or declare it as SECRET"));
        }
    }

    private void readSecret(String name, String place) {
        SecretValue value = vaults.secret(use, reference.uri(), name);
        if (value.reveal().isBlank()) {
            findings.add(
                    Finding.error(place, "the secret \"" + name + "\" is empty", "set its value in the key vault"));
        } else {
            secrets.put(name, value);
        }
    }

    private void readCertificate(String name, String place) {
        VaultCertificate certificate = vaults.certificate(use, reference.uri(), name);
        certificates.put(name, certificate);
        Validity.check(place, name, certificate.certificate(), clock.instant()).ifPresent(findings::add);
    }

    private void warnOfUndeclared(List<VaultObjectState> held, Set<String> declaredElsewhere) {
        Set<String> declared =
                reference.objects().stream().map(VaultObject::name).collect(Collectors.toSet());
        List<String> undeclared = new ArrayList<>();
        for (VaultObjectState state : held) {
            if (!declared.contains(state.name()) && !declaredElsewhere.contains(state.name())) {
                undeclared.add(state.name());
            }
        }
        if (!undeclared.isEmpty()) {
            findings.add(Finding.warning(
                    field,
                    "the key vault " + reference.uri() + " holds " + undeclared.size()
                            + " objects that no environment declares: " + PublishCheck.some(undeclared, MAX_NAMED),
                    "declare them, or move them: the vault must be dedicated to electronic invoicing"));
        }
    }
}
