package io.einvoicing.xml.signing;

import java.util.Arrays;
import java.util.List;

/**
 * How a document is signed.
 *
 * @param method signature algorithm
 * @param digest digest of the document, of the signed properties and of the certificate
 * @param canonicalization what is signed is first brought into this form
 * @param place where the signature goes
 * @since 0.1.0
 */
public record SignatureSettings(Method method, Digest digest, Canonicalization canonicalization, SignaturePlace place) {
    /** RSA with SHA-256, SHA-256, exclusive canonicalization, the document type's usual place. */
    public static final SignatureSettings DEFAULT =
            new SignatureSettings(Method.RSA_SHA256, Digest.SHA256, Canonicalization.EXCLUSIVE, SignaturePlace.USUAL);

    /** An algorithm with its W3C name and its name in an action's parameter. */
    private interface Algorithm {
        String parameter();
    }

    /** Signature algorithm. */
    public enum Method implements Algorithm {
        /** RSA PKCS#1 v1.5 with SHA-256. */
        RSA_SHA256("RSA-SHA256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
        /** RSA PKCS#1 v1.5 with SHA-384. */
        RSA_SHA384("RSA-SHA384", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"),
        /** RSA PKCS#1 v1.5 with SHA-512. */
        RSA_SHA512("RSA-SHA512", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512");

        private final String parameter;
        private final String uri;

        Method(String parameter, String uri) {
            this.parameter = parameter;
            this.uri = uri;
        }

        @Override
        public String parameter() {
            return parameter;
        }

        /** Returns the identifier in the signature. */
        public String uri() {
            return uri;
        }
    }

    /** Digest algorithm. */
    public enum Digest implements Algorithm {
        /** SHA-256. */
        SHA256("SHA-256", "http://www.w3.org/2001/04/xmlenc#sha256"),
        /** SHA-384. */
        SHA384("SHA-384", "http://www.w3.org/2001/04/xmldsig-more#sha384"),
        /** SHA-512. */
        SHA512("SHA-512", "http://www.w3.org/2001/04/xmlenc#sha512");

        private final String parameter;
        private final String uri;

        Digest(String parameter, String uri) {
            this.parameter = parameter;
            this.uri = uri;
        }

        /** Returns the name, which is also the JCA's. */
        @Override
        public String parameter() {
            return parameter;
        }

        /** Returns the identifier in the signature. */
        public String uri() {
            return uri;
        }
    }

    /** Canonical form; comments are never signed. */
    public enum Canonicalization implements Algorithm {
        /** Exclusive XML Canonicalization 1.0: the signature survives when the document is put into an envelope. */
        EXCLUSIVE("Exclusive 1.0", "http://www.w3.org/2001/10/xml-exc-c14n#"),
        /** Canonical XML 1.0. */
        INCLUSIVE("Inclusive 1.0", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
        /** Canonical XML 1.1. */
        INCLUSIVE_11("Inclusive 1.1", "http://www.w3.org/2006/12/xml-c14n11");

        private final String parameter;
        private final String uri;

        Canonicalization(String parameter, String uri) {
            this.parameter = parameter;
            this.uri = uri;
        }

        @Override
        public String parameter() {
            return parameter;
        }

        /** Returns the identifier in the signature. */
        public String uri() {
            return uri;
        }
    }

    /**
     * Finds an algorithm by the name that an action's parameter gives.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static <A extends Enum<A> & Algorithm> A named(Class<A> algorithms, String parameter) {
        return Arrays.stream(algorithms.getEnumConstants())
                .filter(algorithm -> algorithm.parameter().equals(parameter))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("must be one of " + names(algorithms) + ", was " + parameter));
    }

    static <A extends Enum<A> & Algorithm> List<String> names(Class<A> algorithms) {
        return Arrays.stream(algorithms.getEnumConstants())
                .map(Algorithm::parameter)
                .toList();
    }
}
