package io.einvoicing.environment;

import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks settings before they are published; finds everything that is wrong at once, each with its remedy. Thread-safe.
 *
 * <p>A missing, invalid or expired object blocks; one that expires within 30 days warns.
 */
final class PublishCheck {
    private static final Duration EXPIRY_WARNING = Duration.ofDays(30);

    private final Vaults vaults;
    private final InstantSource clock;

    PublishCheck(Vaults vaults, InstantSource clock) {
        this.vaults = vaults;
        this.clock = clock;
    }

    /**
     * Returns all findings.
     *
     * @param use by whom and for which environment the vaults are asked
     * @param published what serves now; a draft that differs from it only by removed users or applications is checked without the
     *     vault, so that access can be withdrawn while the vault is down
     */
    List<Finding> findings(VaultUse use, EnvironmentSettings draft, Optional<EnvironmentSettings> published) {
        List<Finding> findings = new ArrayList<>();
        if (published.isPresent() && onlyRemovesAccess(draft, published.get())) {
            checkAccess(draft, findings);
            return findings;
        }
        for (int v = 0; v < draft.keyVaults().size(); v++) {
            checkVault(use, draft.keyVaults().get(v), "keyVaults[" + v + "]", findings);
        }
        checkStorageSecret(draft, findings);
        checkAccess(draft, findings);
        checkChains(draft, findings);
        return findings;
    }

    private static boolean onlyRemovesAccess(EnvironmentSettings draft, EnvironmentSettings published) {
        return published.users().containsAll(draft.users())
                && published.applications().containsAll(draft.applications())
                && draft.description().equals(published.description())
                && draft.keyVaults().equals(published.keyVaults())
                && draft.storageSecret().equals(published.storageSecret())
                && draft.certificateChains().equals(published.certificateChains());
    }

    private static void checkAccess(EnvironmentSettings draft, List<Finding> findings) {
        if (draft.users().isEmpty() && draft.applications().isEmpty()) {
            findings.add(Finding.error(
                    "users",
                    "nobody could use the environment",
                    "list at least one user or application that may submit documents"));
        }
    }

    private static void checkStorageSecret(EnvironmentSettings draft, List<Finding> findings) {
        if (draft.storageSecret().isEmpty()) {
            findings.add(Finding.error(
                    "storageSecret",
                    "no storage secret is chosen",
                    "choose the declared secret that holds the SAS URL of the customer's container"));
        } else if (draft.boundVault().isEmpty()) {
            findings.add(Finding.error(
                    "storageSecret",
                    "no key vault of the environment declares the secret \""
                            + draft.storageSecret().get() + "\"",
                    "declare it as an object of type SECRET of the key vault that holds it"));
        }
    }

    private static void checkChains(EnvironmentSettings draft, List<Finding> findings) {
        for (int c = 0; c < draft.certificateChains().size(); c++) {
            CertificateChain chain = draft.certificateChains().get(c);
            for (String certificate : chain.certificates()) {
                boolean declared = draft.boundVault()
                        .filter(bound -> EnvironmentSettings.declares(bound, certificate, VaultObject.Type.CERTIFICATE))
                        .isPresent();
                if (!declared) {
                    findings.add(Finding.error(
                            "certificateChains[" + c + "]",
                            "the chain \"" + chain.name() + "\" names the certificate \"" + certificate
                                    + "\", which the key vault with the storage secret does not declare",
                            "declare it as an object of type CERTIFICATE there, or remove it from the chain"));
                }
            }
        }
    }

    private void checkVault(VaultUse use, KeyVaultReference reference, String field, List<Finding> findings) {
        for (int o = 0; o < reference.objects().size(); o++) {
            VaultObject object = reference.objects().get(o);
            String objectField = field + ".objects[" + o + "]";
            try {
                vaults.forget(use, reference.uri(), object.name());
                switch (object.type()) {
                    case SECRET -> {
                        if (vaults.secret(use, reference.uri(), object.name())
                                .reveal()
                                .isBlank()) {
                            findings.add(Finding.error(
                                    objectField,
                                    "the secret \"" + object.name() + "\" is empty",
                                    "set its value in the key vault"));
                        }
                    }
                    case CERTIFICATE ->
                        checkValidity(
                                vaults.certificate(use, reference.uri(), object.name()),
                                object.name(),
                                objectField,
                                findings);
                }
            } catch (VaultObjectNotFoundException e) {
                findings.add(Finding.error(
                        objectField,
                        "the key vault " + reference.uri() + " holds no enabled "
                                + (object.type() == VaultObject.Type.SECRET ? "secret" : "certificate") + " \""
                                + object.name() + "\"",
                        "create it there, or correct the declared name or type"));
            } catch (VaultAccessDeniedException e) {
                findings.add(Finding.error(
                        objectField,
                        "the key vault " + reference.uri() + " refuses access to \"" + object.name() + "\"",
                        "grant the service's principal Get and List on secrets and on certificates"));
            } catch (EinvoicingException e) {
                findings.add(Finding.error(
                        field,
                        "the key vault " + reference.uri() + " could not be read: " + e.getMessage(),
                        "check the address and that the vault is reachable from the service, then publish again"));
                return;
            }
        }
    }

    private void checkValidity(VaultCertificate held, String name, String field, List<Finding> findings) {
        Instant now = clock.instant();
        Instant from = held.certificate().getNotBefore().toInstant();
        Instant until = held.certificate().getNotAfter().toInstant();
        if (now.isAfter(until)) {
            findings.add(Finding.error(
                    field, "the certificate \"" + name + "\" expired at " + until, "renew it in the key vault"));
        } else if (now.isBefore(from)) {
            findings.add(Finding.error(
                    field,
                    "the certificate \"" + name + "\" is valid only from " + from,
                    "wait until then, or use another certificate"));
        } else if (now.plus(EXPIRY_WARNING).isAfter(until)) {
            findings.add(Finding.warning(
                    field,
                    "the certificate \"" + name + "\" expires at " + until,
                    "renew it in the key vault before then"));
        }
    }
}
