package io.einvoicing.http.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens of the Microsoft Entra ID shape, versions 1.0 and 2.0. Thread-safe.
 *
 * <p>Accepted are signatures RS256, PS256 and ES256 by a key of the issuer's set, the configured issuer and audience, and a time
 * between {@code nbf} and {@code exp} with {@value #SKEW_SECONDS} s of tolerance. The caller is the token's {@code oid} in its
 * {@code tid}; {@code azp} or {@code appid} is the client application. A token is app-only if {@code idtyp} says {@code app}, or, where
 * that optional claim is not configured, if there is no {@code scp}, which only tokens with a user bear. Values of {@code roles}
 * that are no {@link Role} in lower case are ignored.
 *
 * @see <a href="https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference">Source: Access token claims
 *     reference</a>
 */
public final class EntraTokenVerifier implements TokenVerifier {
    /** Tolerated difference of clocks in seconds. */
    public static final int SKEW_SECONDS = 60;

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);
    private static final Duration KEY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEY_LIFETIME = Duration.ofHours(1);
    private static final int KEY_SET_BYTES = 1_000_000;

    private final TrustedIssuer trusted;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private EntraTokenVerifier(TrustedIssuer trusted, JWKSource<SecurityContext> keys, InstantSource clock) {
        this.trusted = trusted;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier(trusted.audiences(), clock));
    }

    /**
     * Trusts the keys that the issuer publishes; they are cached for an hour, and read again when a token names an unknown one,
     * at most every 30 s.
     *
     * @param keys address of the JWK set; {@code https}, or {@code http} on loopback
     */
    public static EntraTokenVerifier withKeysAt(URI keys, TrustedIssuer trusted, InstantSource clock) {
        if (!"https".equals(keys.getScheme()) && !isLoopback(keys)) {
            throw new IllegalArgumentException("the address of the issuer's keys must be https, was " + keys);
        }
        int timeout = Math.toIntExact(KEY_TIMEOUT.toMillis());
        try {
            return new EntraTokenVerifier(
                    trusted,
                    JWKSourceBuilder.create(keys.toURL(), new DefaultResourceRetriever(timeout, timeout, KEY_SET_BYTES))
                            .cache(KEY_LIFETIME.toMillis(), KEY_TIMEOUT.toMillis() * 2)
                            .refreshAheadCache(false)
                            .rateLimited(30_000)
                            .retrying(true)
                            .build(),
                    clock);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("the address of the issuer's keys must be a URL, was " + keys, e);
        }
    }

    /** Trusts the keys in a file with a JWK set; it is read once, now. */
    public static EntraTokenVerifier withKeysIn(Path file, TrustedIssuer trusted, InstantSource clock)
            throws IOException {
        try {
            return withKeys(JWKSet.load(file.toFile()), trusted, clock);
        } catch (ParseException e) {
            throw new IOException(file + " is no JWK set", e);
        }
    }

    static EntraTokenVerifier withKeys(JWKSet keys, TrustedIssuer trusted, InstantSource clock) {
        return new EntraTokenVerifier(trusted, new ImmutableJWKSet<>(keys.toPublicJWKSet()), clock);
    }

    private static boolean isLoopback(URI keys) {
        return "http".equals(keys.getScheme())
                && Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(keys.getHost()));
    }

    @Override
    public Caller verify(String token) throws InvalidTokenException {
        JWTClaimsSet claims = verified(token);
        try {
            String tenant = required(claims, "tid");
            String issuer = trusted.issuerFor(tenant);
            if (!issuer.equals(claims.getIssuer())) {
                throw new InvalidTokenException("the token was issued by another issuer than " + issuer, null);
            }
            PrincipalId principal = PrincipalId.parse(required(claims, "oid"));
            String application = claims.getStringClaim("azp");
            return new Caller(
                    TenantId.parse(tenant),
                    principal,
                    isAppOnly(claims) ? Caller.Kind.APPLICATION : Caller.Kind.USER,
                    displayName(claims, principal),
                    Require.uuid("client application", application == null ? required(claims, "appid") : application),
                    roles(claims, TenantId.parse(tenant)));
        } catch (ParseException | IllegalArgumentException e) {
            throw new InvalidTokenException("a claim of the token has an unexpected form: " + e.getMessage(), e);
        }
    }

    private JWTClaimsSet verified(String token) throws InvalidTokenException {
        try {
            return processor.process(token, null);
        } catch (BadJOSEException e) {
            throw new InvalidTokenException(String.valueOf(e.getMessage()), e);
        } catch (RateLimitReachedException e) {
            throw new InvalidTokenException("the token is signed with a key that the issuer does not publish", e);
        } catch (KeySourceException e) {
            throw new SigningKeysUnavailableException("the token issuer's keys could not be read", e);
        } catch (ParseException | JOSEException e) {
            throw new InvalidTokenException("the bearer token " + fault(token), e);
        }
    }

    /** Says what is malformed, never with a part of the token. */
    private static String fault(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return "must be a signed JSON Web Token of three parts joined by dots, has " + parts.length;
        }
        try {
            JSONObjectUtils.parse(new Base64URL(parts[0]).decodeToString());
            return "is no signed JSON Web Token";
        } catch (ParseException e) {
            return "must begin with a header that is a JSON object in base64url";
        }
    }

    private static boolean isAppOnly(JWTClaimsSet claims) throws ParseException {
        String type = claims.getStringClaim("idtyp");
        return type == null ? claims.getStringClaim("scp") == null : type.equals("app");
    }

    private static String required(JWTClaimsSet claims, String name) throws ParseException, InvalidTokenException {
        String value = claims.getStringClaim(name);
        if (value == null || value.isBlank()) {
            throw new InvalidTokenException("the token lacks the claim " + name, null);
        }
        return value;
    }

    private static String displayName(JWTClaimsSet claims, PrincipalId principal) throws ParseException {
        for (String claim : List.of("preferred_username", "upn", "name", "app_displayname")) {
            @Nullable String value = claims.getStringClaim(claim);
            if (value != null && !value.isBlank()) {
                String line = value.replaceAll("\\p{Cntrl}", " ").strip();
                return line.length() <= Require.NAME_LENGTH
                        ? line
                        : line.substring(0, Require.NAME_LENGTH).strip();
            }
        }
        return principal.toString();
    }

    private Set<Role> roles(JWTClaimsSet claims, TenantId tenant) throws ParseException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<String> granted = claims.getStringListClaim("roles");
        for (Role role : Role.values()) {
            boolean claimed = granted != null && granted.contains(role.name().toLowerCase(Locale.ROOT));
            if (claimed && trusted.mayBear(tenant, role)) {
                roles.add(role);
            }
        }
        return roles;
    }

    /** Checks audience and times against the clock that was given. */
    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        ClaimsVerifier(Set<String> audiences, InstantSource clock) {
            super(audiences, new JWTClaimsSet.Builder().build(), Set.of("exp", "iss", "tid", "oid"), Set.of());
            this.clock = clock;
            setMaxClockSkew(SKEW_SECONDS);
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
