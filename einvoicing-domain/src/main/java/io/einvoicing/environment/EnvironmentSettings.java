package io.einvoicing.environment;

import io.einvoicing.access.Caller;
import io.einvoicing.kernel.Require;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Everything about a service environment that takes effect by publication.
 *
 * @param description for people
 * @param keyVaults references to the customer's key vaults, names unique
 * @param storageSecret name of the declared secret that holds the container's SAS URL; it binds the environment to the vault
 *     that holds it
 * @param users listed users, ids unique, at most 1,000
 * @param applications listed applications, ids unique, at most 1,000
 * @param certificateChains ordered chains of declared certificates, names unique, at most 100
 */
public record EnvironmentSettings(
        String description,
        List<KeyVaultReference> keyVaults,
        Optional<String> storageSecret,
        List<EnvironmentUser> users,
        List<EnvironmentApplication> applications,
        List<CertificateChain> certificateChains) {
    /** Settings of a new environment. */
    public static final EnvironmentSettings EMPTY =
            new EnvironmentSettings("", List.of(), Optional.empty(), List.of(), List.of(), List.of());

    private static final int MOST_VAULTS = 20;
    private static final int MOST_CHAINS = 100;
    private static final int MOST_PRINCIPALS = 1_000;

    public EnvironmentSettings {
        Require.text("description", description, Require.TEXT_LENGTH);
        storageSecret.ifPresent(name -> Require.name("storageSecret", name));
        keyVaults = List.copyOf(keyVaults);
        users = List.copyOf(users);
        applications = List.copyOf(applications);
        certificateChains = List.copyOf(certificateChains);
        Require.atMost("keyVaults", MOST_VAULTS, keyVaults);
        Require.atMost("users", MOST_PRINCIPALS, users);
        Require.atMost("applications", MOST_PRINCIPALS, applications);
        Require.atMost("certificateChains", MOST_CHAINS, certificateChains);
        Require.distinct("keyVaults", "name", keyVaults, KeyVaultReference::name);
        Require.distinct("users", "id", users, EnvironmentUser::id);
        Require.distinct("applications", "id", applications, EnvironmentApplication::id);
        Require.distinct("certificateChains", "name", certificateChains, CertificateChain::name);
    }

    /** Returns these settings with another description. */
    EnvironmentSettings describedAs(String text) {
        return new EnvironmentSettings(text, keyVaults, storageSecret, users, applications, certificateChains);
    }

    /**
     * Returns the vault that holds the storage secret: the only one that the environment uses.
     *
     * <p>If several vaults declare a secret of that name, the first in the list is it.
     */
    public Optional<KeyVaultReference> boundVault() {
        return storageSecret.flatMap(name -> keyVaults.stream()
                .filter(vault -> declares(vault, name, VaultObject.Type.SECRET))
                .findFirst());
    }

    /** Tells whether the vault declares the object as that type. */
    static boolean declares(KeyVaultReference vault, String name, VaultObject.Type type) {
        return vault.objects().stream().anyMatch(object -> object.name().equals(name) && object.type() == type);
    }

    /** Returns the certificate chain of that name. */
    public Optional<CertificateChain> certificateChain(String name) {
        return certificateChains.stream()
                .filter(chain -> chain.name().equals(name))
                .findFirst();
    }

    /** Tells whether the caller is listed with the permission to submit. */
    public boolean maySubmit(Caller caller) {
        return isListed(caller, EnvironmentUser::maySubmit);
    }

    /** Tells whether the caller is listed with the permission to deploy features; applications never have it. */
    public boolean mayDeploy(Caller caller) {
        return caller.kind() == Caller.Kind.USER && isListed(caller, EnvironmentUser::mayDeploy);
    }

    private boolean isListed(Caller caller, Predicate<EnvironmentUser> permission) {
        return switch (caller.kind()) {
            case USER -> users.stream().anyMatch(user -> user.id().equals(caller.principal()) && permission.test(user));
            case APPLICATION ->
                applications.stream().anyMatch(application -> application.id().equals(caller.principal()));
        };
    }
}
