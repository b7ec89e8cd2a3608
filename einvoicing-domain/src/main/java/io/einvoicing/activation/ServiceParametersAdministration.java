package io.einvoicing.activation;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.EndpointProbe;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sets and checks which service the caller's tenant configures. Thread-safe. Every operation needs the role {@link Role#CONFIGURE}.
 */
public final class ServiceParametersAdministration {
    private final Ports ports;
    private final EndpointDirectory directory;
    private final InstantSource clock;

    /** What it needs from outside. */
    public record Ports(TenantRepository tenants, ServiceParametersRepository parameters, EndpointProbe probe) {}

    public ServiceParametersAdministration(Ports ports, EndpointDirectory directory, InstantSource clock) {
        this.ports = ports;
        this.directory = directory;
        this.clock = clock;
    }

    /** Returns the parameters, which may be unset. */
    public Result<ServiceParameters> find(Caller caller) {
        return permitted(caller, () -> Result.accepted(ports.parameters().find(caller.tenant())));
    }

    /**
     * Sets the parameters; refused as INVALID with every finding if they disagree with the directory or the tenant's geography.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<ServiceParameters> edit(Caller caller, long revision, Geography geography, URI endpoint) {
        return permitted(caller, () -> {
            ServiceParameters before = ports.parameters().find(caller.tenant());
            if (before.revision() != revision) {
                return Result.refused(Refusal.stale("the service parameters", revision, before.revision()));
            }
            ServiceParameters after = before.with(geography, endpoint);
            List<Finding> findings = disagreements(caller, after);
            if (!findings.isEmpty()) {
                return Result.refused(Refusal.invalid("the service parameters cannot be used", findings));
            }
            return ports.parameters()
                    .save(after, AuditStamp.of(caller, clock.instant(), "serviceParameters.edit"))
                    .toResult(after, "the service parameters", after.revision());
        });
    }

    /** Asks the endpoint for its directory and tells everything that is wrong with the parameters. */
    public Result<EndpointCheck> check(Caller caller) {
        return permitted(caller, () -> {
            ServiceParameters parameters = ports.parameters().find(caller.tenant());
            List<Finding> findings = new ArrayList<>(parameters.findings());
            if (!findings.isEmpty()) {
                return Result.accepted(new EndpointCheck(findings, Optional.empty()));
            }
            findings.addAll(disagreements(caller, parameters));
            EndpointProbe.Answer answer =
                    ports.probe().ask(parameters.endpoint().orElseThrow());
            if (answer instanceof EndpointProbe.Answer.Directory told) {
                unserved(parameters.geography().orElseThrow(), told.directory()).ifPresent(findings::add);
                return Result.accepted(new EndpointCheck(findings, Optional.of(told.latency())));
            }
            findings.add(Finding.error(
                    "endpoint",
                    ((EndpointProbe.Answer.Failure) answer).problem(),
                    "check the address and whether the service runs there, then repeat the check"));
            return Result.accepted(new EndpointCheck(findings, Optional.empty()));
        });
    }

    private List<Finding> disagreements(Caller caller, ServiceParameters parameters) {
        List<Finding> findings = new ArrayList<>();
        Geography geography = parameters.geography().orElseThrow();
        URI endpoint = parameters.endpoint().orElseThrow();
        ports.tenants()
                .find(caller.tenant())
                .map(Tenant::geography)
                .filter(own -> !own.equals(geography))
                .ifPresent(own -> findings.add(Finding.error(
                        "geography", "the tenant lives in " + own + ", not in " + geography, "set it to " + own)));
        Optional<ServiceEndpoint> listed = directory.find(geography);
        if (listed.isEmpty()) {
            findings.add(directory.unknown(geography));
        } else if (!listed.get().url().equals(endpoint)) {
            findings.add(Finding.error(
                    "endpoint",
                    endpoint + " is not the service endpoint of " + geography,
                    "set it to " + listed.get().url()));
        }
        return findings;
    }

    private static Optional<Finding> unserved(Geography geography, EndpointDirectory told) {
        return told.serves(geography)
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "endpoint",
                        "the service that answers there serves " + told.here().orElseThrow() + ", not " + geography,
                        "correct the endpoint directory, or set the endpoint of " + geography));
    }

    private static <T> Result<T> permitted(Caller caller, Supplier<Result<T>> operation) {
        return caller.lacks(Role.CONFIGURE).<Result<T>>map(Result::refused).orElseGet(operation);
    }
}
