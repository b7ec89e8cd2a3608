package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureShare;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.feature.port.FeatureShares;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link FeatureShares} does. All factories give ports of the same store. */
public abstract class FeatureSharesContract {
    private final String domain = "d" + UUID.randomUUID() + ".example";

    protected abstract FeatureShares createShares() throws Exception;

    protected abstract FeatureShares createUnreachableShares() throws Exception;

    /** Returns the features that are shared. */
    protected abstract FeatureRepository createFeatures() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void findsNothingWhereNothingIsShared() throws Exception {
        FeatureVersion feature = created();

        assertThat(createShares().sharesOf(feature.tenant(), feature.feature())).isEmpty();
        assertThat(createShares().sharedWith(domain)).isEmpty();
    }

    @Test
    void findsAShareFromBothSides() throws Exception {
        FeatureVersion one = created();
        FeatureVersion other = created();
        FeatureShare toMany = shared(one, domain);
        FeatureShare first = shared(one, "a" + domain);
        FeatureShare foreign = shared(other, domain);

        assertThat(createShares().sharesOf(one.tenant(), one.feature())).containsExactly(first, toMany);
        assertThat(createShares().sharedWith(domain)).containsExactlyInAnyOrder(toMany, foreign);
        assertThat(createShares().sharesOf(other.tenant(), one.feature())).isEmpty();
    }

    @Test
    void sharesWithADomainOnce() throws Exception {
        FeatureVersion feature = created();
        FeatureShare share = shared(feature, domain);

        assertThat(createShares().share(share(feature, domain), aStamp("feature.share")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(createShares().sharesOf(feature.tenant(), feature.feature())).containsExactly(share);
        assertThat(createAuditTrail().newest(feature.tenant(), 10)).hasSize(2);
    }

    @Test
    void sharesNothingThatDoesNotExist() throws Exception {
        FeatureVersion feature = created();
        createFeatures().delete(featureOf(feature), aStamp("feature.delete"));
        FeatureShare unknown =
                new FeatureShare(freshTenant(), new FeatureId(UUID.randomUUID()), domain, NOW, freshPrincipal());

        assertThat(createShares().share(share(feature, domain), aStamp("feature.share")))
                .isEqualTo(SaveResult.GONE);
        assertThat(createShares().share(unknown, aStamp("feature.share"))).isEqualTo(SaveResult.GONE);
        assertThat(createShares().sharedWith(domain)).isEmpty();
    }

    @Test
    void withdrawsAShareOnce() throws Exception {
        FeatureVersion feature = created();
        shared(feature, domain);
        FeatureShare kept = shared(feature, "kept." + domain);
        TenantId stranger = freshTenant();

        assertThat(createShares().unshare(stranger, feature.feature(), domain, aStamp("feature.unshare")))
                .isFalse();
        assertThat(createShares().unshare(feature.tenant(), feature.feature(), domain, aStamp("feature.unshare")))
                .isTrue();
        assertThat(createShares().unshare(feature.tenant(), feature.feature(), domain, aStamp("feature.unshare")))
                .isFalse();

        assertThat(createShares().sharedWith(domain)).isEmpty();
        assertThat(createShares().sharesOf(feature.tenant(), feature.feature())).containsExactly(kept);
        assertThat(createAuditTrail().newest(feature.tenant(), 10))
                .filteredOn(entry -> entry.stamp().operation().equals("feature.unshare"))
                .hasSize(1);
        assertThat(createAuditTrail().newest(stranger, 10)).isEmpty();
    }

    @Test
    void aDeletedFeatureIsSharedWithNobody() throws Exception {
        FeatureVersion feature = created();
        shared(feature, domain);

        createFeatures().delete(featureOf(feature), aStamp("feature.delete"));

        assertThat(createShares().sharedWith(domain)).isEmpty();
        assertThat(createShares().sharesOf(feature.tenant(), feature.feature())).isEmpty();
    }

    @Test
    void oneOfManySharesAtOneInstantWins() throws Exception {
        FeatureShares shares = createShares();
        FeatureVersion feature = created();
        try (Race race = new Race(8)) {
            List<SaveResult> answers =
                    race.run(i -> () -> shares.share(share(feature, domain), aStamp("feature.share")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.NAME_TAKEN)).isEqualTo(7);
        }
        assertThat(createAuditTrail().newest(feature.tenant(), 10)).hasSize(2);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        FeatureShares unreachable = createUnreachableShares();
        FeatureVersion feature = aFeatureVersion().build();
        Outages.assertUnavailable(
                () -> unreachable.share(share(feature, domain), aStamp("feature.share")),
                () -> unreachable.unshare(feature.tenant(), feature.feature(), domain, aStamp("feature.unshare")),
                () -> unreachable.sharesOf(feature.tenant(), feature.feature()),
                () -> unreachable.sharedWith(domain));
    }

    private FeatureVersion created() throws Exception {
        FeatureVersion version = aFeatureVersion().completed().build();
        assertThat(createFeatures().create(featureOf(version), version, aStamp("feature.create")))
                .isEqualTo(SaveResult.SAVED);
        return version;
    }

    private FeatureShare shared(FeatureVersion feature, String with) throws Exception {
        FeatureShare share = share(feature, with);
        assertThat(createShares().share(share, aStamp("feature.share"))).isEqualTo(SaveResult.SAVED);
        return share;
    }

    private static FeatureShare share(FeatureVersion feature, String with) {
        return new FeatureShare(feature.tenant(), feature.feature(), with, NOW, freshPrincipal());
    }
}
