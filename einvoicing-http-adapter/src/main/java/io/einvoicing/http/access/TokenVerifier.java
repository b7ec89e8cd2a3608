package io.einvoicing.http.access;

import io.einvoicing.access.Caller;

/** Tells from a bearer token who calls. Thread-safe. */
@FunctionalInterface
public interface TokenVerifier {
    /**
     * Verifies the token and returns its caller.
     *
     * @param token the compact serialization, without the scheme
     * @throws InvalidTokenException if the token proves nothing: forged, expired, for another audience, or without a claim that is
     *     needed
     * @throws SigningKeysUnavailableException if the issuer's keys could not be read; repeat later
     */
    Caller verify(String token) throws InvalidTokenException;
}
