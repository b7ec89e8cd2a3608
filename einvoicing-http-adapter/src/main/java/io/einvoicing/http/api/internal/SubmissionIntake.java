package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.ProblemException.checked;

import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.http.api.NewSubmission;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.SubmitCommand;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Takes in one document, whether it comes alone or with others. */
final class SubmissionIntake {
    private final Submissions submissions;
    private final Documents documents;

    SubmissionIntake(Submissions submissions, Documents documents) {
        this.submissions = submissions;
        this.documents = documents;
    }

    Response submit(NewSubmission request, EnvironmentScope scope, Caller caller, UriInfo uri) {
        DocumentContent content = documents.content(
                request.content(), request.contentText(), request.contentBase64(), request.mediaType());
        SubmitCommand command = checked(
                "",
                () -> new SubmitCommand(
                        request.environment(), request.document(), request.context(), request.variables(), content));
        scope.requireSame(command.environment());
        return SubmitAnswers.answer(submissions.submit(caller, command), uri);
    }
}
