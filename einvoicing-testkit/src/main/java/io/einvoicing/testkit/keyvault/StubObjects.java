package io.einvoicing.testkit.keyvault;

import io.einvoicing.testkit.data.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.jspecify.annotations.Nullable;

/** What the stub's vault holds, and its answers to authenticated requests. Thread-safe. */
final class StubObjects {
    private static final int PAGE_SIZE = 25;
    private static final Instant FIRST_SECOND = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, ASN1ObjectIdentifier> DIGESTS = Map.of(
            "RS256", NISTObjectIdentifiers.id_sha256,
            "RS384", NISTObjectIdentifiers.id_sha384,
            "RS512", NISTObjectIdentifiers.id_sha512,
            "PS256", NISTObjectIdentifiers.id_sha256);
    private static final Pattern SIGN_REQUEST_FIELD = Pattern.compile("\"(alg|value)\"\\s*:\\s*\"([^\"]*)\"");

    private final Map<String, List<Version>> secrets = new TreeMap<>();
    private final Map<String, List<Version>> certificates = new TreeMap<>();
    private final Set<String> denied = new HashSet<>();
    private long versions;

    /** One version of a secret or of a certificate; a secret has a value, a certificate has its certificate. */
    private record Version(
            String id,
            String value,
            @Nullable String contentType,
            @Nullable TestCertificate certificate,
            Instant created,
            @Nullable Instant expires,
            boolean enabled) {
        Version disabled() {
            return new Version(id, value, contentType, certificate, created, expires, false);
        }
    }

    /** A status and a JSON body. */
    record Answer(int status, String json) {}

    synchronized void putSecret(String name, String value, @Nullable Instant created, @Nullable Instant expires) {
        String id = nextVersion();
        add(secrets, name, new Version(id, value, null, null, created == null ? now() : created, expires, true));
    }

    synchronized void putPkcs12Certificate(String name, TestCertificate certificate) {
        putCertificate(
                name, Base64.getEncoder().encodeToString(certificate.pkcs12("")), "application/x-pkcs12", certificate);
    }

    synchronized void putPemCertificate(String name, TestCertificate certificate) {
        putCertificate(name, certificate.pem(), "application/x-pem-file", certificate);
    }

    /** As documented, the private key is then no part of the secret's value. */
    synchronized void putCertificateWithKeyInVault(String name, TestCertificate certificate) {
        String pem = "-----BEGIN CERTIFICATE-----\n" + certificate.base64() + "\n-----END CERTIFICATE-----\n";
        putCertificate(name, pem, "application/x-pem-file", certificate);
    }

    private void putCertificate(String name, String secret, String contentType, TestCertificate certificate) {
        String id = nextVersion();
        Instant expires = certificate.certificate().getNotAfter().toInstant();
        add(secrets, name, new Version(id, secret, contentType, null, now(), expires, true));
        add(certificates, name, new Version(id, "", contentType, certificate, now(), expires, true));
    }

    synchronized void disable(String name) {
        for (Map<String, List<Version>> objects : List.of(secrets, certificates)) {
            List<Version> all = objects.getOrDefault(name, new ArrayList<>());
            if (!all.isEmpty()) {
                all.set(all.size() - 1, all.get(all.size() - 1).disabled());
            }
        }
    }

    synchronized void deny(String kind, String name) {
        denied.add(kind + "/" + name);
    }

    /** As many seconds after 1 January 2026 as there are versions: Key Vault keeps whole seconds. */
    private Instant now() {
        return FIRST_SECOND.plusSeconds(versions);
    }

    private String nextVersion() {
        return String.format("%032x", ++versions);
    }

    private static void add(Map<String, List<Version>> objects, String name, Version version) {
        objects.computeIfAbsent(name, key -> new ArrayList<>()).add(version);
    }

    /** Answers {@code /KIND}, {@code /KIND/NAME[/VERSION]} and {@code /keys/NAME/VERSION/sign}. */
    synchronized Answer answer(URI vault, String method, URI request, String body) {
        String[] path = request.getPath().substring(1).split("/");
        String query = String.valueOf(request.getQuery());
        if (!query.contains("api-version=")) {
            return new Answer(400, error("BadParameter", "api-version must be specified"));
        }
        String name = path.length > 1 ? path[1] : "";
        if (denied.contains(path[0] + "/" + name)) {
            return new Answer(403, forbidden("ForbiddenByPolicy", "The principal does not have get permission."));
        }
        if (method.equals("POST") && path.length == 4 && path[0].equals("keys") && path[3].equals("sign")) {
            return sign(vault, name, path[2], body);
        }
        if (!method.equals("GET")) {
            return new Answer(405, error("MethodNotAllowed", "The stub reads and signs only."));
        }
        return switch (path[0]) {
            case "secrets" ->
                path.length == 1
                        ? list(vault, "secrets", current(secrets), query)
                        : isVersions(path)
                                ? list(vault, "secrets/" + name + "/versions", versions(secrets, name), query)
                                : secret(vault, name, path);
            case "certificates" ->
                path.length == 1
                        ? list(vault, "certificates", current(certificates), query)
                        : isVersions(path)
                                ? list(vault, "certificates/" + name + "/versions", versions(certificates, name), query)
                                : certificate(vault, name, path);
            case "keys" -> key(vault, name, path);
            default -> new Answer(404, error("NotFound", "no such path"));
        };
    }

