package io.einvoicing.service.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A local vault for a first run: a storage secret that names a folder, and certificates root → intermediate → end, RSA-2048,
 * of which the end certificate signs. The private keys of its issuers are thrown away.
 *
 * @param vaultUri the address of the vault's folder
 * @param root name of the root certificate, public only
 * @param intermediate name of the intermediate certificate, public only
 * @param end name of the end certificate with its private key
 */
public record LocalVaultInitializer(URI vaultUri, String root, String intermediate, String end) {
    private static final Duration VALIDITY = Duration.ofDays(3 * 365);

    /**
     * Creates vault and documents folder where they are missing, for their owner alone; certificates that are
     * there stay. New ones are valid for three years.
     *
     * @param storageSecret name of the secret that names the documents folder
     */
    public static LocalVaultInitializer initialize(Path vault, String storageSecret, Path documents)
            throws IOException {
        LocalFolders.create(documents);
        LocalFolders.create(vault.resolve(FolderSecretVault.SECRETS));
        LocalFolders.create(vault.resolve(FolderSecretVault.CERTIFICATES));
        LocalVaultInitializer names = new LocalVaultInitializer(
                vault.toRealPath().toUri(), "einvoicing-root", "einvoicing-intermediate", "einvoicing-signing");
        replace(
                secret(vault, storageSecret),
                utf8(documents.toRealPath().toUri().toString()));
        if (!Files.exists(pkcs12(vault, names.end()))) {
            try {
                names.writeCertificates(vault, Instant.now());
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IOException("cannot make the local vault's certificates", e);
            }
        }
        return names;
    }

    /** Writes the end certificate last: without it the next run makes all three again. */
    private void writeCertificates(Path vault, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair rootKey = newKey();
        KeyPair intermediateKey = newKey();
        KeyPair endKey = newKey();
        X509Certificate rootCertificate = issue("CN=Local root", rootKey, "CN=Local root", rootKey, true, now);
        X509Certificate intermediateCertificate =
                issue("CN=Local intermediate", intermediateKey, "CN=Local root", rootKey, true, now);
        X509Certificate endCertificate =
                issue("CN=Local signing", endKey, "CN=Local intermediate", intermediateKey, false, now);

        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().encodeToString(random);
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(null, null);
        keyStore.setKeyEntry(end, endKey.getPrivate(), password.toCharArray(), new X509Certificate[] {
            endCertificate, intermediateCertificate, rootCertificate
        });
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        keyStore.store(file, password.toCharArray());

        replace(certificate(vault, root), utf8(base64(rootCertificate)));
        replace(certificate(vault, intermediate), utf8(base64(intermediateCertificate)));
        replace(secret(vault, end + FolderSecretVault.PASSWORD_SUFFIX), utf8(password));
        replace(pkcs12(vault, end), file.toByteArray());
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate issue(
            String subject, KeyPair key, String issuer, KeyPair issuerKey, boolean authority, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        int usage = authority
                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                : KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                new X500Name(issuer),
                                new BigInteger(120, new SecureRandom()),
                                Date.from(now),
                                Date.from(now.plus(VALIDITY)),
                                new X500Name(subject),
                                key.getPublic())
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey.getPrivate())));
    }

    private static Path secret(Path vault, String name) {
        return vault.resolve(FolderSecretVault.SECRETS).resolve(name);
    }

    private static Path certificate(Path vault, String name) {
        return vault.resolve(FolderSecretVault.CERTIFICATES).resolve(name + ".cer");
    }

    private static Path pkcs12(Path vault, String name) {
        return vault.resolve(FolderSecretVault.CERTIFICATES).resolve(name + ".p12");
    }

    private static String base64(X509Certificate certificate) throws GeneralSecurityException {
        return Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path temporary = LocalFolders.writeTemporary(LocalFolders.parent(file), bytes);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        LocalFolders.force(LocalFolders.parent(file));
    }
}
