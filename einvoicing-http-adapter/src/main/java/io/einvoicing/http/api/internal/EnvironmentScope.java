package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.http.api.EinvoicingApi;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.ws.rs.HeaderParam;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** To which environment an ERP confines a request: it sees nothing of the others. */
public final class EnvironmentScope {
    @HeaderParam(EinvoicingApi.ENVIRONMENT)
    @Parameter(
            description = "Name of the environment to which the request is confined, percent-encoded; submissions of"
                    + " others do not exist for it",
            example = "Production")
    public @Nullable String header;

    /** Returns the name; empty if the request is confined to none. */
    Optional<String> name() {
        return Optional.ofNullable(header)
                .map(text -> ProblemException.checked(
                        EinvoicingApi.ENVIRONMENT, () -> URLDecoder.decode(text, StandardCharsets.UTF_8)));
    }

    /** Ends a request whose body names another environment. */
    void requireSame(String environment) {
        if (name().filter(name -> !name.equals(environment)).isPresent()) {
            throw ProblemException.invalidValue(
                    "environment",
                    "environment must be that of the header " + EinvoicingApi.ENVIRONMENT + ", was \"" + environment
                            + "\"",
                    "send the same name in both");
        }
    }

    /** Returns the environment; empty if the request is confined to none. */
    Optional<EnvironmentId> environment(Submissions submissions, Caller caller) {
        return name().map(name -> orRefuse(submissions.environment(caller, name)));
    }

    /** Ends a request for a submission of another environment as if there were no such submission. */
    SubmissionId confine(Submissions submissions, Caller caller, SubmissionId id) {
        environment(submissions, caller).ifPresent(environment -> {
            if (!orRefuse(submissions.find(caller, id)).order().environment().equals(environment)) {
                throw new ProblemException(
                        ProblemType.NOT_FOUND,
                        "submission " + id + " does not exist in environment \"" + name().orElseThrow() + "\"");
            }
        });
        return id;
    }
}
