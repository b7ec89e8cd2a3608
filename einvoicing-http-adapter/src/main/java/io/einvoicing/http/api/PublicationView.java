package io.einvoicing.http.api;

import io.einvoicing.environment.Publication;
import io.einvoicing.kernel.Finding;
import java.util.List;

/**
 * What a publication answers.
 *
 * @param environment the environment as it now is
 * @param warnings what did not block but needs attention soon
 */
public record PublicationView(EnvironmentView environment, List<Finding> warnings) {
    /** Shows a publication. */
    public static PublicationView of(Publication publication) {
        return new PublicationView(EnvironmentView.of(publication.environment()), publication.warnings());
    }
}
