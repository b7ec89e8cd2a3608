package io.einvoicing.http.call;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.http.call.internal.CheckedDns;
import io.einvoicing.http.call.internal.TlsIdentities;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls web services outside, under a policy and within bounds, and tells whether a call that failed can have been seen.
 *
 * <p>The addresses that the policy checked are the ones connected to. Redirects are not followed, nothing is repeated, nothing is
 * decompressed, no proxy, cookie or credential of the JVM is used; TLS is 1.2 or 1.3 with the host's name verified. Thread-safe.
 *
 * @since 0.1.0
 */
public final class OutboundHttp implements AutoCloseable {
    /**
     * A connection idle for longer is not used again: most servers close theirs after 5 seconds or more, and a request that crosses
     * the close would leave its outcome unknown.
     */
    private static final TimeValue REUSE = TimeValue.ofSeconds(1);

    private static final Pattern HANDSHAKE_ALERT =
            Pattern.compile("Received fatal alert: (bad_certificate|unsupported_certificate|certificate_revoked"
                    + "|certificate_expired|certificate_unknown|unknown_ca|certificate_required)");

    private static final int HEADER_LINE = 16_384;
    private static final int HEADERS = 200;

    private final OutboundPolicy policy;
    private final OutboundLimits limits;
    private final CallObserver observer;
    private final TlsIdentities identities;
    private final CloseableHttpClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool(new DaemonThreads());

    /** Opens a client that trusts the certificate authorities of the JVM. */
    public OutboundHttp(OutboundPolicy policy) {
        this(policy, CallObserver.NONE);
    }

    /**
     * Opens a client that trusts the certificate authorities of the JVM.
     *
     * @param observer is told of all calls
     */
    public OutboundHttp(OutboundPolicy policy, CallObserver observer) {
        this(policy, OutboundLimits.DEFAULT, TlsIdentities.systemTrust(), observer);
    }

    /**
     * Opens a client.
     *
     * @param trust whom to trust
     */
    public OutboundHttp(OutboundPolicy policy, OutboundLimits limits, X509TrustManager trust) {
        this(policy, limits, trust, CallObserver.NONE);
    }

