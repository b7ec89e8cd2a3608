package io.einvoicing.jdbc;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.TypePattern;
import io.einvoicing.submission.StatusNotification;
import io.einvoicing.submission.port.SubmissionRepository;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Puts the notifications of statuses into the outbox, in the transaction in which a submission comes into the status. What a tenant
 * wants to know is looked up once a second: one that subscribed to nothing costs nothing more.
 */
final class StatusOutbox {
    /** How soon a subscription made on another node is followed here. */
    private static final Duration AGE = Duration.ofSeconds(1);

    private static final String PATTERNS = """
            select tenant_id, types from notification_subscription
            where tenant_id = any (:tenants) and active and types && :patterns::text[]""";

    private static final String STATUS = "select s.* from submission s"
            + " join unnest(:tenants, :submissions) as told (tenant_id, submission_id)"
            + " on s.tenant_id = told.tenant_id and s.submission_id = told.submission_id";

    private static final List<String> ALL_PATTERNS = StatusNotification.TYPES.stream()
            .flatMap(type -> TypePattern.matching(type).stream())
            .map(TypePattern::value)
            .distinct()
            .toList();

    private final Database database;
    private final Cache<TenantId, Set<String>> wanted =
            CacheBuilder.newBuilder().expireAfterWrite(AGE).build();

    StatusOutbox(Database database) {
        this.database = database;
    }

    /** Has the tenant's subscriptions looked up anew. */
    void forget(TenantId tenant) {
        wanted.invalidate(tenant);
    }

    /** Returns the submissions of which somebody is to be told if the checkpoints are recorded. */
    Set<SubmissionRepository.Key> watched(Collection<FlowCheckpoint> checkpoints) {
        Set<TenantId> tenants = checkpoints.stream()
                .filter(each -> StatusNotification.type(each.status(), each.pendingReason(), each.dueAt())
                        .isPresent())
                .map(FlowCheckpoint::tenant)
                .collect(Collectors.toSet());
        if (tenants.isEmpty()) {
            return Set.of();
        }
        Map<TenantId, Set<String>> types = types(tenants);
        return checkpoints.stream()
                .filter(each -> StatusNotification.type(each.status(), each.pendingReason(), each.dueAt())
                        .filter(type -> wants(types, each.tenant(), type))
                        .isPresent())
                .map(each -> new SubmissionRepository.Key(each.tenant(), each.submission()))
                .collect(Collectors.toSet());
    }

    private static boolean wants(Map<TenantId, Set<String>> types, TenantId tenant, String type) {
        return Optional.ofNullable(types.get(tenant))
                .filter(patterns -> TypePattern.matching(type).stream()
                        .map(TypePattern::value)
                        .anyMatch(patterns::contains))
                .isPresent();
    }

    private Map<TenantId, Set<String>> types(Set<TenantId> tenants) {
        return known(tenants).orElseGet(() -> database.run(handle -> read(handle, tenants)));
    }

    private Optional<Map<TenantId, Set<String>>> known(Set<TenantId> tenants) {
        Map<TenantId, Set<String>> known = wanted.getAllPresent(tenants);
        return known.size() == tenants.size() ? Optional.of(known) : Optional.empty();
    }

    private Map<TenantId, Set<String>> read(Handle handle, Set<TenantId> tenants) {
        Map<TenantId, Set<String>> read =
                tenants.stream().collect(Collectors.toMap(tenant -> tenant, tenant -> new HashSet<>()));
        handle.createQuery(PATTERNS)
                .bindArray(
                        "tenants",
                        UUID.class,
                        tenants.stream().map(TenantId::value).toList())
                .bindArray("patterns", String.class, ALL_PATTERNS)
                .map((row, context) -> Map.entry(Columns.tenant(row), patterns(row)))
                .forEach(entry -> read.computeIfAbsent(entry.getKey(), any -> new HashSet<>())
                        .addAll(entry.getValue()));
        wanted.putAll(read);
        return read;
    }

    private static List<String> patterns(ResultSet row) throws SQLException {
        return Arrays.asList((String[]) row.getArray("types").getArray());
    }

    /** Tells whoever wants to know of it that the submissions need a person now, as part of the handle's transaction. */
    void tellOfNeed(Handle handle, Collection<SubmissionRepository.Key> submissions, Instant at) {
        tellIfWanted(handle, StatusNotification.NEEDS_PERSON, submissions, at);
    }

    /** Tells whoever wants notifications of the type what state the submissions have now, as part of the handle's transaction. */
    void tellIfWanted(Handle handle, String type, Collection<SubmissionRepository.Key> submissions, Instant at) {
        Set<TenantId> tenants =
                submissions.stream().map(SubmissionRepository.Key::tenant).collect(Collectors.toSet());
        Map<TenantId, Set<String>> types = known(tenants).orElseGet(() -> read(handle, tenants));
        tell(
                handle,
                submissions.stream()
                        .filter(each -> wants(types, each.tenant(), type))
                        .toList(),
                at);
    }

    /** Adds the notifications of the states that the submissions have now, as part of the handle's transaction. */
    void tell(Handle handle, Collection<SubmissionRepository.Key> submissions, Instant at) {
        if (submissions.isEmpty()) {
            return;
        }
        handle.createQuery(STATUS)
                .bindArray(
                        "tenants",
                        UUID.class,
                        submissions.stream().map(each -> each.tenant().value()).toList())
                .bindArray(
                        "submissions",
                        UUID.class,
                        submissions.stream()
                                .map(each -> each.submission().value())
                                .toList())
                .map((row, context) -> SubmissionRows.submission(row))
                .list()
                .forEach(submission -> StatusNotification.of(
                                submission, submission.endedAt().orElse(at))
                        .ifPresent(notification -> NotificationRows.add(handle, notification)));
    }
}
