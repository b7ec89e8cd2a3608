package io.einvoicing.kernel;

import java.util.List;

/**
 * Why an administrative operation was refused; nothing was changed.
 *
 * @param kind what sort of refusal it is
 * @param message what was wrong, for a person
 * @param findings every single fault, each with its remedy; may be empty
 */
public record Refusal(Kind kind, String message, List<Finding> findings) {
    public Refusal {
        findings = List.copyOf(findings);
    }

    /** Sort of refusal; a REST adapter maps each to one status code. */
    public enum Kind {
        /** The caller lacks a role or permission. */
        FORBIDDEN,
        /** There is no such thing in the caller's tenant. */
        NOT_FOUND,
        /** Somebody else changed it meanwhile: read it again and repeat. */
        STALE,
        /** The name or key is taken. */
        DUPLICATE,
        /** Its state does not allow the operation. */
        CONFLICT,
        /** The content has faults; the findings name them all. */
        INVALID
    }

    public static Refusal forbidden(String message) {
        return new Refusal(Kind.FORBIDDEN, message, List.of());
    }

    public static Refusal notFound(String what) {
        return new Refusal(Kind.NOT_FOUND, what + " does not exist", List.of());
    }

    public static Refusal stale(String what, long expected) {
        return new Refusal(
                Kind.STALE,
                what + " was changed by somebody else after revision " + expected + ": read it again and repeat",
                List.of());
    }

    public static Refusal duplicate(String message) {
        return new Refusal(Kind.DUPLICATE, message, List.of());
    }

    /** Returns the refusal of a content that collides with what is there, with what collides. */
    public static Refusal conflict(String message, List<Finding> findings) {
        return new Refusal(Kind.CONFLICT, message, findings);
    }

    public static Refusal conflict(String message) {
        return new Refusal(Kind.CONFLICT, message, List.of());
    }

    public static Refusal invalid(String message, List<Finding> findings) {
        return new Refusal(Kind.INVALID, message, findings);
    }
}
