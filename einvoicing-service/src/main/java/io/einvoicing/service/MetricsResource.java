package io.einvoicing.service;

import com.codahale.metrics.MetricRegistry;
import io.einvoicing.access.Role;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.http.api.internal.AcrossTenants;
import io.einvoicing.http.api.internal.Secured;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The service's metrics in Prometheus' text format: flows, what Dropwizard measures, and the health of the customers' vaults. Needs the role
 * {@link Role#OPERATE}, for it shows all tenants.
 */
@Secured
@AcrossTenants
@Path("/metrics")
public final class MetricsResource {
    private final PrometheusRegistry metrics;
    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();

    /**
     * @param metrics those of flows, to which the others are added
     * @param dropwizard what Dropwizard measures
     * @param vaults how the customers' vaults were last
     */
    public MetricsResource(PrometheusRegistry metrics, MetricRegistry dropwizard, Supplier<List<VaultHealth>> vaults) {
        this.metrics = metrics;
        DropwizardExports.builder().dropwizardRegistry(dropwizard).register(metrics);
        metrics.register(new VaultMetrics(vaults));
    }

    @GET
    public Response metrics(@Context SecurityContext caller) {
        if (!caller.isUserInRole(Role.OPERATE.name().toLowerCase(Locale.ROOT))) {
            Problem problem = Problem.of(
                    ProblemType.FORBIDDEN, "the metrics show all tenants: use a token with the role operate");
            return Response.status(problem.status())
                    .type(Problem.MEDIA_TYPE)
                    .entity(problem)
                    .build();
        }
        StreamingOutput text = out -> format.write(out, metrics.scrape());
        return Response.ok(text, format.getContentType()).build();
    }
}
