package io.einvoicing.http.api;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import java.time.Instant;
import java.util.Optional;

/**
 * A service environment.
 *
 * @param id the environment
 * @param name unique in the tenant; submissions refer to it
 * @param status whether the draft is published
 * @param revision one more at every change; also the entity tag
 * @param createdBy object id of the creator, who may deploy features to it
 * @param draft settings that take effect by publication
 * @param published the latest snapshot, which serves
 * @param container address, without token, of the container to which what is published leads
 */
public record EnvironmentView(
        EnvironmentId id,
        String name,
        ServiceEnvironment.Status status,
        long revision,
        PrincipalId createdBy,
        EnvironmentSettings draft,
        Optional<Snapshot> published,
        Optional<String> container) {
    /**
     * What was published.
     *
     * @param number 1 for the first publication
     * @param publishedAt instant of publication
     * @param publishedBy object id of who published
     * @param publishedByName who published, for people
     * @param settings what was published
     */
    public record Snapshot(
            int number,
            Instant publishedAt,
            PrincipalId publishedBy,
            String publishedByName,
            EnvironmentSettings settings) {
        /** Shows a snapshot. */
        public static Snapshot of(PublishedEnvironment snapshot) {
            return new Snapshot(
                    snapshot.number(),
                    snapshot.publishedAt(),
                    snapshot.publishedBy(),
                    snapshot.publishedByName(),
                    snapshot.settings());
        }
    }

    /** Shows an environment. */
    public static EnvironmentView of(ServiceEnvironment environment) {
        return new EnvironmentView(
                environment.id(),
                environment.name(),
                environment.status(),
                environment.revision(),
                environment.creator(),
                environment.draft(),
                environment.published().map(Snapshot::of),
                environment.container());
    }
}
