package io.einvoicing.http.call.internal;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.einvoicing.http.call.OutboundTls;
import io.einvoicing.http.call.TlsVersion;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultPrivateKey;
import io.einvoicing.vault.VaultProvider;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ssl.TLS;
import org.jspecify.annotations.Nullable;

/**
 * As whom TLS connections are made. A certificate that was rotated is another identity; what is idle for long is forgotten.
 *
 * <p>Two calls have the same identity only with the very same key: one that another tenant claims for the same certificate is another.
 */
public final class TlsIdentities {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int MAX_IDENTITIES = 1_000;

    private final X509TrustManager trust;
    private final Cache<OutboundTls, Identity> identities = CacheBuilder.newBuilder()
            .maximumSize(MAX_IDENTITIES)
            .expireAfterAccess(IDLE)
            .build();

    /** How connections of one identity are made; equal only to itself. */
    public static final class Identity {
        private final TlsSocketStrategy strategy;

        private Identity(TlsSocketStrategy strategy) {
            this.strategy = strategy;
        }

        public TlsSocketStrategy strategy() {
            return strategy;
        }
    }

    /** Creates identities that trust the same servers. */
    public TlsIdentities(X509TrustManager trust) {
        this.trust = trust;
    }

    /** Returns trust in the certificate authorities of the JVM. */
    public static X509TrustManager systemTrust() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Stream.of(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM knows no certificate authorities", e);
        }
    }

    /** Returns the identity that a call asks for. */
    public Identity of(OutboundTls tls) {
        Identity known = identities.getIfPresent(tls);
        if (known == null) {
            known = identity(tls);
            identities.put(tls, known);
        }
        return known;
    }

    private Identity identity(OutboundTls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            Optional<KeyManager> keys = tls.client().map(TlsIdentities::keyManager);
            context.init(keys.map(each -> new KeyManager[] {each}).orElse(null), new TrustManager[] {trust}, null);
            return new Identity(ClientTlsStrategyBuilder.create()
                    .setSslContext(context)
                    .setTlsVersions(
                            tls.oldest() == TlsVersion.TLS_1_3
                                    ? new TLS[] {TLS.V_1_3}
                                    : new TLS[] {TLS.V_1_3, TLS.V_1_2})
                    .buildClassic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no TLS", e);
        }
    }

    private static KeyManager keyManager(VaultCertificate client) {
        // TLS names no provider for the signature; this one takes no keys but its own, and is asked last.
        Security.addProvider(VaultProvider.INSTANCE);
        return new ClientKey(client);
    }

    /** Shows the one certificate whenever the server asks for one of its sort. */
    private static final class ClientKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";

        private final X509Certificate[] chain;
        private final PrivateKey key;

        ClientKey(VaultCertificate client) {
            this.chain = client.chain().toArray(X509Certificate[]::new);
            this.key = VaultPrivateKey.of(client);
        }

        /** Shown also to a server that names other issuers: it refuses aloud then, instead of meeting nobody. */
        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return Stream.of(keyTypes).anyMatch(key.getAlgorithm()::equals) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chooseClientAlias(keyTypes, issuers, null);
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return keyType.equals(key.getAlgorithm()) ? new String[] {ALIAS} : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
