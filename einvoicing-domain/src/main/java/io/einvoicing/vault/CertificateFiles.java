package io.einvoicing.vault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates in the file formats in which vaults keep them; their keys then sign in this JVM.
 *
 * <p>Every method throws {@link GeneralSecurityException} if the file is unreadable; no message holds any of its content.
 */
public final class CertificateFiles {
    private static final Pattern PEM_BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private CertificateFiles() {}

    /** Reads a PKCS#12 file with one private key, protected by the password, which may be empty. */
    public static VaultCertificate fromPkcs12(byte[] file, String password) throws GeneralSecurityException {
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        try {
            keyStore.load(new ByteArrayInputStream(file), password.toCharArray());
        } catch (IOException e) {
            throw new CertificateException("not a PKCS#12 file, or another password protects it");
        }
        for (String alias : Collections.list(keyStore.aliases())) {
            if (keyStore.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate certificate : keyStore.getCertificateChain(alias)) {
                    chain.add((X509Certificate) certificate);
                }
                return new VaultCertificate(chain, Optional.of(SigningKey.of(key)));
            }
        }
        throw new CertificateException("the PKCS#12 file holds no private key");
    }

    /** Reads a PEM file with one unencrypted PKCS#8 key and, in any order, its certificate and the issuers. */
    public static VaultCertificate fromPem(String text) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        Matcher blocks = PEM_BLOCK.matcher(text);
        while (blocks.find()) {
            byte[] der = decode(blocks.group(2));
            if (blocks.group(1).equals("CERTIFICATE")) {
                certificates.add(certificate(der));
            } else if (blocks.group(1).equals("PRIVATE KEY")) {
                keys.add(der);
            }
        }
        if (keys.size() != 1) {
            throw new CertificateException("the PEM file must hold one PKCS#8 private key, holds " + keys.size());
        }
        for (X509Certificate certificate : certificates) {
            Optional<SigningKey> key = keyOf(certificate, keys.get(0));
            if (key.isPresent()) {
                return new VaultCertificate(chain(certificate, certificates), key);
            }
        }
        throw new CertificateException("no certificate of the PEM file belongs to its private key");
    }

    /** Reads a public certificate: the base64 text of a {@code .cer} file, with or without the PEM lines around it. */
    public static VaultCertificate fromText(String text) throws GeneralSecurityException {
        Matcher block = PEM_BLOCK.matcher(text);
        byte[] der = decode(block.find() && block.group(1).equals("CERTIFICATE") ? block.group(2) : text);
        return new VaultCertificate(List.of(certificate(der)), Optional.empty());
    }

    private static byte[] decode(String base64) throws CertificateException {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("the certificate file is not base64 text");
        }
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new CertificateException("the file holds no X.509 certificate");
        }
    }

    /** Returns the private key if what it signs can be verified with the certificate. */
    private static Optional<SigningKey> keyOf(X509Certificate certificate, byte[] pkcs8) {
        byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
        String type = certificate.getPublicKey().getAlgorithm();
        String algorithm = type.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            SigningKey key =
                    SigningKey.of(KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
            Signature verification = Signature.getInstance(algorithm);
            verification.initVerify(certificate);
            verification.update(probe);
            return verification.verify(key.sign(algorithm, probe)) ? Optional.of(key) : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // A key of another kind or size: it belongs to another certificate of the file.
        }
    }

    private static List<X509Certificate> chain(X509Certificate end, List<X509Certificate> certificates) {
        List<X509Certificate> chain = new ArrayList<>(List.of(end));
        Optional<X509Certificate> issuer = issuer(end, certificates);
        while (issuer.isPresent() && !chain.contains(issuer.get())) {
            chain.add(issuer.get());
            issuer = issuer(issuer.get(), certificates);
        }
        return chain;
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .findFirst();
    }
}
