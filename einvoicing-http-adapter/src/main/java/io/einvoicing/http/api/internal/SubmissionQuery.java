package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.Requests.oneOf;
import static io.einvoicing.http.api.internal.Requests.query;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.Require;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filter of the submission log in query parameters. */
public final class SubmissionQuery {
    @QueryParam("environment")
    @Parameter(
            description = "Only submissions to the environment of this id; without meaning if the request is confined"
                    + " to one")
    public @Nullable String environment;

    @QueryParam("status")
    @Parameter(
            description = "Only submissions in this status; repeat the parameter for one of several",
            array = @ArraySchema(schema = @Schema(implementation = SubmissionStatus.class)))
    public @Nullable List<String> status;

    @QueryParam("pendingReason")
    @Parameter(
            description = "Only submissions that are PENDING for this reason",
            schema = @Schema(implementation = PendingReason.class))
    public @Nullable String pendingReason;

    @QueryParam("needsPerson")
    @Parameter(
            description = "true: only submissions that FAILED, or are PENDING and do not go on by themselves",
            schema = @Schema(type = "boolean"))
    public @Nullable String needsPerson;

    @QueryParam("invoiceStatus")
    @Parameter(description = "Only submissions with this verdict of the authority, such as REJECTED")
    public @Nullable String invoiceStatus;

    @QueryParam("feature")
    @Parameter(description = "Only submissions that the feature of this id processes")
    public @Nullable String feature;

    @QueryParam("kind")
    @Parameter(description = "Only submissions of this kind", schema = @Schema(implementation = SubmissionKind.class))
    public @Nullable String kind;

    @QueryParam("parent")
    @Parameter(description = "Only submissions related to the submission of this id")
    public @Nullable String parent;

    @QueryParam("legalEntity")
    @Parameter(description = "Only documents of this legal entity; compares exactly")
    public @Nullable String legalEntity;

    @QueryParam("documentContext")
    @Parameter(description = "Only documents of this context, such as \"Customer invoice\"; compares exactly")
    public @Nullable String documentContext;

    @QueryParam("sourceRecord")
    @Parameter(description = "Only the document of this record in the ERP; compares exactly")
    public @Nullable String sourceRecord;

    @QueryParam("sourceRecordStart")
    @Parameter(description = "Only documents whose record in the ERP begins with this; upper and lower case differ")
    public @Nullable String sourceRecordStart;

    @QueryParam("submittedFrom")
    @Parameter(description = "Only submissions accepted at this instant or later, such as 2026-11-23T10:15:30Z")
    public @Nullable String submittedFrom;

    @QueryParam("submittedTo")
    @Parameter(description = "Only submissions accepted before this instant")
    public @Nullable String submittedTo;

    @QueryParam("counting")
    @Parameter(
            description = "Only submissions that are counted as usage, or not, for this reason",
            schema = @Schema(implementation = Counting.class))
    public @Nullable String counting;

    /**
     * Returns the filter.
     *
     * @param confined the environment to which the request is confined; it goes before the one that is asked for
     */
    SubmissionFilter filter(Optional<EnvironmentId> confined) {
        Set<SubmissionStatus> statuses = new LinkedHashSet<>();
        for (String each : Optional.ofNullable(status).orElseGet(List::of)) {
            statuses.add(checked("status", () -> oneOf(SubmissionStatus.class).apply(each)));
        }
        return new SubmissionFilter(
                confined.or(() -> query("environment", EnvironmentId::parse, environment)),
                statuses,
                query("pendingReason", oneOf(PendingReason.class), pendingReason),
                query("needsPerson", SubmissionQuery::truth, needsPerson).orElse(false),
                query("invoiceStatus", InvoiceStatus::new, invoiceStatus),
                query("feature", FeatureId::parse, feature),
                query("kind", oneOf(SubmissionKind.class), kind),
                query("parent", SubmissionId::parse, parent),
                line("legalEntity", legalEntity, 64),
                line("documentContext", documentContext, 64),
                line("sourceRecord", sourceRecord, 128),
                line("sourceRecordStart", sourceRecordStart, 128),
                Requests.instant("submittedFrom", submittedFrom),
                Requests.instant("submittedTo", submittedTo),
                query("counting", oneOf(Counting.class), counting));
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false, was \"" + text + "\"");
        }
        return text.equals("true");
    }

    private static Optional<String> line(String name, @Nullable String text, int longest) {
        return query(name, given -> Require.line(name, given, longest), text);
    }
}
