package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.kernel.Finding;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An error answer in the form of RFC 9457, media type {@value #MEDIA_TYPE}.
 *
 * @param type what kind of problem, see {@link ProblemType}
 * @param title the kind in a few words
 * @param status the HTTP status
 * @param detail what was wrong in this case, and what to do
 * @param instance path of the request
 * @param findings every single fault, each with its place and remedy
 * @param submission the submission that stands in the way
 * @param candidates the feature setups that were considered
 * @param available documents that can still be reserved, where that is the problem
 * @param expectedRevision the revision of a change whose author did not know the current one
 * @param currentRevision the revision that the resource has instead
 * @param current the resource as it is now, in the form of the operation that reads it
 * @param endpoint the service to call instead, where the tenant lives in another geography
 * @param correlation under which the service's log has the details
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">Source: RFC 9457</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        Optional<String> instance,
        List<Finding> findings,
        Optional<UUID> submission,
        List<Candidate> candidates,
        Optional<Long> available,
        Optional<Long> expectedRevision,
        Optional<Long> currentRevision,
        Optional<JsonNode> current,
        Optional<URI> endpoint,
        Optional<UUID> correlation) {
    /** Media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        findings = List.copyOf(findings);
        candidates = List.copyOf(candidates);
        current = current.filter(representation -> !representation.isNull());
    }

    /**
     * A feature setup that was considered for a document.
     *
     * @param feature name of the feature
     * @param version number of its version
     * @param setup name of the setup
     * @param appliesIf the applicability rule as a person reads it
     * @param failed the clauses that do not hold
     */
    public record Candidate(String feature, int version, String setup, String appliesIf, List<String> failed) {}

    /** Creates a problem without particulars. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                detail,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public Problem at(String path) {
        return new Problem(
                type,
                title,
                status,
                detail,
                Optional.of(path),
                findings,
                submission,
                candidates,
                available,
                expectedRevision,
                currentRevision,
                current,
                endpoint,
                correlation);
    }

    public Problem withFindings(List<Finding> all) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                all,
                submission,
                candidates,
                available,
                expectedRevision,
                currentRevision,
                current,
                endpoint,
                correlation);
    }

    public Problem withSubmission(UUID id) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                findings,
                Optional.of(id),
                candidates,
                available,
                expectedRevision,
                currentRevision,
                current,
                endpoint,
                correlation);
    }

    public Problem withCandidates(List<Candidate> considered) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                findings,
                submission,
                considered,
                available,
                expectedRevision,
                currentRevision,
                current,
                endpoint,
                correlation);
    }

    public Problem withAvailable(long documents) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                findings,
                submission,
                candidates,
                Optional.of(documents),
                expectedRevision,
                currentRevision,
                current,
                endpoint,
                correlation);
    }

    /** Returns it with the revision that the caller expected, and the resource as it is now. */
    public Problem withRevisions(long expected, long stored, JsonNode representation) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                findings,
                submission,
                candidates,
                available,
                Optional.of(expected),
                Optional.of(stored),
                Optional.of(representation),
                endpoint,
                correlation);
    }

    public Problem withEndpoint(URI service) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                findings,
                submission,
                candidates,
                available,
                expectedRevision,
                currentRevision,
                current,
                Optional.of(service),
                correlation);
    }

    public Problem withCorrelation(UUID id) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                findings,
                submission,
                candidates,
                available,
                expectedRevision,
                currentRevision,
                current,
                endpoint,
                Optional.of(id));
    }
}
