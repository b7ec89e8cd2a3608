package io.einvoicing.health;

import io.einvoicing.environment.EnvironmentId;
import java.util.Optional;

/**
 * A published environment and how its vault and container were last.
 *
 * @param latest empty if nobody has looked yet
 */
public record EnvironmentHealth(EnvironmentId environment, String name, Optional<VaultHealth> latest) {}
