package io.einvoicing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.PublicAccessType;
import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerState;
import io.einvoicing.document.DocumentConflictException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.vault.SecretValue;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code deploy/azure-setup.sh} as it is: its storage part by the real Azure CLI against Azurite. What manages a
 * subscription's resources is answered by a stand-in (resource {@code azure-setup/az}).
 */
class AzureSetupTest {
    private static final Path SCRIPT = Path.of("..", "deploy", "azure-setup.sh").toAbsolutePath();
    private static final Path STAND_IN =
            Path.of("src", "test", "resources", "azure-setup").toAbsolutePath();
    private static final String PRINCIPAL = "6384e2b2-184b-4bf5-8ecc-f10ca7a6563c";
    private static final String NO_TOOLS =
            "the Azure CLI or Node.js with npm is not installed, so azure-setup.sh is not run against Azurite";

    private static final BlobDocumentStore STORE =
            new BlobDocumentStore(new AzureConnection(uri -> true, Duration.ofSeconds(30), 2, Optional.empty()));

    private static @Nullable Azurite azurite;

    @TempDir
    private static Path home;

    @TempDir
    private Path state;

    @BeforeAll
    static void startAzurite() throws Exception {
        if (realCli().isPresent() && Azurite.isAvailable()) {
            azurite = Azurite.start();
        } else {
            System.err.println("SKIPPED: " + NO_TOOLS);
        }
    }

    @AfterAll
    static void stopAzurite() {
        if (azurite != null) {
            azurite.close();
        }
    }

    @Test
    void printsTheUrlOfAPrivateContainerThatReadsCreatesAndListsNoMore() throws Exception {
        needsTools();
        String name = "setup-" + UUID.randomUUID();

        Run run = run("--storage-only", "--container", name, "--days", "90");

        assertThat(run.exit()).as(run.errors()).isZero();
        assertThat(azurite.owner(name).getProperties().getBlobPublicAccess()).isNull();
        Container container = container(run.output());
        assertUsable(container, 90);
        DocumentContent content = content("<invoice/>");
        STORE.store(container, "2026/11/23/1/00-input/a1-document-1.xml", content);
        STORE.store(container, "2026/11/23/1/00-input/a1-document-1.xml", content);
        assertThatThrownBy(() -> STORE.store(container, "2026/11/23/1/00-input/a1-document-1.xml", content("<other/>")))
                .isInstanceOf(DocumentConflictException.class);
        assertThat(STORE.read(container, "2026/11/23/1/00-input/a1-document-1.xml"))
                .isEqualTo(content.bytes());
        BlobContainerClient client = client(container);
        assertThat(client.listBlobs(new ListBlobsOptions(), null)).hasSize(1);
        assertRefused(() ->
                client.getBlobClient("2026/11/23/1/00-input/a1-document-1.xml").delete());
        assertRefused(() -> client.getBlobClient("2026/11/23/1/00-input/a1-document-1.xml")
                .upload(BinaryData.fromString("<other/>"), true));
        assertRefused(client::delete);
    }

    @Test
    void makesWhatIsMissingAndKeepsWhatIsThere() throws Exception {
        needsTools();
        String name = "setup-" + UUID.randomUUID();
        String[] arguments = {
            "--group",
            "invoices",
            "--location",
            "westeurope",
            "--account",
            "contosoinvoices",
            "--vault",
            "contoso-invoices",
            "--principal",
            PRINCIPAL,
            "--container",
            name
        };

        Run first = run(arguments);

        assertThat(first.exit()).as(first.errors()).isZero();
        assertThat(calls())
                .contains("group create", "storage account create", "keyvault create", "keyvault secret set");
        assertThat(calls())
                .contains("--allow-blob-public-access false")
                .contains("set-policy --resource-group invoices --name contoso-invoices --object-id " + PRINCIPAL
                        + " --secret-permissions get list --certificate-permissions get list --output none");
        String secret = Files.readString(state.resolve("secret-value")).replace("\"", "");
        assertUsable(container(secret), 365);
        String token = secret.substring(secret.indexOf("sig="));
        assertThat(first.output() + first.errors() + calls())
                .contains("https://customer.vault.azure.net/")
                .doesNotContain(token.strip());

        Files.delete(state.resolve("calls"));
        Run again = run(arguments);

        assertThat(again.exit()).as(again.errors()).isZero();
        assertThat(again.errors()).contains("Keeping the storage secret storage");
        assertThat(calls()).contains("keyvault set-policy").doesNotContain(" create", "secret set");
        assertUsable(container(secret), 365);
    }

