package io.einvoicing.jdbc;

import com.google.common.hash.Hashing;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.DocumentChain;
import io.einvoicing.submission.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the order of chains. Whoever adds to a chain or ends one of its submissions holds the chain's lock until the transaction
 * ends, and takes it before any row's lock, so that nobody waits in a circle.
 */
final class DocumentChains {
    /**
     * Those of the chain of a submission that is inserted which have not ended, by the partial index; one that only its export channel
     * has to do with has no place any more.
     */
    static final String ACTIVE_IN_CHAIN =
            "tenant_id = :tenant and environment_id = :environment and feature_id = :feature"
                    + " and chain = :chain and chain_place is not null and " + SubmissionRows.ACTIVE;

    /** The first that has not ended is due, unless it was already. */
    private static final String PROMOTE = """
            update submission s set due_at = :at
            from unnest(:tenants, :environments, :features, :chains::text[]) as c (tenant_id, environment_id, feature_id, chain)
            cross join lateral (
                select w.submission_id from submission w
                where w.tenant_id = c.tenant_id and w.environment_id = c.environment_id and w.feature_id = c.feature_id
                    and w.chain = c.chain and w.chain_place is not null and w.status in ('SCHEDULED', 'EXECUTING', 'PENDING')
                order by w.chain_place limit 1) as first
            where s.tenant_id = c.tenant_id and s.submission_id = first.submission_id
                and s.status = 'SCHEDULED' and s.due_at is null""";

    private DocumentChains() {}

    /** Makes a change that ends submissions of the chains, and then what follows them due: all in one transaction. */
    static <T> T advance(Database database, Collection<Key> chains, Instant at, Function<Handle, T> change) {
        return chains.isEmpty()
                ? database.run(change)
                : database.inTransaction(handle -> advance(handle, chains, at, change));
    }

    /** Makes the change and what follows from it as part of the handle's transaction. */
    static <T> T advance(Handle handle, Collection<Key> chains, Instant at, Function<Handle, T> change) {
        if (chains.isEmpty()) {
            return change.apply(handle);
        }
        lock(handle, chains);
        T answer = change.apply(handle);
        promote(handle, chains, at);
        return answer;
    }

    /** A chain of a tenant. */
    record Key(TenantId tenant, DocumentChain chain) {
        static Optional<Key> of(Submission submission) {
            return submission.order().documentChain().map(chain -> new Key(submission.tenant(), chain));
        }

        /** Returns the chains that submissions leave by checkpoints. */
        static Set<Key> left(Collection<FlowCheckpoint> checkpoints) {
            return checkpoints.stream()
                    .filter(FlowCheckpoint::leavesChain)
                    .flatMap(each -> each.chain().map(chain -> new Key(each.tenant(), chain)).stream())
                    .collect(Collectors.toSet());
        }

        private long lock() {
            return Hashing.sha256()
                    .hashString(
                            tenant + "/" + chain.environment() + "/" + chain.feature() + "/" + chain.name(),
                            StandardCharsets.UTF_8)
                    .asLong();
        }
    }

    /** Locks the chains until the transaction ends. */
    static void lock(Handle handle, Collection<Key> chains) {
        handle.createQuery("select pg_advisory_xact_lock(key) from unnest(:keys) as key")
                .bindArray(
                        "keys",
                        Long.class,
                        chains.stream().map(Key::lock).distinct().sorted().toList())
                .mapTo(String.class)
                .list();
    }

    /** Makes the first submission of each chain due; the caller holds their locks. */
    private static void promote(Handle handle, Collection<Key> chains, Instant at) {
        handle.createUpdate(PROMOTE)
                .bind("at", Columns.instant(at))
                .bindArray(
                        "tenants",
                        UUID.class,
                        chains.stream().map(each -> each.tenant().value()).toList())
                .bindArray(
                        "environments",
                        UUID.class,
                        chains.stream()
                                .map(each -> each.chain().environment().value())
                                .toList())
                .bindArray(
                        "features",
                        UUID.class,
                        chains.stream()
                                .map(each -> each.chain().feature().value())
                                .toList())
                .bindArray(
                        "chains",
                        String.class,
                        chains.stream().map(each -> each.chain().name()).toList())
                .execute();
    }
}
