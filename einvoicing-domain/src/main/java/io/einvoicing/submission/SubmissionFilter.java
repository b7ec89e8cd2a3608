package io.einvoicing.submission;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.Require;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which submissions of a tenant are meant; empty parts do not restrict.
 *
 * @param environment only submissions to this environment
 * @param statuses only submissions in one of these statuses
 * @param pendingReason only PENDING submissions that wait for this
 * @param needsPerson only submissions that FAILED, or are PENDING and do not go on by themselves
 * @param invoiceStatus only submissions with this verdict of the authority
 * @param feature only submissions processed by this feature
 * @param kind only submissions of this kind
 * @param parent only submissions related to this one
 * @param legalEntity only documents of this legal entity; compares exactly
 * @param documentContext only documents of this context; compares exactly
 * @param sourceRecord only the document of this record; compares exactly
 * @param sourceRecordStart only documents whose record begins with this; upper and lower case differ
 * @param submittedFrom only submissions accepted at this instant or later
 * @param submittedTo only submissions accepted before this instant
 * @param counting only submissions that are counted, or not, for this reason
 */
public record SubmissionFilter(
        Optional<EnvironmentId> environment,
        Set<SubmissionStatus> statuses,
        Optional<PendingReason> pendingReason,
        boolean needsPerson,
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
    /** Does not restrict. */
    public static final SubmissionFilter ALL = builder().build();

    public SubmissionFilter {
        statuses = Set.copyOf(statuses);
        legalEntity.ifPresent(text -> Require.line("legalEntity", text, 64));
        documentContext.ifPresent(text -> Require.line("documentContext", text, 64));
        sourceRecord.ifPresent(text -> Require.line("sourceRecord", text, 128));
        sourceRecordStart.ifPresent(text -> Require.line("sourceRecordStart", text, 128));
    }

    /** Returns a builder that does not restrict yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns this filter for one environment only. */
    public SubmissionFilter to(EnvironmentId only) {
        return new Builder(this).environment(only).build();
    }

    /** Returns this filter for these statuses only. */
    public SubmissionFilter in(Set<SubmissionStatus> only) {
        return new Builder(this).statuses(only).build();
    }

    /** Returns this filter for submissions only whose call has an unknown outcome that a person has to decide about. */
    public SubmissionFilter undecided() {
        return new Builder(this)
                .pendingReason(PendingReason.OUTCOME_UNKNOWN)
                .needsPerson()
                .build();
    }

    /** Tells whether the submission is meant. */
    public boolean matches(Submission submission) {
        Submission.Order order = submission.order();
        return matches(environment, order.environment())
                && (statuses.isEmpty() || statuses.contains(submission.status()))
                && (pendingReason.isEmpty()
                        || submission.status() == SubmissionStatus.PENDING
                                && pendingReason.equals(submission.pendingReason()))
                && (!needsPerson || submission.status() == SubmissionStatus.FAILED || submission.needsPerson())
                && (invoiceStatus.isEmpty() || invoiceStatus.equals(submission.invoiceStatus()))
                && matches(feature, order.feature())
                && matches(kind, order.kind())
                && (parent.isEmpty() || parent.equals(order.parent()))
                && matches(legalEntity, order.document().legalEntity())
                && matches(documentContext, order.document().documentContext())
                && matches(sourceRecord, order.document().sourceRecord())
                && sourceRecordStart
                        .map(order.document().sourceRecord()::startsWith)
                        .orElse(true)
                && submittedFrom
                        .map(from -> !order.submittedAt().isBefore(from))
                        .orElse(true)
                && submittedTo.map(order.submittedAt()::isBefore).orElse(true)
                && matches(counting, submission.counting());
    }

    private static <T> boolean matches(Optional<T> wanted, T value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    /** Restricts a filter part by part. Not thread-safe. */
    public static final class Builder {
        private Optional<EnvironmentId> environment = Optional.empty();
        private Set<SubmissionStatus> statuses = Set.of();
        private Optional<PendingReason> pendingReason = Optional.empty();
        private boolean needsPerson;
        private Optional<InvoiceStatus> invoiceStatus = Optional.empty();
        private Optional<FeatureId> feature = Optional.empty();
        private Optional<SubmissionKind> kind = Optional.empty();
        private Optional<SubmissionId> parent = Optional.empty();
        private Optional<String> legalEntity = Optional.empty();
        private Optional<String> documentContext = Optional.empty();
        private Optional<String> sourceRecord = Optional.empty();
        private Optional<String> sourceRecordStart = Optional.empty();
        private Optional<Instant> submittedFrom = Optional.empty();
        private Optional<Instant> submittedTo = Optional.empty();
        private Optional<Counting> counting = Optional.empty();

        private Builder() {}

        private Builder(SubmissionFilter begun) {
            environment = begun.environment;
            statuses = begun.statuses;
            pendingReason = begun.pendingReason;
            needsPerson = begun.needsPerson;
            invoiceStatus = begun.invoiceStatus;
            feature = begun.feature;
            kind = begun.kind;
            parent = begun.parent;
            legalEntity = begun.legalEntity;
            documentContext = begun.documentContext;
            sourceRecord = begun.sourceRecord;
            sourceRecordStart = begun.sourceRecordStart;
            submittedFrom = begun.submittedFrom;
            submittedTo = begun.submittedTo;
            counting = begun.counting;
        }

        public Builder environment(EnvironmentId value) {
            environment = Optional.of(value);
            return this;
        }

        public Builder status(SubmissionStatus... values) {
            return statuses(Set.of(values));
        }

        public Builder statuses(Set<SubmissionStatus> values) {
            statuses = values;
            return this;
        }

        public Builder pendingReason(PendingReason value) {
            pendingReason = Optional.of(value);
            return this;
        }

        public Builder needsPerson() {
            needsPerson = true;
            return this;
        }

        public Builder invoiceStatus(InvoiceStatus value) {
            invoiceStatus = Optional.of(value);
            return this;
        }

        public Builder feature(FeatureId value) {
            feature = Optional.of(value);
            return this;
        }

        public Builder kind(SubmissionKind value) {
            kind = Optional.of(value);
            return this;
        }

        public Builder parent(SubmissionId value) {
            parent = Optional.of(value);
            return this;
        }

        public Builder legalEntity(String value) {
            legalEntity = Optional.of(value);
            return this;
        }

        public Builder documentContext(String value) {
            documentContext = Optional.of(value);
            return this;
        }

        public Builder sourceRecord(String value) {
            sourceRecord = Optional.of(value);
            return this;
        }

        public Builder sourceRecordStart(String value) {
            sourceRecordStart = Optional.of(value);
            return this;
        }

        public Builder submittedFrom(Instant value) {
            submittedFrom = Optional.of(value);
            return this;
        }

        public Builder submittedTo(Instant value) {
            submittedTo = Optional.of(value);
            return this;
        }

        public Builder counting(Counting value) {
            counting = Optional.of(value);
            return this;
        }

        public SubmissionFilter build() {
            return new SubmissionFilter(
                    environment,
                    statuses,
                    pendingReason,
                    needsPerson,
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
}
