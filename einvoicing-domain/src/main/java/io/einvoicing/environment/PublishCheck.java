package io.einvoicing.environment;

import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerClaimedException;
import io.einvoicing.document.ContainerState;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.OwnedContainers;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.environment.port.DeployedFeatures;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks settings before they are published; finds everything that is wrong at once, each with its remedy, in the order of the
 * settings. Thread-safe.
 *
 * <p>A missing, invalid or expired object blocks; one that expires within 30 days warns. A vault that was not read within the time
 * that all vaults have together blocks too.
 */
final class PublishCheck {
    /** How long a check asks vaults, so that whoever waits for it gets an answer. */
    static final Duration TIME_OF_VAULTS = Duration.ofSeconds(60);

    private final EnvironmentRepository environments;
    private final Vaults vaults;
    private final OwnedContainers containers;
    private final DeployedFeatures features;
    private final InstantSource clock;

    PublishCheck(
            EnvironmentRepository environments,
            Vaults vaults,
            ContainerInspector containers,
            DeployedFeatures features,
            InstantSource clock) {
        this.environments = environments;
        this.vaults = vaults;
        this.containers = new OwnedContainers(containers, vaults.owners());
        this.features = features;
        this.clock = clock;
    }

    /**
     * What a check found.
     *
     * @param container address, without token, of the container to which the settings lead; empty if it could not be told
     */
    record Checked(List<Finding> findings, Optional<String> container) {
        boolean blocks() {
            return findings.stream().anyMatch(Finding::blocks);
        }
    }

    /**
     * Checks settings of an environment.
     *
     * <p>What differs from the snapshot that serves only by access that is taken away is checked without the vault, so that access
     * can be withdrawn while the vault is down.
     *
     * @param use by whom and for which environment the vaults are asked
     * @param settings what would be published
     */
    Checked check(VaultUse use, ServiceEnvironment environment, EnvironmentSettings settings) {
        List<Finding> findings = new ArrayList<>();
        boolean onlyWithdraws = environment
                .published()
                .filter(snapshot -> onlyWithdrawsAccess(settings, snapshot.settings()))
                .isPresent();
        if (onlyWithdraws) {
            checkAccess(settings, findings);
            return new Checked(findings, environment.container());
        }
        Others others = Others.of(environments, environment);
        Optional<VaultCheck> bound = checkVaults(use, settings, others, findings);
        Optional<String> container = checkStorage(use.tenant(), settings, bound, others, findings);
        checkAccess(settings, findings);
        checkChains(settings, bound, findings);
        checkDeployedFeatures(environment, settings, findings);
        return new Checked(findings, container);
    }

    /** Says that another environment came first. */
    static Finding containerTaken(String other) {
        return Finding.error(
                "storageSecret",
                other + " is published to the same container",
                "give each environment a container of its own: put the SAS URL of another into the storage secret");
    }

    /** Returns the first names, and how many more there are. */
    static String some(List<String> names, int limit) {
        String first = String.join(", ", names.subList(0, Math.min(limit, names.size())));
        return names.size() > limit ? first + " and " + (names.size() - limit) + " more" : first;
    }

    private static boolean onlyWithdrawsAccess(EnvironmentSettings settings, EnvironmentSettings published) {
        boolean withdraws = !settings.users().equals(published.users())
                || !settings.applications().equals(published.applications());
        return withdraws
                && settings.users().stream()
                        .allMatch(user -> published.users().stream().anyMatch(user::mayNoMoreThan))
                && published.applications().containsAll(settings.applications())
                && settings.description().equals(published.description())
                && settings.keyVaults().equals(published.keyVaults())
                && settings.storageSecret().equals(published.storageSecret())
                && settings.certificateChains().equals(published.certificateChains());
    }

    /** Returns the check of the vault that holds the storage secret. */
    private Optional<VaultCheck> checkVaults(
            VaultUse use, EnvironmentSettings settings, Others others, List<Finding> findings) {
        Optional<VaultCheck> bound = Optional.empty();
        Instant deadline = clock.instant().plus(TIME_OF_VAULTS);
        for (int v = 0; v < settings.keyVaults().size(); v++) {
            KeyVaultReference reference = settings.keyVaults().get(v);
            VaultCheck check = new VaultCheck(vaults, use, reference, "keyVaults[" + v + "]", clock, deadline);
            findings.addAll(check.run(others.declared(reference)));
            if (settings.boundVault().filter(reference::equals).isPresent()) {
                bound = Optional.of(check);
            }
        }
        return bound;
    }

    /**
     * What the check needs of the tenant's other environments.
     *
     * @param declared names of objects that their drafts and snapshots declare, by the vault's address
     * @param containers their names, by the container's address
     */
    private record Others(Map<URI, Set<String>> declared, Map<String, String> containers) {
        static Others of(EnvironmentRepository environments, ServiceEnvironment environment) {
            Others others = new Others(new HashMap<>(), new HashMap<>());
            environments.forEach(environment.tenant(), other -> {
                if (!other.id().equals(environment.id())) {
                    others.add(other);
                }
            });
            return others;
        }

        private void add(ServiceEnvironment other) {
            other.container().ifPresent(address -> containers.put(address, other.name()));
            Stream.concat(Stream.of(other.draft()), other.published().map(PublishedEnvironment::settings).stream())
                    .flatMap(settings -> settings.keyVaults().stream())
                    .forEach(vault -> vault.objects().stream()
                            .map(VaultObject::name)
                            .forEach(declared.computeIfAbsent(vault.uri(), any -> new HashSet<>())::add));
        }

