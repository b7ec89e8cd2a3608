package io.einvoicing.http.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.einvoicing.access.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Issues tokens with its own RSA key, for demonstrations and development only: whoever holds the key is anybody. A service trusts it
 * only if it was wired with {@link #verifier}. Thread-safe.
 */
public final class DevelopmentIssuer {
    /** The {@code iss} claim of development tokens. */
    public static final String ISSUER = "urn:einvoicing:development";

    /** The {@code aud} claim of development tokens. */
    public static final String AUDIENCE = "einvoicing";

    private static final String KEY_FILE = "development-issuer.jwk";
    private static final int KEY_BITS = 2_048;

    private final RSAKey key;
    private final InstantSource clock;

    private DevelopmentIssuer(RSAKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Creates an issuer whose key is lost with it. */
    public static DevelopmentIssuer inMemory(InstantSource clock) {
        return new DevelopmentIssuer(newKey(), clock);
    }

    /**
     * Creates an issuer with the key kept in the folder, which it makes on first use; only the owner can read the file.
     *
     * @throws IOException if the key cannot be read or written
     */
    public static DevelopmentIssuer inFolder(Path folder, InstantSource clock) throws IOException {
        Path file = folder.resolve(KEY_FILE);
        if (!Files.exists(file)) {
            create(file);
        }
        try {
            return new DevelopmentIssuer(JWK.parse(Files.readString(file)).toRSAKey(), clock);
        } catch (ParseException e) {
            throw new IOException(file + " holds no key: delete it, and a new one is made", e);
        }
    }

    /** Returns an issuer with the same key and another clock. */
    public DevelopmentIssuer at(InstantSource other) {
        return new DevelopmentIssuer(key, other);
    }

    /** Issues a token. */
    public String issue(DevelopmentToken token) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(token.principal().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(token.lifetime())))
                .claim("tid", token.tenant().toString())
                .claim("oid", token.principal().toString())
                .claim("preferred_username", token.user())
                .claim("azp", token.application().toString())
                .claim("idtyp", token.kind() == Caller.Kind.USER ? "user" : "app")
                .claim(
                        "roles",
                        token.roles().stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList())
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        try {
            SignedJWT signed = new SignedJWT(header, claims);
            signed.sign(new RSASSASigner(key));
            return signed.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the development key cannot sign", e);
        }
    }

    /** Returns the verifier that trusts this issuer and no other. */
    public TokenVerifier verifier() {
        return EntraTokenVerifier.withKeys(
                new JWKSet(key), new TrustedIssuer(ISSUER, Set.of(AUDIENCE), Optional.empty()), clock);
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM makes no RSA keys", e);
        }
    }

    /** Writes a new key beside its place and moves it there, so that nobody reads half a key; an existing file stays. */
    private static void create(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = folder.resolve(KEY_FILE + "." + UUID.randomUUID());
        Files.createFile(draft, ownerOnly(folder));
        try {
            Files.writeString(draft, newKey().toJSONString(), StandardCharsets.UTF_8, StandardOpenOption.WRITE);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its key counts.
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
