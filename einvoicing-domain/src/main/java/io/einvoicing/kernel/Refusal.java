package io.einvoicing.kernel;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Why an administrative operation was refused; nothing was changed.
 *
 * @param kind what sort of refusal it is
 * @param message what was wrong, for a person
 * @param findings every single fault, each with its remedy; may be empty
 * @param revisions which revision the caller expected; present exactly for {@link Kind#STALE}
 * @param endpoint the service to call instead; present only for {@link Kind#WRONG_GEOGRAPHY}
 */
public record Refusal(
        Kind kind, String message, List<Finding> findings, Optional<Revisions> revisions, Optional<URI> endpoint) {
    public Refusal {
        findings = List.copyOf(findings);
        if (revisions.isPresent() != (kind == Kind.STALE)) {
            throw new IllegalArgumentException("revisions belong to STALE and to no other refusal, was " + kind);
        }
    }

    /** Creates the refusal of anything but a stale revision. */
    public Refusal(Kind kind, String message, List<Finding> findings) {
        this(kind, message, findings, Optional.empty(), Optional.empty());
    }

    /**
     * The revisions that a stale write confused.
     *
     * @param expected the revision that the caller read
     * @param current the revision that is stored; absent if another write won at the same instant, so that nobody read it
     */
    public record Revisions(long expected, Optional<Long> current) {}

    /** Sort of refusal; a REST adapter maps each to one status code. */
    public enum Kind {
        /** The caller lacks a role or permission. */
        FORBIDDEN,
        /** The service does not know the caller's tenant. */
        UNKNOWN_TENANT,
        /** The caller's tenant lives in another geography; {@code endpoint} is the service to call. */
        WRONG_GEOGRAPHY,
        /** There is no such thing in the caller's tenant. */
        NOT_FOUND,
        /** Somebody else changed it meanwhile: read it again and repeat. */
        STALE,
        /** The name or key is taken. */
        DUPLICATE,
        /** Its state does not allow the operation. */
        CONFLICT,
        /** The tenant has not yet set which service it configures. */
        SERVICE_PARAMETERS_MISSING,
        /** The content has faults; the findings name them all. */
        INVALID
    }

    public static Refusal forbidden(String message) {
        return new Refusal(Kind.FORBIDDEN, message, List.of());
    }

    public static Refusal notFound(String what) {
        return new Refusal(Kind.NOT_FOUND, what + " does not exist", List.of());
    }

    /** Returns the refusal of a write whose author read another revision than the current one. */
    public static Refusal stale(String what, long expected, long current) {
        return stale(what, expected, Optional.of(current));
    }

    /** Returns the refusal of a write that lost against another one at the same time. */
    public static Refusal stale(String what, long expected) {
        return stale(what, expected, Optional.empty());
    }

    private static Refusal stale(String what, long expected, Optional<Long> current) {
        return new Refusal(
                Kind.STALE,
                what + " was changed by somebody else after revision " + expected
                        + current.map(revision -> " and is at revision " + revision)
                                .orElse("")
                        + ": read it again and repeat",
                List.of(),
                Optional.of(new Revisions(expected, current)),
                Optional.empty());
    }

    /** Returns the refusal of a member whose value only one may have. */
    public static Refusal duplicate(String field, String message, String remedy) {
        return new Refusal(Kind.DUPLICATE, message + ": " + remedy, List.of(Finding.error(field, message, remedy)));
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
