package io.einvoicing.environment;

import static io.einvoicing.environment.SettingsChange.Kind.ADDED;
import static io.einvoicing.environment.SettingsChange.Kind.CHANGED;
import static io.einvoicing.environment.SettingsChange.Kind.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettingsChangeTest {
    private static final PrincipalId ADA = new PrincipalId(new UUID(0, 1));
    private static final PrincipalId BOB = new PrincipalId(new UUID(0, 2));
    private static final EnvironmentSettings FULL = new EnvironmentSettings(
            "Europe",
            List.of(
                    vault("Main", object("storage", VaultObject.Type.SECRET), object("key", VaultObject.Type.SECRET)),
                    vault("Other")),
            Optional.of("storage"),
            List.of(
                    new EnvironmentUser(ADA, "ada@contoso.example", true, false),
                    new EnvironmentUser(BOB, "bob@contoso.example", true, true)),
            List.of(new EnvironmentApplication("Nightly", ADA)),
            List.of(new CertificateChain("Signing", "", List.of("root", "client"))));

    @Test
    void areNoneBetweenEqualSettings() {
        assertThat(SettingsChange.between(FULL, FULL)).isEmpty();
        assertThat(SettingsChange.between(EnvironmentSettings.EMPTY, EnvironmentSettings.EMPTY))
                .isEmpty();
    }

    @Test
    void nameWhatWasAddedToEmptySettingsAndTheReverse() {
        assertThat(SettingsChange.between(EnvironmentSettings.EMPTY, FULL))
                .containsExactly(
                        added("description", "Europe"),
                        added("keyVaults[Main].uri", "https://main.vault.azure.net/"),
                        added("keyVaults[Main].objects[storage].type", "SECRET"),
                        added("keyVaults[Main].objects[key].type", "SECRET"),
                        added("keyVaults[Other].uri", "https://other.vault.azure.net/"),
                        added("storageSecret", "storage"),
                        added("users[" + ADA + "].email", "ada@contoso.example"),
                        added("users[" + ADA + "].maySubmit", "true"),
                        added("users[" + BOB + "].email", "bob@contoso.example"),
                        added("users[" + BOB + "].maySubmit", "true"),
                        added("users[" + BOB + "].mayDeploy", "true"),
                        added("applications[" + ADA + "].name", "Nightly"),
                        added("certificateChains[Signing].certificates", "root, client"));
        assertThat(SettingsChange.between(FULL, EnvironmentSettings.EMPTY))
                .hasSize(13)
                .contains(removed("storageSecret", "storage"));
    }

    @Test
    void followAnEntryByItsNameOrIdWhateverItsPlace() {
        EnvironmentSettings after = new EnvironmentSettings(
                "Europe",
                List.of(
                        vault("New"),
                        new KeyVaultReference(
                                "Main",
                                "moved",
                                URI.create("https://main2.vault.azure.net/"),
                                List.of(
                                        object("storage", VaultObject.Type.CERTIFICATE),
                                        object("api", VaultObject.Type.SECRET))),
                        vault("Other")),
                Optional.of("storage"),
                List.of(new EnvironmentUser(BOB, "bob@contoso.example", false, true)),
                List.of(new EnvironmentApplication("Daily", ADA)),
                List.of(new CertificateChain("Signing", "", List.of("root", "client"))));

        assertThat(SettingsChange.between(FULL, after))
                .containsExactly(
                        added("keyVaults[Main].description", "moved"),
                        changed(
                                "keyVaults[Main].uri",
                                "https://main.vault.azure.net/",
                                "https://main2.vault.azure.net/"),
                        changed("keyVaults[Main].objects[storage].type", "SECRET", "CERTIFICATE"),
                        removed("keyVaults[Main].objects[key].type", "SECRET"),
                        added("keyVaults[Main].objects[api].type", "SECRET"),
                        added("keyVaults[New].uri", "https://new.vault.azure.net/"),
                        removed("users[" + ADA + "].email", "ada@contoso.example"),
                        removed("users[" + ADA + "].maySubmit", "true"),
                        changed("users[" + BOB + "].maySubmit", "true", "false"),
                        changed("applications[" + ADA + "].name", "Nightly", "Daily"));
    }

    @Test
    void tellAnotherOrderOfVaultsAndOfAChain() {
        EnvironmentSettings after = new EnvironmentSettings(
                FULL.description(),
                List.of(FULL.keyVaults().get(1), FULL.keyVaults().get(0)),
                FULL.storageSecret(),
                FULL.users(),
                FULL.applications(),
                List.of(new CertificateChain("Signing", "", List.of("client", "root"))));

        assertThat(SettingsChange.between(FULL, after))
                .containsExactly(
                        changed("keyVaults", "Main, Other", "Other, Main"),
                        changed("certificateChains[Signing].certificates", "root, client", "client, root"));
    }

    private static SettingsChange added(String path, String after) {
        return new SettingsChange(path, ADDED, Optional.empty(), Optional.of(after));
    }

    private static SettingsChange removed(String path, String before) {
        return new SettingsChange(path, REMOVED, Optional.of(before), Optional.empty());
    }

    private static SettingsChange changed(String path, String before, String after) {
        return new SettingsChange(path, CHANGED, Optional.of(before), Optional.of(after));
    }

    private static KeyVaultReference vault(String name, VaultObject... objects) {
        return new KeyVaultReference(
                name,
                "",
                URI.create("https://" + name.toLowerCase(Locale.ROOT) + ".vault.azure.net/"),
                List.of(objects));
    }

    private static VaultObject object(String name, VaultObject.Type type) {
        return new VaultObject(name, "", type);
    }
}
