package io.einvoicing.environment;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;

/**
 * An immutable snapshot of an environment's settings: all that the run side ever sees.
 *
 * @param tenant owner
 * @param environment the environment of which it is a snapshot
 * @param name the environment's name, to which ERP requests refer
 * @param number 1 for the first publication, one more for each later one
 * @param publishedAt instant of publication
 * @param publishedBy object id of who published
 * @param publishedByName for people
 * @param settings what was published
 */
public record PublishedEnvironment(
        TenantId tenant,
        EnvironmentId environment,
        String name,
        int number,
        Instant publishedAt,
        PrincipalId publishedBy,
        String publishedByName,
        EnvironmentSettings settings) {}
