package io.einvoicing.testkit.data;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes certificates for tests, with RSA keys of 2,048 bits unless told otherwise; by default valid from 2025 to 2045. */
public final class TestCertificates {
    private static final AtomicLong SERIAL_NUMBERS = new AtomicLong();

    private TestCertificates() {}

    /** Returns a chain root → intermediate → end, made once for each JVM: keys take their time. */
    public static Chain chain() {
        return SharedChain.CHAIN;
    }

    /** Returns a new chain root → intermediate → end with keys of its own. */
    public static Chain newChain() {
        TestCertificate root =
                aCertificate().subject("CN=Test Root").authority().build();
        TestCertificate intermediate = aCertificate()
                .subject("CN=Test Intermediate")
                .authority()
                .issuedBy(root)
                .build();
        return new Chain(
                root,
                intermediate,
                aCertificate().subject("CN=Test Signer").issuedBy(intermediate).build());
    }

    /** Starts a certificate with its own new key, self-signed unless an issuer is named. */
    public static Builder aCertificate() {
        return new Builder();
    }

    /**
     * A chain of three certificates.
     *
     * @param root self-signed
     * @param intermediate issued by the root
     * @param end issued by the intermediate; signs documents
     */
    public record Chain(TestCertificate root, TestCertificate intermediate, TestCertificate end) {}

    private static final class SharedChain {
        private static final Chain CHAIN = newChain();
    }

    /** Builds one certificate. */
    public static final class Builder {
        private String subject = "CN=Test";
        private Instant validFrom = Instant.parse("2025-01-01T00:00:00Z");
        private Instant validUntil = Instant.parse("2045-01-01T00:00:00Z");
        private boolean authority;
        private @Nullable TestCertificate issuer;
        private @Nullable String hostAddress;
        private @Nullable String curve;

        private Builder() {}

        /** Sets the distinguished name such as {@code CN=Test}. */
        public Builder subject(String distinguishedName) {
            this.subject = distinguishedName;
            return this;
        }

        public Builder validFrom(Instant instant) {
            this.validFrom = instant;
            return this;
        }

        public Builder validUntil(Instant instant) {
            this.validUntil = instant;
            return this;
        }

        /** Lets the certificate issue others. */
        public Builder authority() {
            this.authority = true;
            return this;
        }

        public Builder issuedBy(TestCertificate authority) {
            this.issuer = authority;
            return this;
        }

        /** Names the IP address of the TLS server that will show the certificate. */
        public Builder hostAddress(String ipAddress) {
            this.hostAddress = ipAddress;
            return this;
        }

        /** Has an EC key on the curve such as {@code secp256r1} instead of an RSA key. */
        public Builder curve(String name) {
            this.curve = name;
            return this;
        }

        /** Generates the key and the certificate. */
        public TestCertificate build() {
            try {
                if (curve != null) {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec(curve));
                    return issue(generator.generateKeyPair());
                }
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return issue(generator.generateKeyPair());
            } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
                throw new IllegalStateException("cannot make a test certificate", e);
            }
        }

        private TestCertificate issue(KeyPair pair)
                throws GeneralSecurityException, OperatorCreationException, CertIOException {
            TestCertificate signer = issuer;
            X500Name issuerName = signer == null
                    ? new X500Name(subject)
                    : X500Name.getInstance(
                            signer.certificate().getSubjectX500Principal().getEncoded());
            X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                            issuerName,
                            BigInteger.valueOf(SERIAL_NUMBERS.incrementAndGet()),
                            Date.from(validFrom),
                            Date.from(validUntil),
                            new X500Name(subject),
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(
                                    authority
                                            ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                            : KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            if (hostAddress != null) {
                certificate.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, hostAddress)));
            }
            PrivateKey signing = signer == null ? pair.getPrivate() : signer.key();
            X509Certificate signed = new JcaX509CertificateConverter()
                    .getCertificate(certificate.build(new JcaContentSignerBuilder(
                                    signing.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA")
                            .build(signing)));
            return new TestCertificate(signed, pair.getPrivate(), signer == null ? List.of() : signer.chain());
        }
    }
}
