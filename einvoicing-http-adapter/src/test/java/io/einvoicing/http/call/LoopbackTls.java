package io.einvoicing.http.call;

import io.einvoicing.testkit.data.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS for servers on loopback. */
final class LoopbackTls {
    private LoopbackTls() {}

    /** Returns sockets of a server that shows the certificate. */
    static ServerSocketFactory showing(TestCertificate certificate) throws GeneralSecurityException, IOException {
        return context(certificate, null).getServerSocketFactory();
    }

    /** Returns sockets of a server that also requires a client certificate that the authority issued. */
    static ServerSocketFactory requiring(X509Certificate authority, TestCertificate certificate, String... protocols)
            throws GeneralSecurityException, IOException {
        return new RequiringClients(context(certificate, trusting(authority)).getServerSocketFactory(), protocols);
    }

    static X509TrustManager trusting(X509Certificate... certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < certificates.length; i++) {
            store.setCertificateEntry("trusted" + i, certificates[i]);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return Stream.of(trust.getTrustManagers())
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static SSLContext context(
            TestCertificate certificate, @org.jspecify.annotations.Nullable X509TrustManager clients)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(certificate.pkcs12("password")), "password".toCharArray());
        keys.init(store, "password".toCharArray());
        context.init(keys.getKeyManagers(), clients == null ? null : new TrustManager[] {clients}, null);
        return context;
    }

    private static final class RequiringClients extends ServerSocketFactory {
        private final ServerSocketFactory factory;
        private final String[] protocols;

        RequiringClients(ServerSocketFactory factory, String... protocols) {
            this.factory = factory;
            this.protocols = protocols;
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            SSLServerSocket socket = (SSLServerSocket) factory.createServerSocket(port, backlog, address);
            socket.setNeedClientAuth(true);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }
    }
}