    private OutboundHttp(OutboundPolicy policy, OutboundLimits limits, X509TrustManager trust, CallObserver observer) {
        this.observer = observer;
        this.policy = policy;
        this.limits = limits;
        this.identities = new TlsIdentities(trust);
        Timeout connect = Timeout.of(limits.connect());
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new CheckedDns(policy))
                .setTlsSocketStrategy((socket, target, port, attachment, context) ->
                        Call.of(context).identity.strategy().upgrade(socket, target, port, attachment, context))
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(HEADER_LINE)
                                .setMaxHeaderCount(HEADERS)
                                .build())
                        .build())
                .setMaxConnPerRoute(limits.connectionsPerHost())
                .setMaxConnTotal(limits.connections())
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(connections)
                .setKeepAliveStrategy((response, context) -> {
                    TimeValue asked =
                            DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
                    return asked != null && asked.compareTo(REUSE) < 0 ? asked : REUSE;
                })
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "sending", (request, scope, chain) -> {
                    Call.of(scope.clientContext).beforeSending();
                    return chain.proceed(request, scope);
                })
                .setUserTokenHandler((route, context) -> Call.of(context).identity)
                .setUserAgent("einvoicing")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /** Returns where this client may go. */
    public OutboundPolicy policy() {
        return policy;
    }

    /**
     * Makes the call. Returns within the request's timeout, whatever the other side does; never repeats the request.
     *
     * <p>If the thread is interrupted, the call is given up at once and the thread stays interrupted.
     */
    public OutboundResult exchange(OutboundRequest request) {
        Optional<String> refusal = policy.refusal(request.url());
        if (refusal.isPresent()) {
            return new OutboundResult.NotSent(refusal.get());
        }
        GuardedCall observed = GuardedCall.start(observer, request);
        return observed.ended(make(request, observed.headers(request)));
    }

    private OutboundResult make(OutboundRequest request, Map<String, String> headers) {
        Call call = new Call(request, headers);
        Future<OutboundResult> running = threads.submit(call);
        try {
            return running.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return call.giveUp("not finished within " + request.timeout().toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return call.giveUp("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the HTTP client failed", e.getCause());
        }
    }

    /** Closes all connections; calls that are under way end as if the connection had broken. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        threads.shutdown();
    }

    /** One call, run in a thread of its own, so that not even the look-up of a host can hold the caller beyond its timeout. */
    private final class Call implements Callable<OutboundResult> {
        private static final String ATTRIBUTE = "io.einvoicing.call";

        private enum Phase {
            /** Nothing was sent so far. */
            CONNECTING,
            /** From now on the other side may have seen the request. */
            SENDING,
            /** Given up before anything was sent; nothing may be sent any more. */
            GIVEN_UP
        }

        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CONNECTING);
        private final HttpUriRequestBase message;
        private final TlsIdentities.Identity identity;
        private final long startedAt = System.nanoTime();

        Call(OutboundRequest request, Map<String, String> headers) {
            message = new HttpUriRequestBase(request.method(), request.url());
            identity = identities.of(request.tls());
            request.body().ifPresent(content -> {
                message.setEntity(new ByteArrayEntity(content.bytes(), null));
                message.setHeader("Content-Type", content.mediaType());
            });
            headers.forEach(message::setHeader);
            Timeout timeout = Timeout.of(request.timeout());
            message.setConfig(RequestConfig.custom()
                    .setConnectionRequestTimeout(timeout)
                    .setResponseTimeout(timeout)
                    .setProtocolUpgradeEnabled(false)
                    .build());
        }

        static Call of(HttpContext context) {
            return (Call) context.getAttribute(ATTRIBUTE);
        }

        void beforeSending() throws InterruptedIOException {
            if (!phase.compareAndSet(Phase.CONNECTING, Phase.SENDING)) {
                throw new InterruptedIOException("given up");
            }
        }

        @Override
        public OutboundResult call() {
            HttpClientContext context = HttpClientContext.create();
            context.setAttribute(ATTRIBUTE, this);
            // A connection belongs to whom it was opened as: it serves only calls with the same client certificate.
            context.setUserToken(identity);
            try {
                return client.execute(message, context, this::read);
            } catch (IOException | RuntimeException e) {
                return e instanceof SSLException && (phase.get() == Phase.CONNECTING || isRefusedHandshake(e))
                        ? new OutboundResult.NotSent(reason(e), true)
                        : failed(reason(e));
            }
        }

        OutboundResult giveUp(String reason) {
            OutboundResult result = phase.compareAndSet(Phase.CONNECTING, Phase.GIVEN_UP)
                    ? new OutboundResult.NotSent(reason)
                    : failed(reason);
            message.cancel();
            return result;
        }

        private OutboundResult failed(String reason) {
            return phase.get() == Phase.SENDING
                    ? new OutboundResult.NoAnswer(reason)
                    : new OutboundResult.NotSent(reason);
        }

        private OutboundResult read(ClassicHttpResponse response) throws IOException {
            byte[] body = readBody(response);
            Map<String, String> headers = new HashMap<>();
            for (Header header : response.getHeaders()) {
                headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), String.valueOf(header.getValue()));
            }
            return new OutboundResult.Answered(
                    response.getCode(),
                    headers,
                    new DocumentContent(headers.getOrDefault("content-type", "application/octet-stream"), body),
                    Duration.ofNanos(System.nanoTime() - startedAt));
        }

        private byte[] readBody(ClassicHttpResponse response) throws IOException {
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                return new byte[0];
            }
            try {
                if (entity.getContentLength() <= limits.responseBytes()) {
                    InputStream content = entity.getContent();
                    byte[] body = content.readNBytes(limits.responseBytes());
                    if (content.read() < 0) {
                        return body;
                    }
                }
            } catch (IOException e) {
                throw new IOException("the answer with status " + response.getCode() + " broke off: " + reason(e), e);
            }
            message.cancel(); // else the client would read the rest
            throw new IOException("the answer with status " + response.getCode() + " has more than "
                    + limits.responseBytes() + " bytes");
        }
    }

    /**
     * Tells whether the server refused the client's certificate. In TLS 1.3 it says so when the client has begun to send already; these
     * alerts belong to the handshake alone, before whose end a server takes no request.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.2">Source: RFC 8446, section 6.2, error alerts</a>
     */
    private static boolean isRefusedHandshake(Exception e) {
        return HANDSHAKE_ALERT.matcher(String.valueOf(e.getMessage())).find();
    }

    /** Says what went wrong without repeating what the other side sent. */
    private static String reason(Exception e) {
        if (e.getCause() instanceof HttpException || e instanceof MalformedChunkCodingException) {
            return "the answer is not valid HTTP";
        }
        return e instanceof IOException && e.getMessage() != null
                ? e.getMessage()
                : e.getClass().getSimpleName();
    }

    private static final class DaemonThreads implements ThreadFactory {
        private final AtomicInteger number = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "einvoicing-call-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
