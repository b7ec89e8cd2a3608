package io.einvoicing.http.client;

import static io.einvoicing.http.client.ApiConnection.encoded;

import io.einvoicing.audit.AuditFilter;
import io.einvoicing.http.api.AuditEntryView;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.export.TableFormat;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads who changed what and when. Thread-safe.
 *
 * <p>Every method throws {@link ApiProblemException} if the service answered with a problem, and {@link ApiUnavailableException} if it
 * gave no answer.
 */
public final class AuditClient {
    private final ApiConnection api;

    /**
     * Connects to a service; nothing is sent yet.
     *
     * @param service address of the service, such as {@code https://einvoicing.example.com}
     * @param accessToken gives a bearer token that is valid now; asked for each request
     */
    public AuditClient(URI service, Supplier<String> accessToken) {
        this.api = new ApiConnection(service, accessToken);
    }

    /**
     * Returns a page of changes, the newest first; it may end early, so follow {@link Page#next()} until it is empty.
     *
     * @param filter with at most one subject
     * @param after {@link Page#next()} of the page before
     * @param limit at most so many, 1 to 500
     */
    public Page<AuditEntryView> changes(AuditFilter filter, Optional<String> after, int limit) {
        Map<String, Object> query = query(filter);
        after.ifPresent(cursor -> query.put("after", cursor));
        query.put("limit", limit);
        return api.page("/audit?" + text(query), AuditEntryView.class);
    }

    /** Returns what operators changed in a tenant, page by page as {@link #changes} does; for operators. */
    public Page<AuditEntryView> changesOf(TenantId tenant, AuditFilter filter, Optional<String> after, int limit) {
        Map<String, Object> query = query(filter);
        query.put("tenant", tenant);
        after.ifPresent(cursor -> query.put("after", cursor));
        query.put("limit", limit);
        return api.page("/audit?" + text(query), AuditEntryView.class);
    }

    /** Returns the changes as a file. */
    public byte[] export(AuditFilter filter, TableFormat format) {
        Map<String, Object> query = query(filter);
        query.put("format", format.name().toLowerCase(Locale.ROOT));
        return api.bytes("/audit/export?" + text(query));
    }

    private static Map<String, Object> query(AuditFilter filter) {
        if (filter.subjects().size() > 1) {
            throw new IllegalArgumentException("the service takes one subject, was " + filter.subjects());
        }
        Map<String, Object> query = new LinkedHashMap<>();
        filter.from().ifPresent(from -> query.put("from", from));
        filter.to().ifPresent(to -> query.put("to", to));
        filter.actor().ifPresent(actor -> query.put("actor", actor));
        filter.operation().ifPresent(operation -> query.put("operation", operation));
        filter.subjects().forEach(subject -> query.put("subject", subject));
        return query;
    }

    private static String text(Map<String, Object> query) {
        return query.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }
}
