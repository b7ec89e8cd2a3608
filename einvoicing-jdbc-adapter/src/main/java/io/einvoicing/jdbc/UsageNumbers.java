package io.einvoicing.jdbc;

import io.einvoicing.feature.FeatureId;
import java.util.UUID;

/**
 * The numbers by which entries name series and features.
 *
 * @param series of series
 * @param features of features
 */
record UsageNumbers(Numbering<UsageSeries> series, Numbering<FeatureId> features) {
    private static final String WANTED = "unnest(:features) with ordinality as wanted (feature_id, position) ";
    private static final String SAME = "f.tenant_id = :tenant and f.feature_id = wanted.feature_id";

    static UsageNumbers of(Database database) {
        return new UsageNumbers(UsageSeries.numbering(database), features(database));
    }

    private static Numbering<FeatureId> features(Database database) {
        return new Numbering<>(
                database,
                "select position, feature_no as number from " + WANTED + "join usage_feature f on " + SAME,
                """
                insert into usage_feature
                select :tenant,
                    (select coalesce(max(feature_no), 0) from usage_feature where tenant_id = :tenant) + row_number() over (),
                    feature_id
                from\s""" + WANTED + "where not exists (select from usage_feature f where " + SAME + ")",
                (statement, features) -> statement.bindArray(
                        "features",
                        UUID.class,
                        features.stream().map(FeatureId::value).toList()));
    }
}
