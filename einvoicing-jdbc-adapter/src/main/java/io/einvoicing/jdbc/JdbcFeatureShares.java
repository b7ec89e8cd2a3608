package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureShare;
import io.einvoicing.feature.port.FeatureShares;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which features are shared with whom; the repository of features removes the shares of a deleted one. */
final class JdbcFeatureShares implements FeatureShares {
    private static final String SELECT =
            "select tenant_id, feature_id, domain, shared_at, shared_by from feature_share";
    private static final String ONE = " where tenant_id = :tenant and feature_id = :feature";

    private final Database database;

    JdbcFeatureShares(Database database) {
        this.database = database;
    }

    @Override
    public SaveResult share(FeatureShare share, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            boolean exists = handle.createQuery(
                            "select feature_id from feature" + ONE + " and deleted_at is null for share")
                    .bind("tenant", share.tenant().value())
                    .bind("feature", share.feature().value())
                    .mapToMap()
                    .findOne()
                    .isPresent();
            if (!exists) {
                return SaveResult.GONE;
            }
            if (!insert(handle, share)) {
                return SaveResult.NAME_TAKEN;
            }
            JdbcAuditTrail.record(handle, share.tenant(), stamp, subject(share), Optional.empty(), state(share));
            return SaveResult.SAVED;
        });
    }

    private static boolean insert(Handle handle, FeatureShare share) {
        return handle.createUpdate("""
                                insert into feature_share (tenant_id, feature_id, domain, shared_at, shared_by)
                                values (:tenant, :feature, :domain, :at, :by) on conflict do nothing""")
                        .bind("tenant", share.tenant().value())
                        .bind("feature", share.feature().value())
                        .bind("domain", share.domain())
                        .bind("at", Columns.instant(share.sharedAt()))
                        .bind("by", share.sharedBy().value())
                        .execute()
                == 1;
    }

    @Override
    public boolean unshare(TenantId tenant, FeatureId feature, String domain, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            Optional<FeatureShare> removed = handle.createQuery("delete from feature_share" + ONE
                            + " and domain = :domain returning tenant_id, feature_id, domain, shared_at, shared_by")
                    .bind("tenant", tenant.value())
                    .bind("feature", feature.value())
                    .bind("domain", domain)
                    .map((row, context) -> share(row))
                    .findOne();
            removed.ifPresent(share -> JdbcAuditTrail.record(
                    handle, tenant, stamp, subject(share), Optional.of(state(share)), Optional.empty()));
            return removed.isPresent();
        });
    }

    @Override
    public List<FeatureShare> sharesOf(TenantId tenant, FeatureId feature) {
        return database.run(handle -> handle.createQuery(SELECT + ONE + " order by domain")
                .bind("tenant", tenant.value())
                .bind("feature", feature.value())
                .map((row, context) -> share(row))
                .list());
    }

    @Override
    public List<FeatureShare> sharedWith(String domain) {
        return database.run(
                handle -> handle.createQuery(SELECT + " where domain = :domain order by tenant_id, feature_id")
                        .bind("domain", domain)
                        .map((row, context) -> share(row))
                        .list());
    }

    private static FeatureShare share(ResultSet row) throws SQLException {
        return new FeatureShare(
                Columns.tenant(row),
                new FeatureId(Columns.uuid(row, "feature_id")),
                row.getString("domain"),
                Columns.instant(row, "shared_at"),
                new PrincipalId(Columns.uuid(row, "shared_by")));
    }

    private static String subject(FeatureShare share) {
        return "feature/" + share.feature() + "/share/" + share.domain();
    }

    private static Map<String, Object> state(FeatureShare share) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("domain", share.domain());
        state.put("sharedAt", share.sharedAt());
        return state;
    }
}
