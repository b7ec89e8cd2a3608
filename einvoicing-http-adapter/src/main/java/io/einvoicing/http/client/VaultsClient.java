package io.einvoicing.http.client;

import static io.einvoicing.http.client.ApiConnection.encoded;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.VaultAccessView;
import io.einvoicing.http.api.VaultHealthView;
import io.einvoicing.vault.VaultAccess;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks how vaults and containers are, and who used the vaults. Thread-safe.
 *
 * <p>Every method throws {@link ApiProblemException} if the service answered with a problem, and {@link ApiUnavailableException} if it
 * gave no answer.
 */
public final class VaultsClient {
    private final ApiConnection api;

    /**
     * Connects to a service; nothing is sent yet.
     *
     * @param service address of the service, such as {@code https://einvoicing.example.com}
     * @param accessToken gives a bearer token that is valid now; asked for each request
     */
    public VaultsClient(URI service, Supplier<String> accessToken) {
        this.api = new ApiConnection(service, accessToken);
    }

    /** Returns every published environment with how its vault and container were last. */
    public List<VaultHealthView> health() {
        return api.page("/vault-health", VaultHealthView.class).items();
    }

    /** Has the service look at an environment's vault and container now. */
    public VaultHealthView check(EnvironmentId environment) {
        return api.post("/environments/" + environment + "/health-checks", null, VaultHealthView.class);
    }

    /**
     * Returns a page of accesses to vaults, the newest first.
     *
     * @param after {@link Page#next()} of the page before
     * @param limit at most so many, 1 to 500
     */
    public Page<VaultAccessView> accesses(VaultAccess.Filter filter, Optional<String> after, int limit) {
        Map<String, Object> query = new LinkedHashMap<>();
        filter.environment().ifPresent(environment -> query.put("environment", environment));
        filter.object().ifPresent(object -> query.put("object", object));
        filter.submission().ifPresent(submission -> query.put("submission", submission));
        filter.principal().ifPresent(principal -> query.put("principal", principal));
        filter.outcome().ifPresent(outcome -> query.put("outcome", outcome));
        filter.from().ifPresent(from -> query.put("from", from));
        filter.to().ifPresent(to -> query.put("to", to));
        after.ifPresent(cursor -> query.put("after", cursor));
        query.put("limit", limit);
        return api.page(
                "/vault-accesses?"
                        + query.entrySet().stream()
                                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                                .collect(Collectors.joining("&")),
                VaultAccessView.class);
    }
}
