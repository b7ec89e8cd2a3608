package io.einvoicing.http.client;

import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import java.util.Optional;

/** Says that the service answered with a problem; what is true after it, the problem says. */
public final class ApiProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ApiProblemException(Problem problem) {
        super(problem.status() + " " + problem.title() + ": " + problem.detail());
        this.problem = problem;
    }

    /** Returns the answer with all its particulars. */
    public Problem problem() {
        return problem;
    }

    /** Returns what kind of problem it is; empty if this release does not know it. */
    public Optional<ProblemType> type() {
        return ProblemType.of(problem.type());
    }
}
