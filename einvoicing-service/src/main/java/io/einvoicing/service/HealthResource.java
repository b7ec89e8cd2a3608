package io.einvoicing.service;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Answers whether the process is alive, and whether it can take work. Needs no token and tells no secret. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private final HealthCheckRegistry checks;
    private final Set<String> informative;

    /** @param informative names of checks that are shown, but do not keep this process from taking work */
    public HealthResource(HealthCheckRegistry checks, Set<String> informative) {
        this.checks = checks;
        this.informative = Set.copyOf(informative);
    }

    /** Answers 200 as long as the process can answer at all. */
    @GET
    public Map<String, String> alive() {
        return Map.of("status", "alive");
    }

    /** Answers 200 if every check passes on which taking work depends, else 503, with each check's name and state. */
    @GET
    @Path("/ready")
    public Response ready() {
        Map<String, String> states = new TreeMap<>();
        boolean healthy = true;
        for (Map.Entry<String, HealthCheck.Result> check :
                checks.runHealthChecks().entrySet()) {
            healthy &= check.getValue().isHealthy() || informative.contains(check.getKey());
            states.put(check.getKey(), check.getValue().isHealthy() ? "healthy" : "unhealthy");
        }
        return Response.status(healthy ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .entity(Map.of("status", healthy ? "ready" : "not ready", "checks", states))
                .build();
    }
}