        Set<String> declared(KeyVaultReference vault) {
            return declared.getOrDefault(vault.uri(), Set.of());
        }
    }

    /** Returns the address of the container. */
    private Optional<String> checkStorage(
            TenantId tenant,
            EnvironmentSettings settings,
            Optional<VaultCheck> bound,
            Others others,
            List<Finding> findings) {
        if (settings.storageSecret().isEmpty()) {
            findings.add(Finding.error(
                    "storageSecret",
                    "no storage secret is chosen",
                    "choose the declared secret that holds the SAS URL of the customer's container"));
            return Optional.empty();
        }
        String name = settings.storageSecret().get();
        if (settings.boundVault().isEmpty()) {
            findings.add(Finding.error(
                    "storageSecret",
                    "no key vault of the environment declares the secret \"" + name + "\"",
                    "declare it as an object of type SECRET of the key vault that holds it"));
            return Optional.empty();
        }
        return bound.flatMap(vault -> vault.secret(name)).flatMap(value -> inspect(tenant, value, others, findings));
    }

    private Optional<String> inspect(TenantId tenant, SecretValue url, Others others, List<Finding> findings) {
        ContainerState state;
        try {
            state = containers.inspect(tenant, new Container(url));
        } catch (ContainerClaimedException e) {
            findings.add(containerTaken("another tenant's environment"));
            return Optional.empty();
        } catch (DocumentStoreUnavailableException e) {
            findings.add(Finding.error(
                    "storageSecret",
                    "the container could not be reached: " + e.getMessage(),
                    "check that the storage account is reachable from the service, then publish again"));
            return Optional.empty();
        }
        findings.addAll(state.findings());
        if (state.findings().isEmpty()) {
            state.expiresAt()
                    .flatMap(until -> Validity.check(
                            "storageSecret",
                            "the SAS URL in the storage secret",
                            until,
                            clock.instant(),
                            "make a new SAS URL and put it into the storage secret"))
                    .ifPresent(findings::add);
        }
        if (!state.undeclared().isEmpty()) {
            findings.add(Finding.warning(
                    "storageSecret",
                    "the container holds content that is not the service's: "
                            + some(state.undeclared(), ContainerState.MAX_UNDECLARED),
                    "move it: the storage account must be dedicated to electronic invoicing"));
        }
        Optional<String> address = Optional.of(state.address()).filter(text -> !text.isEmpty());
        address.map(others.containers()::get)
                .ifPresent(other -> findings.add(containerTaken("environment \"" + other + "\" of the tenant")));
        return address;
    }

    private static void checkAccess(EnvironmentSettings settings, List<Finding> findings) {
        if (settings.users().isEmpty() && settings.applications().isEmpty()) {
            findings.add(Finding.error(
                    "users",
                    "nobody could use the environment",
                    "list at least one user or application that may submit documents"));
        }
    }

    private static void checkChains(EnvironmentSettings settings, Optional<VaultCheck> bound, List<Finding> findings) {
        Function<String, Optional<VaultCertificate>> read = name -> bound.flatMap(vault -> vault.certificate(name));
        for (int c = 0; c < settings.certificateChains().size(); c++) {
            CertificateChain chain = settings.certificateChains().get(c);
            String field = "certificateChains[" + c + "]";
            for (int i = 0; i < chain.certificates().size(); i++) {
                String certificate = chain.certificates().get(i);
                if (!isDeclared(settings, VaultObject.Type.CERTIFICATE, certificate)) {
                    findings.add(Finding.error(
                            field + ".certificates[" + i + "]",
                            "the chain \"" + chain.name() + "\" names the certificate \"" + certificate
                                    + "\", which the key vault with the storage secret does not declare",
                            "declare it as an object of type CERTIFICATE there, or remove it from the chain"));
                }
            }
            findings.addAll(ChainCheck.findings(chain, field, read));
        }
    }

    private void checkDeployedFeatures(
            ServiceEnvironment environment, EnvironmentSettings settings, List<Finding> findings) {
        for (ObjectUse each : features.uses(environment.tenant(), environment.id())) {
            boolean isChain = each.type() == VaultObject.Type.CERTIFICATE
                    && settings.certificateChain(each.name()).isPresent();
            if (!isChain && !isDeclared(settings, each.type(), each.name())) {
                findings.add(Finding.error(
                        "features[" + each.feature() + "].versions[" + each.version() + "].setups[" + each.setup()
                                + "].actions[" + each.action() + "].parameters[" + each.parameter() + "]",
                        "version " + each.version() + " of feature \"" + each.feature()
                                + "\" is deployed, and its setup \""
                                + each.setup() + "\" uses the " + each.type() + " \"" + each.name() + "\" as \""
                                + each.parameter() + "\" of action \"" + each.action()
                                + "\", which the environment does not declare",
                        "declare it in the key vault with the storage secret, or cancel the deployment first"));
            }
        }
    }

    private static boolean isDeclared(EnvironmentSettings settings, VaultObject.Type type, String name) {
        return settings.boundVault()
                .filter(bound -> EnvironmentSettings.declares(bound, name, type))
                .isPresent();
    }
}
