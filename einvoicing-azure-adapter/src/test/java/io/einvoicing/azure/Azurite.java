package io.einvoicing.azure;

import com.azure.core.util.Configuration;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.einvoicing.document.Container;
import io.einvoicing.vault.SecretValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Microsoft's Blob Storage emulator, installed from npm on first use and started on a free loopback port, in memory. */
final class Azurite implements AutoCloseable {
    private static final String VERSION = "3.35.0";
    private static final String ACCOUNT = "devstoreaccount1";

    /** @see <a href="https://learn.microsoft.com/en-us/azure/storage/common/storage-use-azurite">Source: the emulator's published key</a> */
    private static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Pattern LISTENING = Pattern.compile("successfully listens on (http://[0-9.:]+)");

    private final Process process;
    private final String address;
    private final BlobServiceClient client;

    private Azurite(Process process, String address) {
        this.process = process;
        this.address = address;
        this.client = new BlobServiceClientBuilder()
                .endpoint(address + "/" + ACCOUNT)
                .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
                .configuration(Configuration.NONE)
                .httpClient(AzureConnection.to(uri -> true).httpClient())
                .buildClient();
    }

    /** Tells whether Node.js and npm are there, without which the emulator cannot be had. */
    static boolean isAvailable() throws InterruptedException {
        return runs("node", "--version") && runs("npm", "--version");
    }

    static Azurite start() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "node",
                        installed()
                                .resolve("node_modules/azurite/dist/src/blob/main.js")
                                .toString(),
                        "--blobHost",
                        "127.0.0.1",
                        "--blobPort",
                        "0",
                        "--inMemoryPersistence",
                        "--disableTelemetry",
                        "--skipApiVersionCheck")
                .redirectErrorStream(true)
                .start();
        List<String> output = new ArrayList<>();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            output.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                drain(reader);
                return new Azurite(process, listening.group(1));
            }
        }
        throw new IllegalStateException("Azurite did not start: " + output);
    }

    /** Creates a container and returns it with a token that reads and creates until tomorrow. */
    Container createContainer(String name) {
        client.createBlobContainerIfNotExists(name);
        return container(
                name, new BlobContainerSasPermission().setReadPermission(true).setCreatePermission(true), 1);
    }

    /** Returns a container with a token that is valid for the days from now; a negative number makes an expired one. */
    Container container(String name, BlobContainerSasPermission permission, int days) {
        BlobContainerClient container = client.getBlobContainerClient(name);
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        String token = container.generateSas(
                new BlobServiceSasSignatureValues(now.plusDays(days), permission).setStartTime(now.minusDays(10)));
        return new Container(new SecretValue(container.getBlobContainerUrl() + "?" + token));
    }

    String address() {
        return address;
    }

    /** Names the account with its key, as programs of others take it. */
    String connectionString() {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + KEY + ";BlobEndpoint="
                + address + "/" + ACCOUNT + ";";
    }

    BlobContainerClient owner(String container) {
        return client.getBlobContainerClient(container);
    }

    @Override
    public void close() {
        process.destroy(); // It holds nothing but memory.
    }

    /** Returns the folder of the installed emulator, in the user's cache, so that a clean build keeps it. */
    private static Path installed() throws IOException, InterruptedException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "einvoicing");
        Path folder = cache.resolve("azurite-" + VERSION);
        if (Files.exists(folder.resolve("node_modules/azurite/package.json"))) {
            return folder;
        }
        Files.createDirectories(cache);
        Path fresh = Files.createTempDirectory(cache, "azurite-install");
        Path log = fresh.resolve("install.log");
        Process install = new ProcessBuilder(
                        "npm", "install", "--prefix", fresh.toString(), "--no-audit", "--no-fund", "azurite@" + VERSION)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!install.waitFor(5, TimeUnit.MINUTES) || install.exitValue() != 0) {
            install.destroyForcibly();
            throw new IllegalStateException("npm could not install Azurite: " + Files.readString(log));
        }
        try {
            return Files.move(fresh, folder);
        } catch (FileAlreadyExistsException e) {
            return folder; // Another build was faster.
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // There is no such program.
        }
    }

    /** Keeps the emulator from waiting for a reader of its output; ends with it. */
    private static void drain(BufferedReader reader) {
        Thread thread = new Thread(
                () -> {
                    try {
                        reader.transferTo(Writer.nullWriter());
                    } catch (IOException e) {
                        // The emulator was stopped.
                    }
                },
                "azurite-output");
        thread.setDaemon(true);
        thread.start();
    }
}
