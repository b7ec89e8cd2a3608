package io.einvoicing.http.api.internal;

import io.einvoicing.http.api.ProblemType;
import io.einvoicing.usage.UsageFeed;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Refuses a body over the limit: at once if its length is announced, else as soon as the limit is passed.
 *
 * <p>What is left of it is thrown away unread by anybody, up to {@value #DISCARDED_BYTES} bytes: most clients read the answer only
 * when they have sent all. A sender of more finds the connection closed.
 *
 * <p>A body also waits for another time if it and those of the requests under way are more than a share of the node's memory: what
 * is made of a body may take thirty times as much. One alone is always read.
 */
@Secured
@Priority(Priorities.ENTITY_CODER)
public final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {
    private static final System.Logger LOG = System.getLogger("io.einvoicing.http");

    /** Room for everything in a submission but the document. */
    private static final long ENVELOPE_BYTES = 1_000_000;

    /** A batch of usage with the longest keys and names, every character of them escaped. */
    private static final long BATCH_BYTES = UsageFeed.MAX_BATCH * 4_000L;

    private static final String BATCH = "usage/entries/batch";

    private static final long DISCARDED_BYTES = 64_000_000;
    private static final int MEMORY_PER_BYTE = 32;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final long maxDocumentBytes;
    private final long maxDocumentRequestBytes;
    private final long maxBytesAtOnce = Runtime.getRuntime().maxMemory() / MEMORY_PER_BYTE;
    private final AtomicLong bytesAtOnce = new AtomicLong();

    /** Allows for a document of the size in base64, which takes a third more. */
    BodyLimit(long maxDocumentBytes) {
        this.maxDocumentBytes = maxDocumentBytes;
        this.maxDocumentRequestBytes = Math.addExact(Math.multiplyExact(maxDocumentBytes / 3 + 1, 4L), ENVELOPE_BYTES);
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        long length = declaredLength(request);
        boolean batch = request.getUriInfo().getPath().endsWith(BATCH);
        long maxBytes = batch ? BATCH_BYTES : maxDocumentRequestBytes;
        if (length > maxBytes) {
            if (length <= DISCARDED_BYTES) {
                discard(request.getEntityStream());
            }
            throw tooLarge(maxBytes);
        }
        Bounded body = new Bounded(request.getEntityStream(), maxBytes);
        request.setEntityStream(body);
        request.setProperty(Bounded.class.getName(), body);
    }

    /** Forgets the body of the request, which is answered. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(Bounded.class.getName()) instanceof Bounded body) {
            body.forget();
        }
    }

    private static long declaredLength(ContainerRequestContext request) {
        String header = request.getHeaderString("Content-Length");
        try {
            return header == null ? -1 : Long.parseLong(header.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static void discard(InputStream body) throws IOException {
        byte[] bytes = new byte[64 * 1_024];
        long discarded = 0;
        for (int read = body.read(bytes); read >= 0 && discarded < DISCARDED_BYTES; read = body.read(bytes)) {
            discarded += read;
        }
    }

    private ProblemException tooLarge(long maxBytes) {
        String remedy = maxBytes == maxDocumentRequestBytes
                ? "enough for a document of " + maxDocumentBytes + " bytes: send a smaller document"
                : "enough for " + UsageFeed.MAX_BATCH + " entries: send fewer at once";
        return new ProblemException(
                ProblemType.TOO_LARGE,
                "the request has more than " + maxBytes + " bytes, " + remedy + "; nothing was stored");
    }

    private static ProblemException busy() {
        return ProblemException.laterAgain(
                "the node reads too many large requests at this moment: repeat the same request; nothing was stored",
                RETRY_AFTER_SECONDS);
    }

    @FunctionalInterface
    private interface Reading {
        int read() throws IOException;
    }

    /** Blames the sender for what cannot be received: it stopped in the middle, or broke the encoding that it announced. */
    private static int received(Reading reading) {
        try {
            return reading.read();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a request's body could not be received", e);
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "the body could not be read to its end: send it whole, in the encoding that its headers say");
        }
    }

    private final class Bounded extends FilterInputStream {
        private final long maxBytes;
        private long left;
        private long held;

        Bounded(InputStream body, long maxBytes) {
            super(body);
            this.maxBytes = maxBytes;
            this.left = maxBytes;
        }

        @Override
        public int read() throws IOException {
            int value = received(super::read);
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = received(() -> super.read(bytes, offset, length));
            count(Math.max(0, read));
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            count(skipped);
            return skipped;
        }

        private void count(long bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                discard(in);
                throw tooLarge(maxBytes);
            }
            held += bytes;
            if (bytesAtOnce.addAndGet(bytes) > Math.max(maxBytesAtOnce, held)) {
                discard(in);
                throw busy();
            }
        }

        void forget() {
            bytesAtOnce.addAndGet(-held);
            held = 0;
        }
    }
}
