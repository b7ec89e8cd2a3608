package io.einvoicing.benchmarks.soak;

import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate that an authority shows, which the nodes trust, and another, which they do not. */
final class AuthorityCertificates {
    static final String PASSWORD = "changeit";

    private final TestCertificate trusted = certificate("CN=Soak authority");
    private final TestCertificate other = certificate("CN=Somebody else");

    private static TestCertificate certificate(String subject) {
        return TestCertificates.aCertificate()
                .subject(subject)
                .hostAddress("127.0.0.1")
                .build();
    }

    SSLContext right() throws IOException, GeneralSecurityException {
        return tls(trusted);
    }

    SSLContext wrong() throws IOException, GeneralSecurityException {
        return tls(other);
    }

    /** Writes the key store of what is trusted. */
    void writeTrust(Path file) throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", trusted.certificate());
        try (OutputStream out = Files.newOutputStream(file)) {
            trust.store(out, PASSWORD.toCharArray());
        }
    }

    private static SSLContext tls(TestCertificate certificate) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(certificate.pkcs12(PASSWORD)), PASSWORD.toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