    @Test
    void leavesAContainerAloneThatEverybodyCanRead() throws Exception {
        needsTools();
        String name = "public-" + UUID.randomUUID();
        azurite.owner(name).createWithResponse(null, PublicAccessType.CONTAINER, null, Context.NONE);

        Run run = run("--storage-only", "--container", name);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.errors()).contains("can be read by everybody");
        assertThat(run.output()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--group is missing, --account=contosoinvoices",
        "--account must be, --group=g --account=Contoso",
        "--vault must be, --group=g --account=contosoinvoices --vault=1",
        "--principal must be, --group=g --account=contosoinvoices --vault=contoso --principal=me@example.com",
        "--container must be, --storage-only --container=Invoices",
        "--days must be from 31, --storage-only --days=30",
        "--days needs a value, --days",
        "unknown option '--force', --force",
    })
    void saysWhatIsWrongWithAnOption(String message, String arguments) throws Exception {
        assumeTrue(isOnPath("bash"), "there is no bash");

        Run run = run(arguments.split("[ =]"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.errors()).contains(message);
        assertThat(Files.exists(state.resolve("calls"))).isFalse();
    }

    private static void assertUsable(Container container, int days) {
        ContainerState inspected = STORE.inspect(container);
        assertThat(inspected.findings()).isEmpty();
        assertThat(inspected.missing()).isEmpty();
        assertThat(inspected.undeclared()).isEmpty();
        assertThat(inspected.expiresAt())
                .hasValueSatisfying(end -> assertThat(end)
                        .isBetween(
                                Instant.now().plus(days - 1, ChronoUnit.DAYS),
                                Instant.now().plus(days, ChronoUnit.DAYS)));
    }

    private static void assertRefused(Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        BlobStorageException.class,
                        refusal -> assertThat(refusal.getStatusCode()).isEqualTo(403));
    }

    private static BlobContainerClient client(Container container) {
        return new BlobContainerClientBuilder()
                .endpoint(container.url().reveal())
                .httpClient(AzureConnection.to(uri -> true).httpClient())
                .buildClient();
    }

    private static Container container(String url) {
        return new Container(new SecretValue(url.strip()));
    }

    private static DocumentContent content(String text) {
        return new DocumentContent("application/xml", text.getBytes(StandardCharsets.UTF_8));
    }

    private String calls() throws IOException {
        return Files.readString(state.resolve("calls"));
    }

    private record Run(int exit, String output, String errors) {}

    private Run run(String... arguments) throws Exception {
        Path output = state.resolve("output");
        Path errors = state.resolve("errors");
        ProcessBuilder script = new ProcessBuilder(
                        Stream.concat(Stream.of("bash", SCRIPT.toString()), Arrays.stream(arguments))
                                .toList())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        script.environment().put("PATH", STAND_IN + File.pathSeparator + System.getenv("PATH"));
        script.environment().put("STATE", state.toString());
        script.environment().put("REAL_AZ", realCli().map(Path::toString).orElse("az"));
        script.environment().put("AZURE_CONFIG_DIR", home.toString());
        script.environment().put("AZURE_CORE_COLLECT_TELEMETRY", "false");
        script.environment().remove("AZURE_STORAGE_CONNECTION_STRING");
        if (azurite != null) {
            script.environment().put("EMULATOR", azurite.connectionString());
            if (List.of(arguments).contains("--storage-only")) {
                script.environment().put("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString());
            }
        }
        int exit = script.start().waitFor();
        return new Run(exit, Files.readString(output), Files.readString(errors));
    }

    private static void needsTools() {
        assumeTrue(azurite != null, NO_TOOLS);
    }

    private static boolean isOnPath(String program) {
        return onPath(program).isPresent();
    }

    private static Optional<Path> realCli() {
        return isOnPath("bash") ? onPath("az") : Optional.empty();
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
