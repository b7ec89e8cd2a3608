package io.einvoicing.xml.transform.internal;

import java.io.ByteArrayOutputStream;

/** Collects a result and stops it at its largest size. */
public final class BoundedOutput extends ByteArrayOutputStream {
    private final int maxBytes;

    /** Creates an empty output. */
    public BoundedOutput(int maxBytes) {
        super(Math.min(maxBytes, 16_384));
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void write(int b) {
        checkRoom(1);
        super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        checkRoom(length);
        super.write(bytes, offset, length);
    }

    private void checkRoom(int length) {
        if (length > maxBytes - count) {
            throw new TooLargeException();
        }
    }

    /** Unwinds a stylesheet whose result is too large; an {@code xsl:try} cannot catch it. */
    public static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("the result is too large", null, false, false);
        }
    }
}
