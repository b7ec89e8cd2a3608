package io.einvoicing.http.api;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The filter of the submission log in a body; what is absent does not restrict. Its members mean what the query parameters of the same
 * name mean.
 *
 * @param environment only submissions to this environment
 * @param status only submissions in one of these statuses; absent = in any
 * @param pendingReason only PENDING submissions that wait for this
 * @param needsPerson true: only submissions that FAILED, or are PENDING and do not go on by themselves
 * @param invoiceStatus only submissions with this verdict of the authority
 * @param feature only submissions that this feature processes
 * @param kind only submissions of this kind
 * @param parent only submissions related to this one
 * @param legalEntity only documents of this legal entity
 * @param documentContext only documents of this context
 * @param sourceRecord only the document of this record in the ERP
 * @param sourceRecordStart only documents whose record begins with this
 * @param submittedFrom only submissions accepted at this instant or later
 * @param submittedTo only submissions accepted before this instant
 * @param counting only submissions that are counted, or not, for this reason
 */
public record SubmissionFilterForm(
        Optional<EnvironmentId> environment,
        Optional<List<SubmissionStatus>> status,
        Optional<PendingReason> pendingReason,
        Optional<Boolean> needsPerson,
        Optional<InvoiceStatus> invoiceStatus,
        Optional<FeatureId> feature,
        Optional<SubmissionKind> kind,
        Optional<SubmissionId> parent,
        Optional<String> legalEntity,
        Optional<String> documentContext,
        Optional<String> sourceRecord,
        Optional<String> sourceRecordStart,
        Optional<Instant> submittedFrom,
        Optional<Instant> submittedTo,
        Optional<Counting> counting) {
    /** Returns the form of a filter. */
    public static SubmissionFilterForm of(SubmissionFilter filter) {
        return new SubmissionFilterForm(
                filter.environment(),
                Optional.of(filter.statuses().stream().sorted().toList()).filter(statuses -> !statuses.isEmpty()),
                filter.pendingReason(),
                filter.needsPerson() ? Optional.of(true) : Optional.empty(),
                filter.invoiceStatus(),
                filter.feature(),
                filter.kind(),
                filter.parent(),
                filter.legalEntity(),
                filter.documentContext(),
                filter.sourceRecord(),
                filter.sourceRecordStart(),
                filter.submittedFrom(),
                filter.submittedTo(),
                filter.counting());
    }

    /**
     * Returns the filter.
     *
     * @throws IllegalArgumentException if a part is none that a submission can have
     */
    public SubmissionFilter filter() {
        return new SubmissionFilter(
                environment,
                status.map(Set::copyOf).orElseGet(Set::of),
                pendingReason,
                needsPerson.orElse(false),
                invoiceStatus,
                feature,
                kind,
                parent,
                legalEntity,
                documentContext,
                sourceRecord,
                sourceRecordStart,
                submittedFrom,
                submittedTo,
                counting);
    }
}
