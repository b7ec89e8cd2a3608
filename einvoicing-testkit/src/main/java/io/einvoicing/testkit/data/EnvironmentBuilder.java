package io.einvoicing.testkit.data;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.environment.EnvironmentApplication;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Builds a service environment at revision 1; by default a fresh one whose settings name one vault with the storage secret and list
 * the creator as user.
 */
public final class EnvironmentBuilder {
    /** The vault of default settings. */
    public static final URI VAULT = URI.create("https://contoso.vault.azure.net/");

    /** The secret of {@link #VAULT} that holds the container's SAS URL. */
    public static final String STORAGE_SECRET = "storage-sas";

    private TenantId tenant = TestData.freshTenant();
    private EnvironmentId id = new EnvironmentId(UUID.randomUUID());
    private String name = "Production";
    private PrincipalId creator = TestData.freshPrincipal();
    private Optional<EnvironmentSettings> settings = Optional.empty();
    private final List<EnvironmentUser> users = new ArrayList<>();
    private final List<EnvironmentApplication> applications = new ArrayList<>();
    private Optional<String> container = Optional.empty();
    private final List<VaultObject> declared = new ArrayList<>();
    private final List<CertificateChain> chains = new ArrayList<>();
    private boolean published;

    EnvironmentBuilder() {}

    public EnvironmentBuilder of(TenantId value) {
        tenant = value;
        return this;
    }

    public EnvironmentBuilder id(EnvironmentId value) {
        id = value;
        return this;
    }

    public EnvironmentBuilder named(String value) {
        name = value;
        return this;
    }

    /** Sets the creator, who may deploy features. */
    public EnvironmentBuilder createdBy(PrincipalId value) {
        creator = value;
        return this;
    }

    /** Lists the caller with every permission in the default settings. */
    public EnvironmentBuilder listing(Caller caller) {
        switch (caller.kind()) {
            case USER -> users.add(new EnvironmentUser(caller.principal(), "ada@contoso.example", true, true));
            case APPLICATION -> applications.add(new EnvironmentApplication(caller.displayName(), caller.principal()));
        }
        return this;
    }

    /** Adds a chain to the default settings and declares its certificates in {@link #VAULT}. */
    public EnvironmentBuilder withChain(CertificateChain chain) {
        chain.certificates().forEach(each -> declared.add(new VaultObject(each, "", VaultObject.Type.CERTIFICATE)));
        chains.add(chain);
        return this;
    }

    /** Sets the draft; it replaces the default settings with all that was listed. */
    public EnvironmentBuilder withSettings(EnvironmentSettings value) {
        settings = Optional.of(value);
        return this;
    }

    /** Sets a draft that takes about 800,000 characters for each of so many vaults. */
    public EnvironmentBuilder large(int vaults) {
        List<VaultObject> objects = IntStream.range(0, 200)
                .mapToObj(i -> new VaultObject("object-" + i, "x".repeat(4_000), VaultObject.Type.SECRET))
                .toList();
        return withSettings(new EnvironmentSettings(
                "",
                IntStream.range(0, vaults)
                        .mapToObj(i -> new KeyVaultReference("Vault " + i, "", VAULT, objects))
                        .toList(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of()));
    }

    /** Publishes the draft, which leads to the container. */
    public EnvironmentBuilder publishedTo(String address) {
        container = Optional.of(address);
        return published();
    }

    /** Publishes the draft at {@link TestData#NOW}. */
    public EnvironmentBuilder published() {
        published = true;
        return this;
    }

    public ServiceEnvironment build() {
        EnvironmentSettings draft = settings.orElseGet(this::defaultSettings);
        Optional<PublishedEnvironment> snapshot = published
                ? Optional.of(new PublishedEnvironment(tenant, id, name, 1, TestData.NOW, creator, "Ada Yıldız", draft))
                : Optional.empty();
        return ServiceEnvironment.restore(tenant, id, name, draft, snapshot, container, creator, 1);
    }

    private EnvironmentSettings defaultSettings() {
        List<EnvironmentUser> listed = new ArrayList<>(users);
        if (listed.stream().noneMatch(user -> user.id().equals(creator))) {
            listed.add(new EnvironmentUser(creator, "creator@contoso.example", true, true));
        }
        List<VaultObject> objects = new ArrayList<>(declared);
        objects.add(new VaultObject(STORAGE_SECRET, "", VaultObject.Type.SECRET));
        return new EnvironmentSettings(
                "All companies in Europe",
                List.of(new KeyVaultReference("Main", "", VAULT, objects)),
                Optional.of(STORAGE_SECRET),
                listed,
                applications,
                chains);
    }
}