    private Answer secret(URI vault, String name, String[] path) {
        Version version = find(secrets, name, path);
        if (version == null) {
            return new Answer(404, error("SecretNotFound", "A secret with (name/id) " + name + " was not found."));
        }
        if (!version.enabled()) {
            return new Answer(403, forbidden("SecretDisabled", "Operation get is not allowed on a disabled secret."));
        }
        String contentType = version.contentType() == null ? "" : ",\"contentType\":" + quoted(version.contentType());
        return new Answer(
                200,
                "{\"value\":" + quoted(version.value()) + contentType + ",\"id\":"
                        + quoted(vault + "secrets/" + name + "/" + version.id()) + ",\"attributes\":"
                        + attributes(version) + "}");
    }

    /** As documented, a disabled certificate can be read, but neither its secret nor its key can be used. */
    private Answer certificate(URI vault, String name, String[] path) {
        Version version = find(certificates, name, path);
        if (version == null || version.certificate() == null) {
            return new Answer(
                    404, error("CertificateNotFound", "A certificate with (name/id) " + name + " was not found."));
        }
        String suffix = "/" + name + "/" + version.id();
        byte[] der = der(version.certificate());
        return new Answer(
                200,
                "{\"id\":" + quoted(vault + "certificates" + suffix) + ",\"kid\":" + quoted(vault + "keys" + suffix)
                        + ",\"sid\":" + quoted(vault + "secrets" + suffix) + ",\"x5t\":"
                        + quoted(Base64.getUrlEncoder().withoutPadding().encodeToString(sha1(der)))
                        + ",\"cer\":" + quoted(Base64.getEncoder().encodeToString(der)) + ",\"attributes\":"
                        + attributes(version)
                        + ",\"policy\":{\"key_props\":{\"kty\":\"RSA\",\"key_size\":2048},\"secret_props\":{\"contentType\":"
                        + quoted(String.valueOf(version.contentType())) + "}}}");
    }

    private Answer key(URI vault, String name, String[] path) {
        Version version = find(certificates, name, path);
        if (version == null || version.certificate() == null) {
            return new Answer(404, error("KeyNotFound", "A key with (name/id) " + name + " was not found."));
        }
        RSAPublicKey key = (RSAPublicKey) version.certificate().certificate().getPublicKey();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return new Answer(
                200,
                "{\"key\":{\"kid\":" + quoted(vault + "keys/" + name + "/" + version.id())
                        + ",\"kty\":\"RSA\",\"key_ops\":[\"sign\",\"verify\"],\"n\":"
                        + quoted(base64.encodeToString(key.getModulus().toByteArray())) + ",\"e\":"
                        + quoted(base64.encodeToString(key.getPublicExponent().toByteArray()))
                        + "},\"attributes\":" + attributes(version) + "}");
    }

