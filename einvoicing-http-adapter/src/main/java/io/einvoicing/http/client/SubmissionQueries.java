package io.einvoicing.http.client;

import io.einvoicing.submission.SubmissionFilter;
import java.util.ArrayList;
import java.util.List;

/** Writes the filter of the submission log as query parameters. */
final class SubmissionQueries {
    private SubmissionQueries() {}

    static List<String> parameters(SubmissionFilter filter) {
        List<String> parameters = new ArrayList<>();
        filter.environment().ifPresent(value -> add(parameters, "environment", value));
        filter.statuses().forEach(value -> add(parameters, "status", value));
        filter.pendingReason().ifPresent(value -> add(parameters, "pendingReason", value));
        if (filter.needsPerson()) {
            add(parameters, "needsPerson", true);
        }
        filter.invoiceStatus().ifPresent(value -> add(parameters, "invoiceStatus", value));
        filter.feature().ifPresent(value -> add(parameters, "feature", value));
        filter.kind().ifPresent(value -> add(parameters, "kind", value));
        filter.parent().ifPresent(value -> add(parameters, "parent", value));
        filter.legalEntity().ifPresent(value -> add(parameters, "legalEntity", value));
        filter.documentContext().ifPresent(value -> add(parameters, "documentContext", value));
        filter.sourceRecord().ifPresent(value -> add(parameters, "sourceRecord", value));
        filter.sourceRecordStart().ifPresent(value -> add(parameters, "sourceRecordStart", value));
        filter.submittedFrom().ifPresent(value -> add(parameters, "submittedFrom", value));
        filter.submittedTo().ifPresent(value -> add(parameters, "submittedTo", value));
        filter.counting().ifPresent(value -> add(parameters, "counting", value));
        return parameters;
    }

    private static void add(List<String> parameters, String name, Object value) {
        parameters.add(name + "=" + ApiConnection.encoded(value));
    }
}
