package io.einvoicing.http.api;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every kind of problem that the API answers with; its URI is stable, title and status belong to it. */
public enum ProblemType {
    /** The body is not well-formed JSON. */
    MALFORMED_JSON(400, "The body is not well-formed JSON"),
    /** The body has a property that the operation does not know. */
    UNKNOWN_PROPERTY(400, "The body has an unknown property"),
    /** A value of the body, the path's query or a header is missing or not of its type or range. */
    INVALID_VALUE(400, "A value is missing or not acceptable"),
    /** The request is not of the form that HTTP or the operation demands. */
    BAD_REQUEST(400, "The request is not acceptable"),
    /** There is no bearer token. */
    TOKEN_MISSING(401, "A bearer token is needed"),
    /** The bearer token proves nothing. */
    TOKEN_INVALID(401, "The bearer token is not accepted"),
    /** The caller lacks a role or permission. */
    FORBIDDEN(403, "The caller may not do this"),
    /** The service does not know the caller's tenant. */
    UNKNOWN_TENANT(403, "The tenant does not use the service"),
    /** The environment does not list the caller. */
    NOT_LISTED(403, "The environment does not list the caller"),
    /** There is no such thing in the caller's tenant. */
    NOT_FOUND(404, "There is no such resource"),
    /** There is no environment of the name that a submission gives. */
    UNKNOWN_ENVIRONMENT(404, "There is no such environment"),
    /** The resource has no such operation. */
    METHOD_NOT_ALLOWED(405, "The resource has no such operation"),
    /** The answer exists in no form that the caller accepts. */
    NOT_ACCEPTABLE(406, "The answer is JSON"),
    /** The state of the resource does not allow the operation. */
    CONFLICT(409, "The state of the resource does not allow this"),
    /** The name or id is taken. */
    DUPLICATE(409, "The name is taken"),
    /** The environment was never published. */
    ENVIRONMENT_NOT_PUBLISHED(409, "The environment is not published"),
    /** The business document was submitted before with other content. */
    DOCUMENT_KEY_USED(409, "The document was submitted before with other content"),
    /** Another submission of the same business document is still in process. */
    DOCUMENT_IN_PROCESS(409, "The document is in process"),
    /** Nothing can be published or deployed before geography and endpoint of the service are set. */
    SERVICE_PARAMETERS_MISSING(409, "The service parameters are not set"),
    /** Somebody else changed the resource after the revision that the caller read. */
    STALE_REVISION(412, "The resource was changed meanwhile"),
    /** The document or the whole body is larger than allowed. */
    TOO_LARGE(413, "The document is too large"),
    /** The body's media type or character encoding is not accepted. */
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON in UTF-8"),
    /** The tenant lives in another geography; {@code endpoint} is the service to call. */
    WRONG_GEOGRAPHY(421, "The tenant is served in another geography"),
    /** The content has faults; the findings name them all. */
    INVALID_CONTENT(422, "The content has faults"),
    /** No feature setup applies to the document. */
    NO_APPLICABLE_FEATURE(422, "No feature applies to the document"),
    /** Several feature setups apply to the document. */
    AMBIGUOUS_FEATURES(422, "Several features apply to the document"),
    /** A write lacks the revision that the caller read. */
    REVISION_REQUIRED(428, "The revision is needed"),
    /** The service has a fault; its log has the details under the correlation id. */
    INTERNAL(500, "The service has a fault"),
    /** A part of the service's surroundings gives no answer. */
    UNAVAILABLE(503, "The service is unavailable");

    private static final String PREFIX = "urn:einvoicing:problem:";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Returns the HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** Returns what it is in a few words. */
    public String title() {
        return title;
    }

    /** Returns its URI, such as {@code urn:einvoicing:problem:document-key-used}. */
    public URI uri() {
        return URI.create(PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Returns the kind of problem that has the URI; empty for one that this release does not know. */
    public static Optional<ProblemType> of(URI uri) {
        return Arrays.stream(values()).filter(type -> type.uri().equals(uri)).findFirst();
    }
}