    private Answer sign(URI vault, String name, String versionId, String body) {
        Version version = find(certificates, name, new String[] {"keys", name, versionId});
        if (version == null || version.certificate() == null) {
            return new Answer(404, error("KeyNotFound", "A key with (name/id) " + name + " was not found."));
        }
        if (!version.enabled()) {
            return new Answer(403, forbidden("KeyDisabled", "Operation sign is not allowed on a disabled key."));
        }
        Map<String, String> fields = new TreeMap<>();
        Matcher matcher = SIGN_REQUEST_FIELD.matcher(body);
        while (matcher.find()) {
            fields.put(matcher.group(1), matcher.group(2));
        }
        ASN1ObjectIdentifier digest = DIGESTS.get(fields.getOrDefault("alg", ""));
        if (digest == null) {
            return new Answer(400, error("BadParameter", "Algorithm is not supported by the key type."));
        }
        byte[] value = Base64.getUrlDecoder().decode(fields.getOrDefault("value", ""));
        String signature = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "PS256".equals(fields.get("alg"))
                                ? signPss(version.certificate(), value)
                                : signDigest(version.certificate(), digest, value));
        return new Answer(
                200,
                "{\"kid\":" + quoted(vault + "keys/" + name + "/" + version.id()) + ",\"value\":" + quoted(signature)
                        + "}");
    }

    private static byte[] signDigest(TestCertificate signer, ASN1ObjectIdentifier algorithm, byte[] digest) {
        try {
            Signature signature = Signature.getInstance("NONEwithRSA");
            signature.initSign(signer.key());
            signature.update(new DigestInfo(new AlgorithmIdentifier(algorithm, DERNull.INSTANCE), digest).getEncoded());
            return signature.sign();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    private static byte[] signPss(TestCertificate signer, byte[] sha256) {
        try {
            PSSSigner pss =
                    PSSSigner.createRawSigner(new RSAEngine(), new SHA256Digest(), new SHA256Digest(), 32, (byte) 0xbc);
            pss.init(true, PrivateKeyFactory.createKey(signer.key().getEncoded()));
            pss.update(sha256, 0, sha256.length);
            return pss.generateSignature();
        } catch (IOException | CryptoException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    private static @Nullable Version find(Map<String, List<Version>> objects, String name, String[] path) {
        List<Version> all = objects.getOrDefault(name, List.of());
        if (path.length < 3 || path[2].isEmpty()) {
            return all.isEmpty() ? null : all.get(all.size() - 1);
        }
        return all.stream()
                .filter(version -> version.id().equals(path[2]))
                .findFirst()
                .orElse(null);
    }

    private static boolean isVersions(String[] path) {
        return path.length == 3 && path[2].equals("versions");
    }

    /** Returns the current version of each object by the object's name. */
    private static Map<String, Version> current(Map<String, List<Version>> objects) {
        Map<String, Version> current = new TreeMap<>();
        objects.forEach((name, all) -> current.put(name, all.get(all.size() - 1)));
        return current;
    }

    /** Returns every version of an object by name and version. */
    private static Map<String, Version> versions(Map<String, List<Version>> objects, String name) {
        Map<String, Version> versions = new TreeMap<>();
        objects.getOrDefault(name, List.of()).forEach(version -> versions.put(name + "/" + version.id(), version));
        return versions;
    }

    /** Lists versions without values, one page at a time; the next page's link tells where it begins. */
    private static Answer list(URI vault, String path, Map<String, Version> objects, String query) {
        String kind = path.split("/")[0];
        int from = number(query, "[$]skiptoken", 0);
        int until = Math.min(objects.size(), from + number(query, "maxresults", PAGE_SIZE));
        List<String> items = objects.entrySet().stream()
                .skip(from)
                .limit(until - from)
                .map(entry -> "{\"id\":" + quoted(vault + kind + "/" + entry.getKey()) + ",\"attributes\":"
                        + attributes(entry.getValue()) + managed(entry.getValue()) + "}")
                .toList();
        String nextLink = until == objects.size()
                ? "null"
                : quoted(vault + path + "?" + query.replaceAll("&?[$]skiptoken=\\d+", "") + "&$skiptoken=" + until);
        return new Answer(200, "{\"value\":[" + String.join(",", items) + "],\"nextLink\":" + nextLink + "}");
    }

    /** Tells the secret that the vault keeps beside a certificate. */
    private static String managed(Version version) {
        return version.contentType() != null && version.certificate() == null ? ",\"managed\":true" : "";
    }

    private static int number(String query, String parameter, int otherwise) {
        Matcher matcher = Pattern.compile("(?:^|&)" + parameter + "=(\\d+)").matcher(query);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }

    private static String attributes(Version version) {
        Instant expires = version.expires();
        return "{\"enabled\":" + version.enabled()
                + (expires == null ? "" : ",\"exp\":" + expires.getEpochSecond())
                + ",\"created\":" + version.created().getEpochSecond() + ",\"updated\":"
                + version.created().getEpochSecond() + ",\"recoveryLevel\":\"Recoverable+Purgeable\"}";
    }

    /** Returns the body of a refusal as Key Vault writes it. */
    static String error(String code, String message) {
        return "{\"error\":{\"code\":" + quoted(code) + ",\"message\":" + quoted(message) + "}}";
    }

    private static String forbidden(String reason, String message) {
        return "{\"error\":{\"code\":\"Forbidden\",\"message\":" + quoted(message) + ",\"innererror\":{\"code\":"
                + quoted(reason) + "}}}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static byte[] der(TestCertificate certificate) {
        try {
            return certificate.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("cannot encode a certificate", e);
        }
    }

    private static byte[] sha1(byte[] der) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(der);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-1 is part of every JDK", e);
        }
    }
}
