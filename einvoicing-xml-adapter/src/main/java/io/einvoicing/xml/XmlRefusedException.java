package io.einvoicing.xml;

import org.jspecify.annotations.Nullable;

/**
 * Says that bytes were not accepted as an XML document, why, where, and what to do.
 *
 * @since 0.1.0
 */
public final class XmlRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why the document was refused. */
    public enum Reason {
        /** It has a document type declaration. */
        DOCTYPE,
        /** It is larger than {@link XmlLimits#maxBytes()}. */
        TOO_LARGE,
        /** Its elements are nested deeper than {@link XmlLimits#maxDepth()}. */
        TOO_DEEP,
        /** It is not well-formed XML. */
        MALFORMED
    }

    private final Reason reason;
    private final int line;
    private final int column;

    XmlRefusedException(Reason reason, String message, int line, int column, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.line = line;
        this.column = column;
    }

    /** Returns why the document was refused. */
    public Reason reason() {
        return reason;
    }

    /** Returns the line counted from 1, or -1 if the refusal concerns no place in the document. */
    public int line() {
        return line;
    }

    /** Returns the column counted from 1, or -1 if the refusal concerns no place in the document. */
    public int column() {
        return column;
    }
}
