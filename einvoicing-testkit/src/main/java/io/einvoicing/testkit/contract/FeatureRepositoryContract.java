package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.LatestVersion;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link FeatureRepository} does. All factories give ports of the same store. */
public abstract class FeatureRepositoryContract {
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());

    protected abstract FeatureRepository createFeatures() throws Exception;

    protected abstract FeatureRepository createUnreachableFeatures() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void findsNothingInAnEmptyTenant() throws Exception {
        FeatureRepository features = createFeatures();
        TenantId tenant = freshTenant();
        FeatureId id = new FeatureId(UUID.randomUUID());

        assertThat(features.find(tenant, id)).isEmpty();
        assertThat(features.list(tenant)).isEmpty();
        assertThat(features.findVersion(tenant, id, 1)).isEmpty();
        assertThat(features.versions(tenant, id)).isEmpty();
        assertThat(features.deployments(tenant, environment)).isEmpty();
    }

    @Test
    void findsANewFeatureWithItsFirstVersion() throws Exception {
        FeatureVersion first = aFeatureVersion().named("Öznitelik Ω 🧾").build();
        Feature feature = featureOf(first);

        assertThat(createFeatures().create(feature, first, aStamp("feature.create")))
                .isEqualTo(SaveResult.SAVED);

        assertThat(createFeatures().find(first.tenant(), first.feature())).contains(feature);
        assertThat(createFeatures().list(first.tenant())).containsExactly(feature);
        assertThat(createFeatures().findVersion(first.tenant(), first.feature(), 1))
                .contains(first);
        assertThat(createFeatures().findVersion(first.tenant(), first.feature(), 2))
                .isEmpty();
        assertThat(createFeatures().versions(first.tenant(), first.feature())).containsExactly(first);
    }

    @Test
    void findsTheVersionWithEverythingThatWasSaved() throws Exception {
        FeatureVersion edited =
                created(aFeatureVersion().build()).edit(Maximal.featureContent(), NOW.plusMillis(86_400_001));

        assertThat(createFeatures().save(edited, aStamp("feature.edit"))).isEqualTo(SaveResult.SAVED);

        assertThat(found(edited)).isEqualTo(edited);
    }

    @Test
    void keepsAnEmptyVersion() throws Exception {
        FeatureVersion empty =
                created(aFeatureVersion().withContent(FeatureContent.EMPTY).build());

        assertThat(found(empty)).isEqualTo(empty);
    }

    @Test
    void followsAVersionThroughItsLife() throws Exception {
        FeatureVersion draft = created(aFeatureVersion().build());
        FeatureVersion completed = draft.complete();
        assertThat(createFeatures().save(completed, aStamp("feature.complete"))).isEqualTo(SaveResult.SAVED);
        assertThat(found(draft)).isEqualTo(completed);

        FeatureVersion published = completed.publish();
        assertThat(createFeatures()
                        .deploy(deployment(published, environment, NOW), published, aStamp("feature.deploy")))
                .isEqualTo(SaveResult.SAVED);
        assertThat(found(draft)).isEqualTo(published);

        FeatureVersion next = published.next();
        assertThat(createFeatures().save(next, aStamp("feature.newVersion"))).isEqualTo(SaveResult.SAVED);
        assertThat(createFeatures().versions(draft.tenant(), draft.feature())).containsExactly(published, next);
    }

    @Test
    void findsADerivedFeatureAndOnWhichVersionItStands() throws Exception {
        FeatureVersion base = created(aFeatureVersion().completed().build());
        FeatureVersion own =
                aFeatureVersion().of(base.tenant()).named("Öz").onBase(1).build();
        Feature derived = derivedFrom(base, own);
        FeatureVersion elsewhere =
                aFeatureVersion().of(base.tenant()).named("Shared").onBase(9).build();
        Feature foreign = new Feature(
                base.tenant(),
                elsewhere.feature(),
                "Shared",
                new ProviderId(UUID.randomUUID()),
                Optional.of(new Feature.Base(freshTenant(), base.feature(), "Başka")),
                1);
        for (FeatureVersion first : List.of(own, elsewhere)) {
            assertThat(createFeatures().create(first == own ? derived : foreign, first, aStamp("feature.derive")))
                    .isEqualTo(SaveResult.SAVED);
        }

        assertThat(createFeatures().find(base.tenant(), own.feature())).contains(derived);
        assertThat(createFeatures().find(base.tenant(), elsewhere.feature())).contains(foreign);
        assertThat(found(own)).isEqualTo(own);
        assertThat(createFeatures().derivedFrom(base.tenant(), base.feature())).containsExactly(derived);
        assertThat(createFeatures().derivedFrom(base.tenant(), own.feature())).isEmpty();
        assertThat(createFeatures().derivedFrom(freshTenant(), base.feature())).isEmpty();
    }

    @Test
    void tellsTheLatestVersionOfEachFeature() throws Exception {
        FeatureVersion first = created(aFeatureVersion().completed().onBase(3).build());
        FeatureVersion second = first.next();
        createFeatures().save(second, aStamp("feature.newVersion"));
        FeatureVersion other =
                created(aFeatureVersion().of(first.tenant()).named("Other").build());

        assertThat(createFeatures().latestVersions(first.tenant()))
                .containsExactlyInAnyOrder(
                        new LatestVersion(first.feature(), 2, FeatureVersion.Status.DRAFT, OptionalInt.of(3)),
                        new LatestVersion(other.feature(), 1, FeatureVersion.Status.DRAFT, OptionalInt.empty()));
        assertThat(createFeatures().latestVersions(freshTenant())).isEmpty();
    }

    @Test
    void removesADraftAndNothingElse() throws Exception {
        FeatureVersion first = created(aFeatureVersion().completed().build());
        FeatureVersion draft = first.next();
        createFeatures().save(draft, aStamp("feature.newVersion"));

        for (FeatureVersion other : List.of(first, draft.edit(FeatureContent.EMPTY, NOW), draft.next())) {
            assertThat(createFeatures().deleteDraft(other, aStamp("feature.deleteDraft")))
                    .isEqualTo(SaveResult.STALE);
        }
        assertThat(createFeatures().deleteDraft(draft, aStamp("feature.deleteDraft")))
                .isEqualTo(SaveResult.SAVED);
        assertThat(createFeatures().deleteDraft(draft, aStamp("feature.deleteDraft")))
                .isEqualTo(SaveResult.STALE);

        assertThat(createFeatures().versions(first.tenant(), first.feature())).containsExactly(first);
        List<AuditRecord> trail = createAuditTrail().newest(first.tenant(), 10);
        assertThat(trail).hasSize(3);
        assertThat(trail.get(0).before()).isPresent();
        assertThat(trail.get(0).after()).isEmpty();
    }

    @Test
    void deletesAFeatureThatNothingStandsOnAndKeepsItsVersionsReadable() throws Exception {
        FeatureVersion version =
                created(aFeatureVersion().named("Peppol").completed().build());
        Deployment deployment = deployed(version);
        FeatureVersion published = found(version);
        createFeatures().cancel(deployment.cancel(NOW), aStamp("feature.cancelDeployment"));
        Feature feature = featureOf(version);

        assertThat(createFeatures().delete(feature, aStamp("feature.delete"))).isEqualTo(SaveResult.SAVED);
        assertThat(createFeatures().delete(feature, aStamp("feature.delete"))).isEqualTo(SaveResult.STALE);

        assertThat(createFeatures().find(version.tenant(), version.feature())).isEmpty();
        assertThat(createFeatures().list(version.tenant())).isEmpty();
        assertThat(found(version)).isEqualTo(published);
        assertThat(createFeatures()
                        .deploy(deployment(published, environment, NOW), published, aStamp("feature.deploy")))
                .isEqualTo(SaveResult.GONE);
        assertThat(createFeatures().save(published.next(), aStamp("feature.newVersion")))
                .isEqualTo(SaveResult.GONE);
        FeatureVersion late =
                aFeatureVersion().of(version.tenant()).named("Late").onBase(1).build();
        assertThat(createFeatures().create(derivedFrom(version, late), late, aStamp("feature.derive")))
                .isEqualTo(SaveResult.GONE);
        created(aFeatureVersion().of(version.tenant()).named("Peppol").build());
        assertThat(createAuditTrail().newest(version.tenant(), 10))
                .filteredOn(entry -> entry.stamp().operation().equals("feature.delete"))
                .hasSize(1);
    }

    @Test
    void keepsAFeatureThatIsDeployedOrDerivedFrom() throws Exception {
        FeatureVersion deployed = created(aFeatureVersion().completed().build());
        FeatureVersion future = found(deployed).publish();
        createFeatures().deploy(deployment(future, environment, NOW.plusSeconds(1)), future, aStamp("feature.deploy"));
        FeatureVersion base = created(aFeatureVersion().completed().build());
        FeatureVersion derived =
                aFeatureVersion().of(base.tenant()).named("Derived").onBase(1).build();
        createFeatures().create(derivedFrom(base, derived), derived, aStamp("feature.derive"));

        for (FeatureVersion used : List.of(deployed, base)) {
            assertThat(createFeatures().delete(featureOf(used), aStamp("feature.delete")))
                    .isEqualTo(SaveResult.STALE);
            assertThat(createFeatures().find(used.tenant(), used.feature())).contains(featureOf(used));
        }
    }

    @Test
    void aFeatureIsEitherDeployedOrDeletedWhenBothHappenAtOneInstant() throws Exception {
        FeatureRepository features = createFeatures();
        for (int round = 0; round < 5; round++) {
            FeatureVersion version = created(aFeatureVersion().completed().build());
            FeatureVersion published = version.publish();
            try (Race race = new Race(2)) {
                List<SaveResult> answers = race.run(i -> () -> i == 0
                        ? features.deploy(deployment(published, environment, NOW), published, aStamp("feature.deploy"))
                        : features.delete(featureOf(version), aStamp("feature.delete")));

                assertThat(answers)
                        .isIn(List.of(SaveResult.SAVED, SaveResult.STALE), List.of(SaveResult.GONE, SaveResult.SAVED));
            }
        }
    }

    @Test
    void listsVersionsTheOldestFirst() throws Exception {
        FeatureVersion first = created(aFeatureVersion().completed().build());
        FeatureVersion version = first;
        for (int number = 2; number <= 12; number++) {
            version = version.next();
            createFeatures().save(version, aStamp("feature.newVersion"));
        }

        assertThat(createFeatures().versions(first.tenant(), first.feature()))
                .extracting(FeatureVersion::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void listsFeaturesByNameInTheOrderOfCodePoints() throws Exception {
        TenantId tenant = freshTenant();
        for (String name : List.of("Ödeme", "beta", "Zeta", "alpha", "İhracat", "Beta", "Ωmega")) {
            created(aFeatureVersion().of(tenant).named(name).build());
        }

        assertThat(createFeatures().list(tenant))
                .extracting(Feature::name)
                .containsExactly("Beta", "Zeta", "alpha", "beta", "Ödeme", "İhracat", "Ωmega");
    }

    @Test
    void doesNotFindWhatBelongsToAnotherTenant() throws Exception {
        FeatureRepository features = createFeatures();
        FeatureVersion version = created(aFeatureVersion().completed().build());
        Deployment deployment = deployed(version);
        TenantId other = freshTenant();

        assertThat(features.find(other, version.feature())).isEmpty();
        assertThat(features.list(other)).isEmpty();
        assertThat(features.findVersion(other, version.feature(), 1)).isEmpty();
        assertThat(features.versions(other, version.feature())).isEmpty();
        assertThat(features.deployments(other, environment)).isEmpty();

        Deployment foreign = new Deployment(
                        other,
                        deployment.id(),
                        environment,
                        deployment.feature(),
                        1,
                        NOW,
                        NOW,
                        deployment.deployedBy(),
                        deployment.canceledAt())
                .cancel(NOW);
        features.cancel(foreign, aStamp("feature.cancelDeployment"));
        assertThat(features.deployments(version.tenant(), environment)).containsExactly(deployment);
        assertThat(createAuditTrail().newest(other, 10)).isEmpty();
    }

    @Test
    void refusesANameThatTheTenantHasAlready() throws Exception {
        FeatureVersion first = created(aFeatureVersion().named("Peppol").build());
        FeatureVersion second =
                aFeatureVersion().of(first.tenant()).named("Peppol").build();

        assertThat(createFeatures().create(featureOf(second), second, aStamp("feature.create")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(createFeatures().list(first.tenant())).containsExactly(featureOf(first));
        assertThat(createFeatures().versions(second.tenant(), second.feature())).isEmpty();
        assertThat(createAuditTrail().newest(first.tenant(), 10)).hasSize(1);
    }

    @Test
    void comparesNamesExactlyAndWithinOneTenantOnly() throws Exception {
        FeatureVersion first = created(aFeatureVersion().named("Istanbul").build());

        assertThat(created(
                        aFeatureVersion().of(first.tenant()).named("istanbul").build()))
                .isNotNull();
        assertThat(created(
                        aFeatureVersion().of(first.tenant()).named("İstanbul").build()))
                .isNotNull();
        assertThat(created(aFeatureVersion().named("Istanbul").build())).isNotNull();
    }

    @Test
    void changesNothingWhenACreationIsRepeated() throws Exception {
        FeatureVersion first = created(aFeatureVersion().build());
        FeatureVersion edited = first.edit(Maximal.featureContent(), NOW);
        createFeatures().save(edited, aStamp("feature.edit"));

        assertThat(createFeatures().create(featureOf(first), first, aStamp("feature.create")))
                .isNotEqualTo(SaveResult.SAVED);

        assertThat(found(first)).isEqualTo(edited);
        assertThat(createAuditTrail().newest(first.tenant(), 10)).hasSize(2);
    }

    @Test
    void refusesAStaleRevisionOfAVersion() throws Exception {
        FeatureVersion first = created(aFeatureVersion().build());
        FeatureVersion second = first.edit(Maximal.featureContent(), NOW);
        createFeatures().save(second, aStamp("feature.edit"));

        FeatureVersion early = second.edit(FeatureContent.EMPTY, NOW).edit(FeatureContent.EMPTY, NOW);
        FeatureVersion unknown = first.next().edit(FeatureContent.EMPTY, NOW);
        for (FeatureVersion stale : List.of(first, first.complete(), early, unknown)) {
            assertThat(createFeatures().save(stale, aStamp("feature.edit")))
                    .as("revision " + stale.revision() + " of " + stale)
                    .isEqualTo(SaveResult.STALE);
        }

        assertThat(createFeatures().versions(first.tenant(), first.feature())).containsExactly(second);
        assertThat(createAuditTrail().newest(first.tenant(), 10)).hasSize(2);
    }

    @Test
    void keepsDeploymentsWithEverythingInThem() throws Exception {
        FeatureVersion version = created(aFeatureVersion().completed().build()).publish();
        Deployment now = deployment(version, environment, NOW);
        Deployment later = deployment(version, environment, NOW.plusMillis(1));
        Deployment elsewhere = deployment(version, new EnvironmentId(UUID.randomUUID()), NOW);
        for (Deployment deployment : List.of(now, later, elsewhere)) {
            assertThat(createFeatures().deploy(deployment, version, aStamp("feature.deploy")))
                    .isEqualTo(SaveResult.SAVED);
        }

        assertThat(createFeatures().deployments(version.tenant(), environment)).containsExactlyInAnyOrder(now, later);
        assertThat(createFeatures().deployments(version.tenant(), elsewhere.environment()))
                .containsExactly(elsewhere);
        assertThat(createFeatures().deployments(version.tenant(), version.feature()))
                .containsExactlyInAnyOrder(now, later, elsewhere);
        assertThat(createFeatures().deployments(freshTenant(), version.feature()))
                .isEmpty();
        assertThat(found(version)).isEqualTo(version);
    }

    @Test
    void refusesToDeployAVersionThatChangedMeanwhile() throws Exception {
        FeatureVersion draft = created(aFeatureVersion().build());
        FeatureVersion completed = draft.complete();
        FeatureVersion edited = draft.edit(Maximal.featureContent(), NOW).edit(FeatureContent.EMPTY, NOW);
        createFeatures().save(draft.edit(Maximal.featureContent(), NOW), aStamp("feature.edit"));
        createFeatures().save(edited, aStamp("feature.edit"));

        for (FeatureVersion stale : List.of(draft, completed, edited.complete().publish())) {
            assertThat(createFeatures().deploy(deployment(stale, environment, NOW), stale, aStamp("feature.deploy")))
                    .as("revision " + stale.revision() + " over " + edited.revision())
                    .isEqualTo(SaveResult.STALE);
        }
        FeatureVersion unknown = draft.next();
        assertThat(createFeatures().deploy(deployment(unknown, environment, NOW), unknown, aStamp("feature.deploy")))
                .isEqualTo(SaveResult.STALE);

        assertThat(createFeatures().deployments(draft.tenant(), environment)).isEmpty();
        assertThat(found(draft)).isEqualTo(edited);
        assertThat(createAuditTrail().newest(draft.tenant(), 10)).hasSize(3);
    }

    @Test
    void cancelsADeploymentOnce() throws Exception {
        FeatureVersion version = created(aFeatureVersion().completed().build());
        Deployment kept = deployed(version);
        Deployment canceled = deployed(version).cancel(NOW.plusMillis(7));

        createFeatures().cancel(canceled, aStamp("feature.cancelDeployment"));
        createFeatures().cancel(canceled.cancel(NOW.plusSeconds(60)), aStamp("feature.cancelDeployment"));

        assertThat(createFeatures().deployments(version.tenant(), environment))
                .containsExactlyInAnyOrder(kept, canceled);
        assertThat(createAuditTrail().newest(version.tenant(), 10))
                .filteredOn(entry -> entry.stamp().operation().equals("feature.cancelDeployment"))
                .hasSize(1);
    }

    @Test
    void oneOfManyCreationsOfOneNameAtOneInstantWins() throws Exception {
        FeatureRepository features = createFeatures();
        TenantId tenant = freshTenant();
        try (Race race = new Race(8)) {
            List<SaveResult> answers = race.run(i -> () -> {
                FeatureVersion version =
                        aFeatureVersion().of(tenant).named("Peppol").build();
                return features.create(featureOf(version), version, aStamp("feature.create"));
            });

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.NAME_TAKEN)).isEqualTo(7);
        }
        assertThat(features.list(tenant)).hasSize(1);
        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(1);
    }

    @Test
    void oneOfManyNewVersionsAtOneInstantWins() throws Exception {
        FeatureRepository features = createFeatures();
        FeatureVersion first = created(aFeatureVersion().completed().build());
        try (Race race = new Race(8)) {
            List<SaveResult> answers = race.run(i -> () -> features.save(first.next(), aStamp("feature.newVersion")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.STALE)).isEqualTo(7);
        }
        assertThat(features.versions(first.tenant(), first.feature())).containsExactly(first, first.next());
    }

    @Test
    void oneOfManyEditsAtOneInstantWins() throws Exception {
        FeatureRepository features = createFeatures();
        FeatureVersion first = created(aFeatureVersion().build());
        List<FeatureVersion> edits = List.of(
                first.edit(Maximal.featureContent(), NOW),
                first.edit(FeatureContent.EMPTY, NOW),
                first.edit(FeatureContent.EMPTY, NOW.plusSeconds(1)),
                first.complete());
        try (Race race = new Race(4)) {
            List<SaveResult> answers = race.run(i -> () -> features.save(edits.get(i), aStamp("feature.edit")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.STALE)).isEqualTo(3);
            assertThat(found(first)).isEqualTo(edits.get(answers.indexOf(SaveResult.SAVED)));
        }
    }

    @Test
    void deploysACompletedVersionToManyEnvironmentsAtOneInstant() throws Exception {
        FeatureRepository features = createFeatures();
        FeatureVersion completed = created(aFeatureVersion().completed().build());
        FeatureVersion published = completed.publish();
        try (Race race = new Race(8)) {
            List<SaveResult> answers = race.run(i -> () -> features.deploy(
                    deployment(
                            published,
                            new EnvironmentId(new UUID(environment.value().getMostSignificantBits(), i)),
                            NOW),
                    published,
                    aStamp("feature.deploy")));

            assertThat(answers).containsOnly(SaveResult.SAVED);
        }
        assertThat(found(completed)).isEqualTo(published);
        assertThat(createAuditTrail().newest(completed.tenant(), 100)).hasSize(9);
    }

    @Test
    void writesWhoChangedWhatTogetherWithTheChange() throws Exception {
        FeatureRepository features = createFeatures();
        FeatureVersion first = aFeatureVersion().build();
        FeatureVersion edited =
                first.edit(new FeatureContent("plain words", first.content().setups(), List.of()), NOW);
        FeatureVersion completed = edited.complete();
        Deployment deployment = deployment(completed.publish(), environment, NOW);
        AuditStamp creation = aStamp("feature.create");
        AuditStamp edit = aStamp("feature.edit");
        AuditStamp completion = aStamp("feature.complete");
        AuditStamp deploy = aStamp("feature.deploy");
        AuditStamp cancellation = aStamp("feature.cancelDeployment");
        features.create(featureOf(first), first, creation);
        features.save(edited, edit);
        features.save(completed, completion);
        features.deploy(deployment, completed.publish(), deploy);
        features.cancel(deployment.cancel(NOW), cancellation);

        List<AuditRecord> records = createAuditTrail().newest(first.tenant(), 10);

        assertThat(records)
                .extracting(AuditRecord::stamp)
                .containsExactly(cancellation, deploy, completion, edit, creation);
        assertThat(records).extracting(AuditRecord::tenant).containsOnly(first.tenant());
        assertThat(records).extracting(AuditRecord::after).doesNotContain(Optional.empty());
        assertThat(records.get(4).before()).isEmpty();
        assertThat(records.get(4).subject()).contains(first.feature().toString());
        assertThat(records.get(3).before()).isEqualTo(records.get(4).after());
        assertThat(records.get(3).after())
                .hasValueSatisfying(text -> assertThat(text).contains("plain words"));
        assertThat(records.get(2).before()).isEqualTo(records.get(3).after());
        assertThat(records.get(2).after()).isNotEqualTo(records.get(2).before());
        assertThat(records.get(1).after())
                .hasValueSatisfying(text -> assertThat(text).contains(environment.toString()));
        assertThat(records.get(0).before()).isPresent();
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        FeatureRepository unreachable = createUnreachableFeatures();
        FeatureVersion version = aFeatureVersion().completed().build();
        TenantId tenant = version.tenant();
        Deployment deployment = deployment(version, environment, NOW);
        Outages.assertUnavailable(
                () -> unreachable.find(tenant, version.feature()),
                () -> unreachable.list(tenant),
                () -> unreachable.create(featureOf(version), version, aStamp("feature.create")),
                () -> unreachable.findVersion(tenant, version.feature(), 1),
                () -> unreachable.versions(tenant, version.feature()),
                () -> unreachable.save(version, aStamp("feature.edit")),
                () -> unreachable.deploy(deployment, version, aStamp("feature.deploy")),
                () -> unreachable.cancel(deployment, aStamp("feature.cancelDeployment")),
                () -> unreachable.deployments(tenant, environment),
                () -> unreachable.deployments(tenant, version.feature()),
                () -> unreachable.latestVersions(tenant),
                () -> unreachable.derivedFrom(tenant, version.feature()),
                () -> unreachable.deleteDraft(version, aStamp("feature.deleteDraft")),
                () -> unreachable.delete(featureOf(version), aStamp("feature.delete")));
    }

    private static Feature derivedFrom(FeatureVersion base, FeatureVersion first) {
        return new Feature(
                first.tenant(),
                first.feature(),
                first.featureName(),
                ProviderId.first(first.tenant()),
                Optional.of(new Feature.Base(base.tenant(), base.feature(), base.featureName())),
                1);
    }

    private FeatureVersion created(FeatureVersion version) throws Exception {
        assertThat(createFeatures().create(featureOf(version), version, aStamp("feature.create")))
                .isEqualTo(SaveResult.SAVED);
        return version;
    }

    private Deployment deployed(FeatureVersion version) throws Exception {
        FeatureVersion published = found(version).publish();
        Deployment deployment = deployment(published, environment, NOW);
        assertThat(createFeatures().deploy(deployment, published, aStamp("feature.deploy")))
                .isEqualTo(SaveResult.SAVED);
        return deployment;
    }

    private FeatureVersion found(FeatureVersion version) throws Exception {
        return createFeatures()
                .findVersion(version.tenant(), version.feature(), version.number())
                .orElseThrow();
    }
}
