package io.einvoicing.submission;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FieldValue;
import java.util.Map;

/**
 * A submission that refers to a former one and is about the same business document.
 *
 * @param kind CORRECTION, CANCELLATION or STATUS_CHANGE
 * @param context fields for applicability rules; the service adds {@link Submissions#SUBMISSION_KIND}
 * @param variables values of the FROM_CLIENT variables
 * @param content the business data to send
 */
public record RelatedCommand(
        SubmissionKind kind, Map<String, FieldValue> context, Map<String, String> variables, DocumentContent content) {
    public RelatedCommand {
        if (!kind.isRelated()) {
            throw new IllegalArgumentException("kind must be CORRECTION, CANCELLATION or STATUS_CHANGE, was " + kind);
        }
        context = Map.copyOf(context);
        variables = Map.copyOf(variables);
        SubmitCommand.check(context, variables, content);
    }
}
