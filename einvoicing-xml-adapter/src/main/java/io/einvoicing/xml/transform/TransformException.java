package io.einvoicing.xml.transform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why a transformation gave no result, and where. Repeating it changes nothing, except after {@link Kind#TIME_LIMIT} on an
 * overloaded machine.
 *
 * @since 0.1.0
 */
public final class TransformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where the fault lies. */
    public enum Kind {
        /** The stylesheet is no valid XSLT 3.0, or uses what is not allowed. */
        STYLESHEET_INVALID,
        /** The input is not well-formed XML or JSON. */
        INPUT_MALFORMED,
        /** The stylesheet stopped: it refused the input, or made an error of its own. */
        STYLESHEET_STOPPED,
        /** It ran longer than {@link TransformLimits#time()}. */
        TIME_LIMIT,
        /** Its result is larger than {@link TransformLimits#outputBytes()}. */
        OUTPUT_LIMIT
    }

    /**
     * One thing that is wrong.
     *
     * @param line counted from 1 in the stylesheet, or in the input for {@link Kind#INPUT_MALFORMED}; -1 if it has no place
     * @param column counted from 1, or -1
     * @param message what is wrong
     */
    public record Fault(int line, int column, String message) {
        @Override
        public String toString() {
            if (line < 1) {
                return message;
            }
            return "line " + line + (column < 1 ? "" : ", column " + column) + ": " + message;
        }
    }

    private final Kind kind;
    private final transient List<Fault> faults;

    TransformException(Kind kind, String summary, List<Fault> faults, @Nullable Throwable cause) {
        super(
                summary
                        + (faults.isEmpty()
                                ? ""
                                : ": "
                                        + String.join(
                                                "; ",
                                                faults.stream()
                                                        .map(Fault::toString)
                                                        .toList())),
                cause);
        this.kind = kind;
        this.faults = List.copyOf(faults);
    }

    /** Returns where the fault lies. */
    public Kind kind() {
        return kind;
    }

    /** Returns everything that is wrong, each with its place; empty for the two limits. */
    public List<Fault> faults() {
        return faults;
    }
}
