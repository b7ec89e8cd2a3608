package io.einvoicing.http.client;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.http.api.DrawnNumberView;
import io.einvoicing.http.api.NewNumberSequence;
import io.einvoicing.http.api.NumberSequenceView;
import io.einvoicing.http.api.Page;
import io.einvoicing.numbersequence.NumberSequenceEdit;
import io.einvoicing.numbersequence.NumberSequenceId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls the service as an administrator of number sequences does. Thread-safe.
 *
 * <p>Every method throws {@link ApiProblemException} if the service answered with a problem, and {@link ApiUnavailableException} if it
 * gave no answer. Changes name the revision that the caller read, and take effect at once.
 */
public final class NumberSequencesClient {
    private final ApiConnection api;

    /**
     * Connects to a service; nothing is sent yet.
     *
     * @param service address of the service, such as {@code https://einvoicing.example.com}
     * @param accessToken gives a bearer token that is valid now; asked for each request
     */
    public NumberSequencesClient(URI service, Supplier<String> accessToken) {
        this.api = new ApiConnection(service, accessToken);
    }

    public NumberSequenceView create(EnvironmentId environment, NewNumberSequence sequence) {
        return api.post(path(environment), sequence, NumberSequenceView.class);
    }

    public List<NumberSequenceView> list(EnvironmentId environment) {
        return api.page(path(environment), NumberSequenceView.class).items();
    }

    public NumberSequenceView find(EnvironmentId environment, NumberSequenceId id) {
        return api.get(path(environment, id), NumberSequenceView.class);
    }

    public NumberSequenceView edit(
            EnvironmentId environment, NumberSequenceId id, long revision, NumberSequenceEdit edit) {
        return api.put(path(environment, id), revision, edit, NumberSequenceView.class);
    }

    /** Deletes a sequence from which nothing was drawn. */
    public void delete(EnvironmentId environment, NumberSequenceId id, long revision) {
        api.delete(path(environment, id), revision);
    }

    /**
     * Returns one page of the values that were drawn, the lowest first.
     *
     * @param after {@code next} of the page before; empty for the first page
     * @param limit at most so many, 1 to 500
     */
    public Page<DrawnNumberView> values(
            EnvironmentId environment, NumberSequenceId id, Optional<String> after, int limit) {
        return api.page(
                path(environment, id) + "/values?limit=" + limit
                        + after.map(cursor -> "&after=" + ApiConnection.encoded(cursor))
                                .orElse(""),
                DrawnNumberView.class);
    }

    private static String path(EnvironmentId environment) {
        return "/environments/" + environment + "/number-sequences";
    }

    private static String path(EnvironmentId environment, NumberSequenceId id) {
        return path(environment) + "/" + id;
    }
}
