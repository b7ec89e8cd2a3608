package io.einvoicing.service.local;

import io.einvoicing.vault.CertificateFiles;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.port.SecretVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads secrets and certificates from local folders, each vault a folder addressed by its {@code file:} URI. Thread-safe.
 *
 * <p>A vault's folder holds
 *
 * <ul>
 *   <li>{@code secrets/NAME}: a secret's value in UTF-8, every character of the file
 *   <li>{@code certificates/NAME.p12}: a certificate with its key and issuers, the password in {@code secrets/NAME-password}
 *   <li>{@code certificates/NAME.cer}, or a secret of the name: a public certificate as base64 text
 * </ul>
 *
 * <p>Files are read at each call, so a replaced file is followed at once. A file that its owner made unreadable is a denied
 * access; a missing vault folder is an outage, not a missing object.
 */
public final class FolderSecretVault implements SecretVault {
    static final String SECRETS = "secrets";
    static final String CERTIFICATES = "certificates";
    static final String PASSWORD_SUFFIX = "-password";

    private static final Pattern OBJECT_NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");

    private final LocalFolders folders;

    /** @param root the folder in which vaults may lie */
    public FolderSecretVault(Path root) {
        this.folders = new LocalFolders(root);
    }

    @Override
    public SecretValue secret(URI vault, String name) {
        return new SecretValue(text(vault, name, SECRETS + "/" + name));
    }

    @Override
    public VaultCertificate certificate(URI vault, String name) {
        try {
            if (exists(vault, name, CERTIFICATES + "/" + name + ".p12")) {
                byte[] file = bytes(vault, name, CERTIFICATES + "/" + name + ".p12");
                return CertificateFiles.fromPkcs12(file, text(vault, name, SECRETS + "/" + name + PASSWORD_SUFFIX));
            }
            String publicPart = exists(vault, name, CERTIFICATES + "/" + name + ".cer")
                    ? CERTIFICATES + "/" + name + ".cer"
                    : SECRETS + "/" + name;
            return CertificateFiles.fromText(text(vault, name, publicPart));
        } catch (GeneralSecurityException e) {
            throw new VaultUnavailableException(
                    vault, name, name + " holds no certificate that can be read: " + e.getMessage(), null);
        }
    }

    @Override
    public List<VaultObjectState> objects(URI vault) {
        try {
            Path folder = folders.resolve(vault);
            List<VaultObjectState> objects = new ArrayList<>();
            for (Path file : files(LocalFolders.inside(folder, CERTIFICATES))) {
                String name = file.getFileName().toString().replaceFirst("[.](p12|cer)$", "");
                if (OBJECT_NAME.matcher(name).matches()) {
                    objects.add(state(name, VaultObject.Type.CERTIFICATE, file, expiry(vault, name)));
                }
            }
            Set<String> passwords = objects.stream()
                    .map(object -> object.name() + PASSWORD_SUFFIX)
                    .collect(Collectors.toSet());
            for (Path file : files(LocalFolders.inside(folder, SECRETS))) {
                String name = file.getFileName().toString();
                if (OBJECT_NAME.matcher(name).matches() && !passwords.contains(name)) {
                    objects.add(state(name, VaultObject.Type.SECRET, file, Optional.empty()));
                }
            }
            objects.sort(Comparator.comparing(VaultObjectState::name));
            return objects;
        } catch (AccessDeniedException e) {
            throw new VaultAccessDeniedException(vault, "", "the vault refused to list its objects", e);
        } catch (IOException | UncheckedIOException e) {
            throw new VaultUnavailableException(vault, "", "cannot list the vault's folder", e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private Optional<Instant> expiry(URI vault, String name) {
        try {
            return Optional.of(
                    certificate(vault, name).certificate().getNotAfter().toInstant());
        } catch (VaultUnavailableException | VaultAccessDeniedException | VaultObjectNotFoundException e) {
            return Optional.empty(); // Whoever reads the certificate is told what is wrong with it.
        }
    }

    private static VaultObjectState state(String name, VaultObject.Type type, Path file, Optional<Instant> expiresAt)
            throws IOException {
        Optional<Instant> written = Optional.of(Files.getLastModifiedTime(file).toInstant());
        return new VaultObjectState(name, type, true, Optional.empty(), written, written, expiresAt);
    }

    private String text(URI vault, String name, String file) {
        return new String(bytes(vault, name, file), StandardCharsets.UTF_8);
    }

    private byte[] bytes(URI vault, String name, String file) {
        try {
            return Files.readAllBytes(path(vault, name, file));
        } catch (NoSuchFileException e) {
            throw new VaultObjectNotFoundException(vault, name, "the vault holds no " + name, e);
        } catch (AccessDeniedException e) {
            throw new VaultAccessDeniedException(vault, name, "the vault refused access to " + name, e);
        } catch (IOException e) {
            throw unavailable(vault, name, e);
        }
    }

    private boolean exists(URI vault, String name, String file) {
        try {
            return Files.exists(path(vault, name, file));
        } catch (AccessDeniedException e) {
            throw new VaultAccessDeniedException(vault, name, "the vault refused access to " + name, e);
        } catch (IOException e) {
            throw unavailable(vault, name, e);
        }
    }

    private Path path(URI vault, String name, String file) throws IOException {
        Path folder;
        try {
            folder = folders.resolve(vault);
        } catch (NoSuchFileException e) {
            throw unavailable(vault, name, e);
        }
        if (!OBJECT_NAME.matcher(name).matches()) {
            throw new VaultObjectNotFoundException(
                    vault, name, "no vault holds an object of such a name: letters, digits and hyphens only", null);
        }
        return LocalFolders.inside(folder, file);
    }

    private static VaultUnavailableException unavailable(URI vault, String name, IOException cause) {
        return new VaultUnavailableException(vault, name, "cannot read " + name + " from the vault's folder", cause);
    }
}
